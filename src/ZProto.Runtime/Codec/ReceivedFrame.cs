namespace ZProto.Codec;

/// <summary>The message's own copy of the first frame it was decoded from, where its texts and octets stay. Generated code uses this type.</summary>
public struct ReceivedFrame
{
    private byte[]? _octets;

    /// <summary>Gives a buffer of more than 64 KiB back. The fields must no longer refer to it.</summary>
    public void Release() => Buffers.Release(ref _octets);

    internal byte[] Copy(ReadOnlySpan<byte> frame)
    {
        byte[] octets = Buffers.Ensure(ref _octets, frame.Length);
        frame.CopyTo(octets);
        return octets;
    }
}
