namespace ZProto.Model.Xml;

/// <summary>What an element holds: other elements and text.</summary>
/// <param name="Span">Where it is: an element's name, or a text's first to last character.</param>
public abstract record XmlNode(SourceSpan Span);

/// <summary>An element.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Span">Where the name is in the start tag.</param>
/// <param name="Attributes">Its attributes, in the order of the file.</param>
/// <param name="Content">The nodes between its tags, in the order of the file; comments are left out.</param>
public sealed record XmlElement(string Name, SourceSpan Span, EquatableArray<XmlAttribute> Attributes, EquatableArray<XmlNode> Content)
    : XmlNode(Span)
{
    /// <summary>The elements directly in it.</summary>
    public IEnumerable<XmlElement> Elements
    {
        get
        {
            foreach (XmlNode node in Content)
            {
                if (node is XmlElement element)
                    yield return element;
            }
        }
    }

    /// <summary>The attribute of a name, which is compared without regard to case, or null.</summary>
    /// <param name="name">The attribute's name.</param>
    public XmlAttribute? Attribute(string name)
    {
        foreach (XmlAttribute attribute in Attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.OrdinalIgnoreCase))
                return attribute;
        }
        return null;
    }
}

/// <summary>A run of text, entities resolved.</summary>
/// <param name="Text">The text.</param>
/// <param name="Span">Where it is in the file.</param>
/// <param name="IsCData">Whether it was a CDATA section, so that text and file agree line by line and column by column.</param>
public sealed record XmlText(string Text, SourceSpan Span, bool IsCData) : XmlNode(Span);

/// <summary>An attribute.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Value">Its value, entities resolved.</param>
/// <param name="NameSpan">Where the name is.</param>
/// <param name="ValueSpan">Where the value is, without the quotes.</param>
public sealed record XmlAttribute(string Name, string Value, SourceSpan NameSpan, SourceSpan ValueSpan);

/// <summary>What reading an XML text gave.</summary>
/// <param name="Root">The first root element, or null where none could be read. Present also when a later part was ill-formed.</param>
/// <param name="Roots">All roots, more than one only in the file of a <c>custom</c>, where each is a <c>source</c>.</param>
/// <param name="Diagnostics">What was wrong with the text.</param>
public sealed record XmlDocument(XmlElement? Root, EquatableArray<XmlElement> Roots, EquatableArray<ModelDiagnostic> Diagnostics);
