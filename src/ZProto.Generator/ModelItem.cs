using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZProto.Model;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Generator;

/// <summary>An additional file as XML, with what the project says of it.</summary>
/// <param name="Text">The XML.</param>
/// <param name="Metadata">What the project says.</param>
internal sealed record ModelItem(ModelText Text, ItemMetadata Metadata)
{
    /// <summary>Whether it is a model. Of a file that cannot be read as XML only the project knows that, as of one whose root is misspelt.</summary>
    public bool IsModel
        => Text.Document.Root is null ? Metadata.IsDeclared : ModelReader.IsModel(Text.Document) || (Metadata.IsDeclared && ModelReader.IsMisspelt(Text.Document));

    public static ModelItem Read(AdditionalText file, ItemMetadata metadata, CancellationToken cancellation)
    {
        SourceText? text = file.GetText(cancellation);
        XmlDocument document = text is null
            ? new XmlDocument(null, default, new EquatableArray<Problem>([Problem.At(new SourceSpan(file.Path, 0, 0, 1, 1, 1, 1), ProblemKinds.Unreadable)]))
            : LaxXmlReader.Read(text.ToString(), file.Path);
        return new ModelItem(new ModelText(file.Path, document), metadata);
    }
}
