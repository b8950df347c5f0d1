namespace ZProto.Shared;

/// <summary>Z85: bytes as text, five characters for four bytes.</summary>
/// <remarks>Source: ZeroMQ RFC 32 (Z85).</remarks>
internal static class Z85
{
    private const string Characters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>The text of bytes, whose number is a multiple of four.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[bytes.Length / 4 * 5];
        for (int group = 0; group < bytes.Length / 4; group++)
        {
            uint value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[(group * 4)..]);
            for (int i = 4; i >= 0; i--)
            {
                text[(group * 5) + i] = Characters[(int)(value % 85)];
                value /= 85;
            }
        }
        return new string(text);
    }

    /// <summary>Reads a text that is as long as the bytes need.</summary>
    /// <returns>Whether it is Z85 of so many bytes.</returns>
    public static bool TryDecode(string text, Span<byte> bytes)
    {
        if (text.Length != bytes.Length / 4 * 5)
            return false;
        for (int group = 0; group < bytes.Length / 4; group++)
        {
            ulong value = 0;
            for (int i = 0; i < 5; i++)
            {
                int digit = Characters.IndexOf(text[(group * 5) + i], StringComparison.Ordinal);
                if (digit < 0)
                    return false;
                value = (value * 85) + (ulong)digit;
            }
            if (value > uint.MaxValue)
                return false;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes[(group * 4)..], (uint)value);
        }
        return true;
    }
}
