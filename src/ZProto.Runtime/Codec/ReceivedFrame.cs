using System.ComponentModel;

namespace ZProto.Codec;

/// <summary>The message's own copy of the first frame it was decoded from, where its texts and bytes stay. Generated code uses this type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ReceivedFrame
{
    private byte[]? _bytes;

    /// <summary>Gives a buffer of more than 64 KiB back. The fields must no longer refer to it.</summary>
    public void Release() => Buffers.Release(ref _bytes);

    internal byte[] Copy(ReadOnlySpan<byte> frame)
    {
        byte[] bytes = Buffers.Ensure(ref _bytes, frame.Length);
        frame.CopyTo(bytes);
        return bytes;
    }
}
