namespace ZProto.Generator;

/// <summary>A generated file.</summary>
/// <param name="HintName">Its name among the generated files.</param>
/// <param name="Text">Its C#.</param>
internal sealed record GeneratedFile(string HintName, string Text);
