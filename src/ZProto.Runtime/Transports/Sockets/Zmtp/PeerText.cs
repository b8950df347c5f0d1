namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What a peer sent as a text, for a log line.</summary>
internal static class PeerText
{
    /// <summary>The text, with a question mark for each byte that is not printable ASCII; at most 255 characters.</summary>
    public static string From(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[Math.Min(text.Length, byte.MaxValue)];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = text[i] is >= (byte)' ' and <= (byte)'~' ? (char)text[i] : '?';
        return new string(characters);
    }
}
