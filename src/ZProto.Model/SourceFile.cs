using ZProto.Model.Xml;

namespace ZProto.Model;

/// <summary>A file that the project offers as a model or for inclusion.</summary>
/// <param name="Path">Its path, as the project gives it.</param>
/// <param name="Document">What reading it gave.</param>
public sealed record SourceFile(string Path, XmlDocument Document);

/// <summary>What reading a model gave.</summary>
/// <param name="Model">The model, or null where errors leave none to generate from.</param>
/// <param name="Diagnostics">What is wrong with it, in the order of the text.</param>
public sealed record ModelResult(ClassModel? Model, EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>
    /// What could be read, also where there are errors: enough to declare, so that nothing else follows from them. Null where that is
    /// not even a name and a kind.
    /// </summary>
    public ClassModel? Readable { get; init; }

    /// <summary>Whether all of the text could be read, includes and all. Where it could not, what is missing may be in the rest.</summary>
    public bool IsWhole { get; init; }
}
