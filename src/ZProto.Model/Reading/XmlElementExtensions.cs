using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>What the language reads from an element of any kind.</summary>
internal static class XmlElementExtensions
{
    public static bool IsNamed(this XmlElement element, string name)
        => string.Equals(element.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The elements of a name directly in this one.</summary>
    public static IEnumerable<XmlElement> Children(this XmlElement element, string name)
        => element.Elements.Where(child => child.IsNamed(name));

    /// <summary>The attributes of an element and of all within it.</summary>
    public static IEnumerable<XmlAttribute> AllAttributes(this XmlElement element)
        => element.Attributes.Concat(element.Elements.SelectMany(AllAttributes));

    /// <summary>An attribute that says something; a blank one is as good as none.</summary>
    public static XmlAttribute? GetNonEmptyAttribute(this XmlElement element, string attribute)
        => element.Attribute(attribute) is { } found && !string.IsNullOrWhiteSpace(found.Value) ? found : null;

    /// <summary>Whether an attribute is <c>1</c> or <c>true</c>.</summary>
    public static bool GetFlag(this XmlElement element, string attribute)
        => element.GetNonEmptyAttribute(attribute)?.Value.Trim() is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>What an attribute refers to, or null where it is blank or absent.</summary>
    public static Reference? GetReference(this XmlElement element, string attribute)
        => element.GetNonEmptyAttribute(attribute) is { } found ? new Reference(new ModelName(found.Value), found.ValueSpan) : null;

    /// <summary>Which of some words an attribute says, in small letters; null where it says nothing. Another word is reported.</summary>
    public static string? ReadWord(this XmlElement element, string attribute, DiagnosticBag diagnostics, DiagnosticRule rule, params string[] words)
    {
        if (element.GetNonEmptyAttribute(attribute) is not { } found)
            return null;
        if (Array.Find(words, word => word.Equals(found.Value.Trim(), StringComparison.OrdinalIgnoreCase)) is { } known)
            return known;
        diagnostics.Report(found.ValueSpan, rule, found.Value);
        return null;
    }

    /// <summary>Reads the name of what the element declares; one without a name is reported.</summary>
    public static bool TryReadName(this XmlElement element, DiagnosticBag diagnostics, out ModelName name, out SourceSpan span)
        => element.TryReadName(element.Attribute("name"), diagnostics, out name, out span);

    /// <summary>Reads the name of what the element declares from an attribute that may be called otherwise than <c>name</c>.</summary>
    public static bool TryReadName(this XmlElement element, XmlAttribute? attribute, DiagnosticBag diagnostics, out ModelName name, out SourceSpan span)
    {
        name = new ModelName(attribute?.Value ?? "");
        span = attribute?.ValueSpan ?? element.Span;
        if (!name.IsEmpty)
            return true;
        diagnostics.Report(span, DiagnosticRules.MissingName, element.Name);
        return false;
    }

    /// <summary>The text directly in an element: its pieces between other elements, each trimmed line by line.</summary>
    public static string GetDescription(this XmlElement element) => GetDescription(element.Content);

    /// <summary>The description of a root: the text before the first child.</summary>
    public static string GetRootDescription(this XmlElement root)
        => GetDescription(root.Content.TakeWhile(node => node is not XmlElement));

    /// <summary>The text directly in an element as a block whose inner indentation matters, such as a grammar.</summary>
    public static string GetBlock(this XmlElement element)
    {
        List<string> lines = WithoutBlankEnds(GetText(element.Content).Split('\n').Select(line => line.TrimEnd()));
        int indent = lines.Where(line => line.Length > 0).Select(Indent).DefaultIfEmpty().Min();
        return string.Join("\n", lines.Select(line => line.Length > 0 ? line.Substring(indent) : line));
    }

    /// <summary>The code directly in an element, piece by piece.</summary>
    public static EquatableArray<XmlText> GetCode(this XmlElement element)
        => element.Content.OfType<XmlText>().Where(text => !string.IsNullOrWhiteSpace(text.Text)).ToEquatableArray();

    public static bool HasText(this XmlElement element)
        => element.GetCode().Count > 0;

    private static string GetDescription(IEnumerable<XmlNode> content)
    {
        var pieces = new List<string>();
        var piece = new List<XmlNode>();
        foreach (XmlNode node in content)
        {
            if (node is XmlText)
            {
                piece.Add(node);
                continue;
            }
            pieces.Add(TrimLines(GetText(piece)));
            piece.Clear();
        }
        pieces.Add(TrimLines(GetText(piece)));
        return string.Join("\n", pieces.Where(text => text.Length > 0));
    }

    private static string GetText(IEnumerable<XmlNode> content)
        => string.Concat(content.OfType<XmlText>().Select(text => text.Text));

    private static string TrimLines(string text)
        => string.Join("\n", WithoutBlankEnds(text.Split('\n').Select(line => line.Trim())));

    private static List<string> WithoutBlankEnds(IEnumerable<string> lines)
    {
        List<string> kept = lines.SkipWhile(line => line.Length == 0).ToList();
        while (kept.Count > 0 && kept[kept.Count - 1].Length == 0)
            kept.RemoveAt(kept.Count - 1);
        return kept;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}
