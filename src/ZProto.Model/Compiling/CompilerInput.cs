using ZProto.Model.Reading;

namespace ZProto.Model.Compiling;

/// <summary>A file that may be a model, with what the project says of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Metadata">What the project says.</param>
internal sealed record CompilerInput(SourceFile File, ItemMetadata Metadata)
{
    /// <summary>Whether it is a model. Of a file that cannot be read as XML only the project knows that, as of one whose root is misspelt.</summary>
    public bool IsModel
        => File.Document.Root is null ? Metadata.IsDeclared : ModelReader.IsModel(File.Document) || (Metadata.IsDeclared && ModelReader.IsMisspelt(File.Document));
}
