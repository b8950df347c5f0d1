using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Model;

namespace ZProto.Shared;

/// <summary>Pieces of C# made of a model's texts.</summary>
internal static class CSharp
{
    /// <summary>A string literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>An identifier, escaped where it is a keyword.</summary>
    public static string Identifier(string name)
        => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    /// <summary>A dotted name, each part escaped where it is a keyword.</summary>
    public static string QualifiedName(string name) => string.Join(".", name.Split('.').Select(Identifier));

    /// <summary>Text that cannot end a line comment.</summary>
    public static string Comment(string text)
        => text.Replace('\r', ' ').Replace('\n', ' ').Replace('\u0085', ' ').Replace('\u2028', ' ').Replace('\u2029', ' ');

    /// <summary>The directive that maps the next line of C# to a line of a model.</summary>
    public static string LineDirective(SourceSpan span) => $"#line {Format(span.Line)} \"{File(span)}\"";

    /// <summary>The directive that maps the next line of C#, from a column on, to a location in a model.</summary>
    /// <param name="span">The location.</param>
    /// <param name="column">The column, from 1.</param>
    public static string LineDirective(SourceSpan span, int column)
        => $"#line ({Format(span.Line)}, {Format(span.Column)}) - ({Format(span.EndLine)}, {Format(Math.Max(span.EndColumn, span.Column + 1))}) {Format(column)} \"{File(span)}\"";

    /// <summary>The lines of a doc comment's element.</summary>
    public static string Doc(string element, string text)
    {
        string[] lines = EscapeXml(text).Split('\n');
        string name = element.Split(' ')[0];
        return lines.Length == 1
            ? $"/// <{element}>{lines[0]}</{name}>"
            : $"/// <{element}>\n{string.Join("\n", lines.Select(line => $"/// {line}".TrimEnd()))}\n/// </{name}>";
    }

    /// <summary>A sentence of a model for a doc comment: its text, or a substitute where it says nothing, and a full stop.</summary>
    public static string Sentence(string text, string substitute)
    {
        string sentence = text.Length == 0 ? substitute : text;
        return sentence[sentence.Length - 1] is '.' or '!' or '?' or ':' ? sentence : sentence + ".";
    }

    /// <summary>Text that cannot end the comment or element that it is in.</summary>
    private static string EscapeXml(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\r' or '\u0085' or '\u2028' or '\u2029' => " ",
                _ => c.ToString(),
            });
        }
        return escaped.ToString();
    }

    // The directive knows no escapes.
    private static string File(SourceSpan span) => Comment(span.File).Replace('"', '\'');

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
