using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace ZProto.Codec;

/// <summary>
/// The bytes of received texts that are not UTF-8, by the strings made of them. A list or table whose other texts change still
/// writes these as they came: made of the string again, U+FFFD for each, they would be longer and could be too long for the wire.
/// </summary>
internal static class ReceivedTexts
{
    private const char Replacement = '\uFFFD';

    /// <summary>Makes a string of a received text, and keeps the bytes where the string does not tell them.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="received">The bytes kept so far, or null for none.</param>
    public static string Read(ReadOnlySpan<byte> utf8, ref Dictionary<string, byte[]>? received)
    {
        string text = Utf8Text.Decode(utf8);
        if (text.Contains(Replacement, StringComparison.Ordinal) && !Utf8.IsValid(utf8))
            (received ??= new Dictionary<string, byte[]>(ByReference.Instance)).Add(text, utf8.ToArray());
        return text;
    }

    /// <summary>The bytes of a text as they came, or null where the string tells them.</summary>
    public static byte[]? Find(this Dictionary<string, byte[]>? received, string text) => received?.GetValueOrDefault(text);

    /// <summary>How many bytes a text has on the wire, without its length.</summary>
    public static int Size(this Dictionary<string, byte[]>? received, string text) => received.Find(text)?.Length ?? Encoding.UTF8.GetByteCount(text);

    // Two texts with the same characters may have come as different bytes.
    private sealed class ByReference : IEqualityComparer<string>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(string? left, string? right) => ReferenceEquals(left, right);

        public int GetHashCode(string text) => RuntimeHelpers.GetHashCode(text);
    }
}
