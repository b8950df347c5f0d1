using ZProto.Codec;

namespace ZProto.Transport;

/// <summary>The frames of one message, one behind the other in one buffer, on their way or received.</summary>
internal sealed class InProcessMessage(InProcessEnd? home) : IFrameSource
{
    public static readonly InProcessMessage Empty = new(null);

    private byte[]? _octets;
    private int[] _ends = [];

    /// <summary>The queue it was made for, and goes back to for the next message.</summary>
    public InProcessEnd? Home => home;

    /// <summary>The message behind it in the one list that it is in.</summary>
    public InProcessMessage? Next { get; set; }

    public int Count { get; private set; }

    public int LargestFrame { get; private set; }

    /// <summary>Octets that it occupies while it waits to be used again.</summary>
    public int KeptSize => (_octets?.Length ?? 0) + (_ends.Length * sizeof(int));

    public ReadOnlySpan<byte> GetFrame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        int start = index == 0 ? 0 : _ends[index - 1];
        return _octets.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Copies frames into this message.</summary>
    public void Fill(FrameBuffer frames)
    {
        long size = 0;
        for (int i = 0; i < frames.Count; i++)
            size += frames[i].Length;
        if (size > Array.MaxLength)
            throw new OutOfMemoryException($"Frames of {size} octets together are more than a message can hold.");
        byte[] octets = Buffers.Ensure(ref _octets, (int)size);
        if (_ends.Length < frames.Count)
            _ends = new int[frames.Count];

        int end = 0;
        LargestFrame = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            ReadOnlySpan<byte> frame = frames[i].Span;
            frame.CopyTo(octets.AsSpan(end));
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
        Buffers.Release(ref _octets);
        if (_ends.Length * sizeof(int) > Buffers.KeptSize)
            _ends = [];
    }
}
