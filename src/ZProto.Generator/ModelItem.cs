using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZProto.Model;
using ZProto.Model.Xml;

namespace ZProto.Generator;

/// <summary>An additional file as XML, with what the project says of it.</summary>
/// <param name="Text">The XML.</param>
/// <param name="Metadata">What the project says.</param>
internal sealed record ModelItem(ModelText Text, ItemMetadata Metadata)
{
    /// <summary>Whether it is a model, and not merely XML that happens to be at hand.</summary>
    public bool IsModel
    {
        get
        {
            XmlElement? root = Text.Document.Root;
            if (root is null)
                return Metadata.IsDeclared;
            return root.Name.Equals("class", StringComparison.OrdinalIgnoreCase) && (Metadata.IsDeclared || IsZProto(root));
        }
    }

    public static ModelItem Read(AdditionalText file, ItemMetadata metadata, CancellationToken cancellation)
    {
        SourceText? text = file.GetText(cancellation);
        XmlDocument document = text is null
            ? new XmlDocument(null, default, new EquatableArray<Problem>([Problem.At(new SourceSpan(file.Path, 0, 0, 1, 1, 1, 1), ProblemKinds.Unreadable)]))
            : LaxXmlReader.Read(text.ToString(), file.Path);
        return new ModelItem(new ModelText(file.Path, document), metadata);
    }

    // Other tools have XML with a <class> root too; theirs has neither zproto's scripts nor messages nor states.
    private static bool IsZProto(XmlElement root)
        => root.Attribute("script") is { } script
            ? script.Value.IndexOf("zproto", StringComparison.OrdinalIgnoreCase) >= 0
            : root.Elements.Any(child => child.Name.ToUpperInvariant() is "MESSAGE" or "STATE");
}
