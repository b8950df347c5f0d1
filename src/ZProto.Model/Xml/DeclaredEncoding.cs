using System.Text;
using System.Text.RegularExpressions;
using ZProto.Model.Reading;

namespace ZProto.Model.Xml;

/// <summary>
/// Whether a text is what its file declares. A generator gets text alone, and the bytes are lost: the compiler reads UTF-8 and what has a byte-order
/// mark alike everywhere, and any other file by the default of its machine, with U+FFFD for what that has not. So such a file is refused, unless
/// all of it is ASCII.
/// </summary>
internal static class DeclaredEncoding
{
    private const char Unreadable = '\uFFFD';
    private const string Advice = "as UTF-8 and declare encoding=\"utf-8\"";

    private static readonly Regex s_declaration = new("""\A\uFEFF?\s*<\?xml(?=\s)[^>]*?\sencoding\s*=\s*(?<quote>["'])(?<name>[^"'<>]*)\k<quote>""", RegexOptions.CultureInvariant);

    /// <summary>The names of Unicode's encodings.</summary>
    public static readonly string[] Unicode = ["utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be", "iso-10646-ucs-2"];

    /// <summary>The names of encodings in which ASCII is as it is in UTF-8.</summary>
    public static readonly string[] OfAscii =
    [
        "us-ascii", "ascii", "latin1", "iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9", "iso-8859-13", "iso-8859-15",
        "windows-874", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
        "koi8-r", "koi8-u", "ibm437", "ibm850", "ibm852", "cp866", "macintosh", "shift_jis", "euc-jp", "iso-2022-jp", "gb2312", "gbk", "gb18030", "big5", "euc-kr",
    ];

    /// <summary>What is wrong with the encoding of a text, and where; null where nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="readAs">What its bytes were read as; null for Unicode.</param>
    public static (int Start, int End, string Message)? Check(string text, Encoding? readAs)
    {
        Group name = s_declaration.Match(text).Groups["name"];
        if (name.Success && !Names(Unicode) && !Names(OfAscii))
        {
            string hint = new SpellingHints().Hint(name.Value, Unicode.Concat(OfAscii));
            return At(name, $"the encoding '{name.Value}' is not known here{(hint.Length > 0 ? hint : $": save the file {Advice}")}");
        }
        bool isUnicode = !name.Success || Names(Unicode);
        bool isReadable = isUnicode && (readAs is null or UTF8Encoding or UnicodeEncoding or UTF32Encoding);
        int found = IndexOf(text, c => isReadable ? c == Unreadable : c > '\x7F');
        return found < 0 ? null
            : isUnicode ? (found, found + 1, "this character could not be read: save the file as UTF-8")
            : At(name, $"of a file in '{name.Value}' only ASCII is read, and it has other characters: save it {Advice}");

        bool Names(string[] encodings) => encodings.Contains(name.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static (int Start, int End, string Message) At(Group name, string message) => (name.Index, name.Index + name.Length, message);

    private static int IndexOf(string text, Func<char, bool> isMeant)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (isMeant(text[i]))
                return i;
        }
        return -1;
    }
}
