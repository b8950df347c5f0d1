namespace ZProto.Model.Reading;

/// <summary>All that a model is read from, but itself: equal to another as long as no edit is of one of these files.</summary>
/// <param name="Files">The files that it includes, and more at most.</param>
/// <param name="AllNames">The names of all files of the project.</param>
internal sealed record IncludedFiles(EquatableArray<SourceFile> Files, EquatableArray<string> AllNames);
