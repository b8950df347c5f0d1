using System.Globalization;
using System.Text;

namespace ZProto.Model.Documents;

/// <summary>Pieces that documents of several kinds are made of.</summary>
internal static class DocumentText
{
    /// <summary>A text in one line: what breaks lines or cannot be shown is a blank.</summary>
    public static string OneLine(string text)
        => string.Join(" ", new string([.. text.Select(Sanitize)]).Split([' '], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The words of a text in lines of about a width; a longer word has a line of its own.</summary>
    public static List<string> Wrap(string text, int width) => Wrap(OneLine(text).Split(' '), width);

    /// <summary>Words in lines of about a width; a longer word has a line of its own.</summary>
    public static List<string> Wrap(IEnumerable<string> words, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (string word in words)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }
        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>A number in decimal.</summary>
    public static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A byte as two hexadecimal digits.</summary>
    public static string Hex(int value) => value.ToString("X2", CultureInfo.InvariantCulture);

    /// <summary>The bytes of a number in network byte order.</summary>
    public static byte[] ToBytes(ulong number, int size)
        => [.. Enumerable.Range(1, size).Select(i => (byte)(number >> (8 * (size - i))))];

    private static char Sanitize(char c)
        => char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : c;
}
