using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>The message received last, where it was received.</summary>
internal sealed class ReceivedFrames : IMultipartMessage
{
    private byte[] _bytes = [];
    private (int Offset, int Length)[] _frames = new (int, int)[4];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> GetFrame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        (int offset, int length) = _frames[index];
        return _bytes.AsSpan(offset, length);
    }

    /// <summary>Shows a message.</summary>
    /// <param name="bytes">The array that it is in.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length on the wire.</param>
    public void Set(byte[] bytes, int start, int length)
    {
        _bytes = bytes;
        ReadOnlySpan<byte> message = bytes.AsSpan(start, length);
        int position = 0, count = 0;
        while (Frames.TryNext(message, ref position, out int offset, out int size))
        {
            if (count == _frames.Length)
                Array.Resize(ref _frames, count * 2);
            _frames[count++] = (start + offset, size);
        }
        Count = count;
    }

    /// <summary>Shows none.</summary>
    public void Clear()
    {
        _bytes = [];
        Count = 0;
    }
}
