using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZProto.Model;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Generator;

/// <summary>An additional file as XML, with what the project says of it.</summary>
/// <param name="Text">The XML.</param>
/// <param name="Metadata">What the project says.</param>
internal sealed record GeneratorInput(SourceFile Text, ItemMetadata Metadata)
{
    /// <summary>Whether it is a model. Of a file that cannot be read as XML only the project knows that, as of one whose root is misspelt.</summary>
    public bool IsModel
        => Text.Document.Root is null ? Metadata.IsDeclared : ModelReader.IsModel(Text.Document) || (Metadata.IsDeclared && ModelReader.IsMisspelt(Text.Document));

    public static GeneratorInput Read(AdditionalText file, ItemMetadata metadata, CancellationToken cancellationToken)
    {
        SourceText? text = file.GetText(cancellationToken);
        XmlDocument document = text is null
            ? new XmlDocument(null, default, new EquatableArray<ModelDiagnostic>([ModelDiagnostic.Create(new SourceSpan(file.Path, 0, 0, 1, 1, 1, 1), DiagnosticRules.Unreadable)]))
            : LenientXmlParser.Parse(text.ToString(), file.Path, text.Encoding);
        return new GeneratorInput(new SourceFile(file.Path, document), metadata);
    }
}
