using System.Numerics;

namespace ZProto.Codec;

// How a message and its fields keep bytes: in arrays that are reused up to a limit and given back beyond it.
internal static class Buffers
{
    /// <summary>Bytes up to which a buffer is kept for the next message.</summary>
    public const int KeptSize = 64 * 1024;

    private const int SmallestSize = 16;

    /// <summary>Makes room for a number of bytes, whose content does not matter; a large buffer does not stay for a small number.</summary>
    public static byte[] Ensure(ref byte[]? buffer, int size)
    {
        byte[]? kept = buffer;
        if (kept is null || kept.Length < size || (kept.Length > KeptSize && size <= KeptSize))
            buffer = kept = GC.AllocateUninitializedArray<byte>(Capacity(size));
        return kept;
    }

    /// <summary>Makes room for more bytes after those there are; twice as much room at least, so that many small steps take linear time.</summary>
    public static void Grow(ref byte[]? buffer, int used, int more)
    {
        long size = (long)used + more;
        if (buffer is not null && size <= buffer.Length)
            return;
        if (used > 0 && buffer is not null)
            size = Math.Max(size, Math.Min(2L * buffer.Length, Array.MaxLength));
        byte[] grown = GC.AllocateUninitializedArray<byte>(Capacity(size));
        buffer.AsSpan(0, used).CopyTo(grown);
        buffer = grown;
    }

    /// <summary>Gives a large buffer back to the collector and keeps a small one.</summary>
    public static void Release(ref byte[]? buffer)
    {
        if (buffer is { Length: > KeptSize })
            buffer = null;
    }

    // Small buffers grow in powers of two, to be allocated seldom; large ones are as large as asked, since they are given back anyway.
    private static int Capacity(long size)
    {
        if (size > Array.MaxLength)
            throw new OutOfMemoryException($"A buffer of {size} bytes is more than an array can hold.");
        return size > KeptSize ? (int)size : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, SmallestSize));
    }
}
