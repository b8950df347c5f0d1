namespace ZProto.Codec;

// Convert.ToHexStringLower came with .NET 9; one spelling for both targets.
internal static class Hex
{
    public static string ToString(ReadOnlySpan<byte> bytes)
#if NET9_0_OR_GREATER
        => Convert.ToHexStringLower(bytes);
#else
#pragma warning disable CA1308 // Hexadecimal digits are wanted in lower case.
        => Convert.ToHexString(bytes).ToLowerInvariant();
#pragma warning restore CA1308
#endif
}
