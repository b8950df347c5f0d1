using System.Runtime.CompilerServices;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// The frames of a message to send, in a reusable buffer. Frames that are fields of a message are referenced, not copied: they are
/// valid until the message changes.
/// </summary>
public sealed class MultipartMessage : IMultipartMessage
{
    private const int FewFrames = 2;

    private ReadOnlyMemory<byte>[] _frames = new ReadOnlyMemory<byte>[FewFrames];
    private byte[]? _encoded;

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>A frame.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _frames[index];
        }
    }

    /// <inheritdoc/>
    ReadOnlySpan<byte> IMultipartMessage.GetFrame(int index) => this[index].Span;

    /// <summary>Appends a frame by reference.</summary>
    /// <param name="frame">The frame, unchanged until it is sent.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlyMemory<byte> frame)
    {
        ReadOnlyMemory<byte>[] frames = _frames;
        int count = Count;
        if (count == frames.Length)
            frames = Grow();
        frames[count] = frame;
        Count = count + 1;
    }

    /// <summary>Removes all frames, and releases a buffer of more than 64 KiB.</summary>
    public void Clear()
    {
        if (_frames.Length > Buffers.KeptSize / Unsafe.SizeOf<ReadOnlyMemory<byte>>())
            _frames = new ReadOnlyMemory<byte>[FewFrames];
        else
            ClearFew();
        Count = 0;
        Buffers.Release(ref _encoded);
    }

    /// <summary>The frames as arrays of their own.</summary>
    public byte[][] ToArrays()
    {
        var arrays = new byte[Count][];
        for (int i = 0; i < arrays.Length; i++)
            arrays[i] = _frames[i].ToArray();
        return arrays;
    }

    private ReadOnlyMemory<byte>[] Grow()
    {
        Array.Resize(ref _frames, Count * 2);
        return _frames;
    }

    private void ClearFew()
    {
        for (int i = 0; i < Count; i++)
            _frames[i] = default;
    }

    internal Span<byte> Begin(int size)
    {
        Clear();
        return Buffers.Ensure(ref _encoded, size);
    }

    internal Span<byte> Grow(int used, int more)
    {
        Buffers.Grow(ref _encoded, used, more);
        return _encoded;
    }

    internal void AddEncoded(int start, int size) => Add(new ReadOnlyMemory<byte>(_encoded, start, size));
}
