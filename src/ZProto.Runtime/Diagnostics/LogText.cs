using System.Globalization;
using System.Text;

namespace ZProto.Diagnostics;

/// <summary>Makes text that may come from a peer fit for a line of a log.</summary>
internal static class LogText
{
    private const int MaxLength = 256;

    /// <summary>The text as <see cref="EscapeAll"/> writes it; what is beyond 256 characters is left out.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
        => text.Length <= MaxLength ? EscapeAll(text) : EscapeAll(text[..MaxLength]) + "...";

    /// <summary>
    /// The text on one line, without anything that a terminal would obey: control characters, line ends and what turns the direction
    /// of writing are written as <c>\u001B</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string EscapeAll(string text)
    {
        if (!text.Any(IsUnsafe))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (IsUnsafe(c))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static bool IsUnsafe(char c)
        => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
