using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZProto.Configuration;

/// <summary>The characters of ZPL, and the one escape ZProto adds for what RFC 4 has no way to say.</summary>
/// <remarks>
/// The escape is that of ECMAScript's <c>escape</c>: <c>%XX</c> below U+0100, <c>%uXXXX</c> for any other UTF-16 unit.
/// Working on units rather than on UTF-8 bytes, it can carry every .NET string, even half a surrogate pair.
/// </remarks>
internal static class ZplText
{
    /// <summary>Opens an escaped string: a plain ZPL reader takes the whole of it for an unquoted value.</summary>
    public const string EscapedQuote = "%\"";

    public const string Space = " \t";

    private static readonly SearchValues<char> NameChars
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$-_@.&+/");

    /// <summary>How many characters a name that needs no quotes has at the start of the text; 0 if there is none.</summary>
    public static int NameLength(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExcept(NameChars);
        return end < 0 ? text.Length : end;
    }

    public static bool IsName(string text) => text.Length > 0 && NameLength(text) == text.Length;

    /// <summary>RFC 4 allows printable characters; a tab is white space, which it allows inside values.</summary>
    public static bool IsForbidden(char c) => char.IsControl(c) && c != '\t';

    /// <summary>True if the text can stand in a file as it is, quoted or not.</summary>
    public static bool IsPrintable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsForbidden(text[i]) || IsUnpairedSurrogate(text, i))
                return false;
        }

        return true;
    }

    public static void AppendEscaped(StringBuilder builder, string text)
    {
        builder.Append(EscapedQuote);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];

            // '#' would begin a comment for a plain ZPL reader, to which this is an unquoted value.
            if (c is '%' or '"' or '#' || char.IsControl(c) || IsUnpairedSurrogate(text, i))
                builder.Append(c < 0x100 ? "%" : "%u").Append(((int)c).ToString(c < 0x100 ? "X2" : "X4", CultureInfo.InvariantCulture));
            else
                builder.Append(c);
        }

        builder.Append('"');
    }

    /// <summary>Undoes the escape.</summary>
    /// <returns>-1, or where the first '%' is that begins no escape.</returns>
    public static int Unescape(ReadOnlySpan<char> escaped, out string text)
    {
        var builder = new StringBuilder(escaped.Length);
        text = "";
        for (int i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '%')
            {
                builder.Append(escaped[i]);
                continue;
            }

            bool isLong = i + 1 < escaped.Length && escaped[i + 1] == 'u';
            int first = isLong ? i + 2 : i + 1;
            int count = isLong ? 4 : 2;
            if (first + count > escaped.Length
                || !ushort.TryParse(escaped.Slice(first, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
                return i;
            builder.Append((char)unit);
            i = first + count - 1;
        }

        text = builder.ToString();
        return -1;
    }

    private static bool IsUnpairedSurrogate(string text, int i)
        => char.IsHighSurrogate(text[i]) ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])
            : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
}
