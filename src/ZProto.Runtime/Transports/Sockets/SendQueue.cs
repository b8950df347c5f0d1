using System.Buffers;
using System.Numerics;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>
/// Messages on their way to one peer, as ZMTP frames that no mechanism has sealed yet. They are kept in segments, none of which ends
/// within a message, so that many small ones leave in one send, and one that was cut off in the middle can be dropped whole.
/// </summary>
/// <param name="limit">How many messages there may be; 0 for any number.</param>
internal sealed class SendQueue(int limit)
{
    /// <summary>Bytes that are worth a send of their own.</summary>
    public const int FullSegment = 64 * 1024;

    private const int SmallestSegment = 256;

    // A circle of segments: the head is sent, the tail is added to.
    private Segment[] _segments = new Segment[1];
    private int _head;
    private int _count;

    /// <summary>How many messages there are, one that is partly sent included.</summary>
    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    /// <summary>Whether what is sent next is the start of a message.</summary>
    public bool IsAtBoundary => _count == 0 || Head.Start == Head.Boundary;

    /// <summary>Whether there are bytes enough for a send of their own.</summary>
    public bool HasFullSegment => _count > 1 || (_count == 1 && Head.End - Head.Start >= FullSegment);

    /// <summary>What is sent next; whole messages but for the start of the first.</summary>
    public ReadOnlySpan<byte> Next => _count == 0 ? default : Head.Bytes.AsSpan(Head.Start, Head.End - Head.Start);

    private ref Segment Head => ref _segments[_head];

    private ref Segment Tail => ref _segments[(_head + _count - 1) & (_segments.Length - 1)];

    /// <summary>Adds a message, copied.</summary>
    /// <returns>False where there are as many as there may be.</returns>
    /// <exception cref="ArgumentException">It is larger than an array can be.</exception>
    public bool TryAdd(MultipartMessage frames)
    {
        if (limit > 0 && Count >= limit)
            return false;
        int count = frames.Count;
        long size = 0;
        for (int i = 0; i < count; i++)
            size += Frames.HeaderSize(frames[i].Length) + frames[i].Length;
        if (size > Array.MaxLength)
            throw new ArgumentException($"A message of {size} bytes is too large to be sent.", nameof(frames));

        ref Segment segment = ref Reserve((int)size);
        Span<byte> bytes = segment.Bytes.AsSpan(segment.End);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> frame = frames[i].Span;
            bytes = bytes[Frames.WriteHeader(bytes, frame.Length, more: i < count - 1)..];
            frame.CopyTo(bytes);
            bytes = bytes[frame.Length..];
        }
        segment.End += (int)size;
        segment.Messages++;
        Count++;
        return true;
    }

    /// <summary>Takes away bytes of <see cref="Next"/> that were sent.</summary>
    public void Advance(int sent)
    {
        if (sent == 0)
            return;
        ref Segment head = ref Head;
        head.Start += sent;
        if (head.Start == head.End)
        {
            Count -= head.Messages;
            RemoveHead();
            return;
        }
        int end;
        while ((end = Frames.FindMessageEnd(head.Bytes.AsSpan(0, head.End), head.Boundary)) <= head.Start)
        {
            head.Boundary = end;
            head.Messages--;
            Count--;
        }
    }

    /// <summary>Drops a message of which a part was sent: the next connection begins with a whole one.</summary>
    public void DropCut()
    {
        if (!IsAtBoundary)
            Advance(Frames.FindMessageEnd(Head.Bytes.AsSpan(0, Head.End), Head.Boundary) - Head.Start);
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (_count > 0)
            RemoveHead();
        Count = 0;
    }

    private ref Segment Reserve(int size)
    {
        if (_count > 0)
        {
            ref Segment tail = ref Tail;
            int length = tail.End - tail.Boundary;
            if (tail.Bytes.Length - tail.End >= size)
                return ref tail;
            if (length + size <= FullSegment)
            {
                // From the start of the message that is partly sent, which may have to be dropped.
                byte[] larger = Rent(length + size);
                tail.Bytes.AsSpan(tail.Boundary, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(tail.Bytes);
                tail.Bytes = larger;
                tail.Start -= tail.Boundary;
                tail.Boundary = 0;
                tail.End = length;
                return ref tail;
            }
        }
        if (_count == _segments.Length)
            Grow();
        _count++;
        ref Segment added = ref Tail;
        added = new Segment { Bytes = Rent(size) };
        return ref added;
    }

    private static byte[] Rent(int size)
        => ArrayPool<byte>.Shared.Rent(size >= FullSegment ? size : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, SmallestSegment)));

    private void RemoveHead()
    {
        ArrayPool<byte>.Shared.Return(Head.Bytes);
        Head = default;
        _head = (_head + 1) & (_segments.Length - 1);
        _count--;
    }

    private void Grow()
    {
        var larger = new Segment[_segments.Length * 2];
        for (int i = 0; i < _count; i++)
            larger[i] = _segments[(_head + i) & (_segments.Length - 1)];
        _segments = larger;
        _head = 0;
    }

    /// <summary>Bytes in a row: those before Boundary are sent, and so is what lies between it and Start, of a message whose rest is not.</summary>
    private struct Segment
    {
        public byte[] Bytes;
        public int Boundary;
        public int Start;
        public int End;
        public int Messages;
    }
}
