namespace ZProto.Codec;

/// <summary>The items of a list or table as they came, in the bytes of their message; the default is none.</summary>
/// <param name="message">The message.</param>
/// <param name="start">Where the items begin in it.</param>
/// <param name="size">Bytes that they have.</param>
/// <param name="count">How many they are.</param>
internal readonly struct WireItems(byte[] message, int start, int size, int count)
{
    /// <summary>Whether there are any, be it an empty list.</summary>
    public bool IsSet => message is not null;

    public int Size => size;

    public int Count => count;

    public ReadOnlySpan<byte> Bytes => message.AsSpan(start, size);

    /// <summary>The same items in memory of their own.</summary>
    public WireItems Copy() => new(Bytes.ToArray(), 0, size, count);
}
