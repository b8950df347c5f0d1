using ZProto.Codec;

namespace ZProto.Transports.InProcess;

/// <summary>The frames of one message, one after the other in one buffer, on their way or received.</summary>
internal sealed class InProcessMessage(InProcessPipe? home) : IMultipartMessage
{
    public static readonly InProcessMessage Empty = new(null);

    private byte[]? _bytes;
    private int[] _ends = [];

    /// <summary>The queue it was made for, and goes back to for the next message.</summary>
    public InProcessPipe? Home => home;

    /// <summary>The message after it in the one list that it is in.</summary>
    public InProcessMessage? Next { get; set; }

    public int Count { get; private set; }

    public int LargestFrame { get; private set; }

    /// <summary>Bytes that it occupies while it waits to be used again.</summary>
    public int KeptSize => (_bytes?.Length ?? 0) + (_ends.Length * sizeof(int));

    public ReadOnlySpan<byte> GetFrame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        int start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Copies frames into this message.</summary>
    public void Fill(MultipartMessage frames)
    {
        long size = 0;
        for (int i = 0; i < frames.Count; i++)
            size += frames[i].Length;
        if (size > Array.MaxLength)
            throw new OutOfMemoryException($"Frames of {size} bytes together are more than a message can hold.");
        byte[] bytes = Buffers.Ensure(ref _bytes, (int)size);
        if (_ends.Length < frames.Count)
            _ends = new int[frames.Count];

        int end = 0;
        LargestFrame = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            ReadOnlySpan<byte> frame = frames[i].Span;
            frame.CopyTo(bytes.AsSpan(end));
            end += frame.Length;
            _ends[i] = end;
            LargestFrame = Math.Max(LargestFrame, frame.Length);
        }
        Count = frames.Count;
    }

    /// <summary>Makes it a message without content that keeps no large buffer.</summary>
    public void Clear()
    {
        Count = 0;
        Buffers.Release(ref _bytes);
        if (_ends.Length * sizeof(int) > Buffers.KeptSize)
            _ends = [];
    }
}
