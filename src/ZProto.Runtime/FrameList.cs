using System.Collections;
using System.ComponentModel;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// The frames of a <c>msg</c> field. A field that was never set travels as one empty frame; one that was set or received
/// without frames travels as none.
/// </summary>
public sealed class FrameList : IReadOnlyList<ReadOnlyMemory<byte>>
{
    // All frames stand one after the other in one buffer; _ends says where each ends.
    private byte[]? _bytes;
    private int[] _ends = [];
    private int _used;

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the field was set, even to no frames.</summary>
    public bool IsSet { get; private set; }

    /// <summary>A frame, valid until the list or its message changes.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int start = index == 0 ? 0 : _ends[index - 1];
            return new ReadOnlyMemory<byte>(_bytes, start, _ends[index] - start);
        }
    }

    /// <summary>Appends a copy of a frame.</summary>
    /// <param name="frame">The frame.</param>
    public void Add(ReadOnlySpan<byte> frame)
    {
        Buffers.Grow(ref _bytes, _used, frame.Length);
        frame.CopyTo(_bytes.AsSpan(_used));
        _used += frame.Length;
        if (Count == _ends.Length)
            Array.Resize(ref _ends, Math.Max(4, Count * 2));
        _ends[Count++] = _used;
        IsSet = true;
    }

    /// <summary>Makes these the frames, as copies.</summary>
    /// <param name="frames">The frames; null means a list that was never set.</param>
    public void ReplaceWith(IEnumerable<ReadOnlyMemory<byte>>? frames)
    {
        if (frames is FrameList or null)
        {
            CopyFrom((FrameList?)frames);
            return;
        }
        // Before anything goes: they may be some of this list's own.
        List<byte[]> copies = [.. frames.Select(frame => frame.ToArray())];
        Clear();
        foreach (byte[] copy in copies)
            Add(copy);
    }

    /// <summary>Makes it a field that was set to no frames.</summary>
    public void Clear()
    {
        Reset();
        IsSet = true;
    }

    /// <summary>Makes the field one that was never set. A buffer of more than 64 KiB is given back.</summary>
    public void Reset()
    {
        Buffers.Release(ref _bytes);
        if (_ends.Length * sizeof(int) > Buffers.KeptSize)
            _ends = [];
        _used = 0;
        Count = 0;
        IsSet = false;
    }

    /// <summary>Makes this list a copy of another that does not share its memory.</summary>
    /// <param name="other">The list to copy; null means one that was never set.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void CopyFrom(FrameList? other)
    {
        if (ReferenceEquals(this, other))
            return;
        Reset();
        if (other is null)
            return;
        Reserve(other.Count, other._used);
        for (int i = 0; i < other.Count; i++)
            Add(other[i].Span);
        IsSet = other.IsSet;
    }

    /// <summary>The frames as arrays of their own.</summary>
    public byte[][] ToArrays() => [.. this.Select(frame => frame.ToArray())];

    /// <summary>Whether both hold the same frames.</summary>
    /// <param name="left">One list; null means one that was never set.</param>
    /// <param name="right">The other list.</param>
    public static bool ContentEquals(FrameList? left, FrameList? right)
        => (left?.IsSet ?? false) == (right?.IsSet ?? false) && FramesEqual(left, right);

    /// <summary>Whether both hold the same frames, where it does not matter whether they were set.</summary>
    /// <param name="left">One list; null means no frames.</param>
    /// <param name="right">The other list.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool FramesEqual(FrameList? left, FrameList? right)
    {
        int count = left?.Count ?? 0;
        if (count != (right?.Count ?? 0))
            return false;
        for (int i = 0; i < count; i++)
        {
            if (!left![i].Span.SequenceEqual(right![i].Span))
                return false;
        }
        return true;
    }

    /// <summary>How many bytes the first frame has; 0 where there is none.</summary>
    /// <param name="frames">The frames.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int GetFirstLength(FrameList? frames) => frames is { Count: > 0 } ? frames[0].Length : 0;

    /// <inheritdoc/>
    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Reserve(int count, int size)
    {
        if (count > _ends.Length)
            _ends = new int[count];
        Buffers.Grow(ref _bytes, _used, size);
    }
}
