using System.Text;

namespace ZProto.Codec;

/// <summary>Strings of received texts. Most are ASCII, which is widened in half the time that UTF-8 takes.</summary>
internal static class Utf8Text
{
    /// <summary>Makes the string of a text. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="utf8">The text.</param>
    public static string Decode(ReadOnlySpan<byte> utf8)
        // Latin-1 is ASCII and more, and has nothing to check.
        => Ascii.IsValid(utf8) ? Encoding.Latin1.GetString(utf8) : Encoding.UTF8.GetString(utf8);
}
