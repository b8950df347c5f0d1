using System.Buffers;
using System.Net.Sockets;

namespace ZProto.Transports.Sockets;

/// <summary>Bytes that a connection has received and not handed on. It holds an array only while there are any.</summary>
internal struct ReceiveBuffer
{
    /// <summary>Bytes that one read takes at most, but for a message that is larger.</summary>
    public const int ReadSize = 64 * 1024;

    private const int SmallestRest = 1024;

    private byte[]? _bytes;
    private int _start;
    private int _end;

    /// <summary>What there is.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    public readonly int Length => _end - _start;

    /// <summary>The array that the bytes are in, from <see cref="Start"/> on.</summary>
    public readonly byte[] Array => _bytes!;

    public readonly int Start => _start;

    /// <summary>Room behind the bytes.</summary>
    public readonly Span<byte> Room => _bytes.AsSpan(_end);

    /// <summary>Makes room for a read.</summary>
    /// <param name="needed">Bytes that must be there in all before anything can be done with them.</param>
    public void Reserve(int needed)
    {
        if (_bytes is null)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(ReadSize);
            return;
        }
        if (_start == _end)
            _start = _end = 0;
        if (_end < _bytes.Length && (_start == 0 || _start + needed <= _bytes.Length))
            return;

        // Twice what is there at most: who announces much has to send it before it is given the memory.
        int length = Length;
        long size = Math.Max(Math.Min(needed, (long)length * 2), length + 1);
        if (size <= _bytes.Length)
        {
            Bytes.CopyTo(_bytes);
            _start = 0;
            _end = length;
        }
        else
        {
            Move((int)Math.Min(Math.Max(size, ReadSize), System.Array.MaxLength));
        }
    }

    /// <summary>Makes room for bytes that are to be written to <see cref="Room"/>.</summary>
    public void ReserveRoom(int size)
    {
        if (_bytes is null)
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(size, ReadSize));
        else if (_bytes.Length - _end < size)
            Move(Math.Max(Length + size, Math.Min(Length * 2, System.Array.MaxLength)));
    }

    /// <summary>Takes up bytes that were written to <see cref="Room"/>.</summary>
    public void Add(int count) => _end += count;

    /// <summary>Drops bytes at the start.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Receives what fits.</summary>
    /// <returns>The number of bytes; 0 with success at the end of the stream.</returns>
    public int Receive(Socket socket, out SocketError error)
    {
        int received = socket.Receive(Room, SocketFlags.None, out error);
        _end += received;
        return received;
    }

    /// <summary>Keeps no more memory than the rest of a message needs, since it may stay for long.</summary>
    public void Trim()
    {
        if (_bytes is null)
            return;
        if (Length == 0)
            Release();
        else if (_bytes.Length >= ReadSize && Length < _bytes.Length / 4)
            Move(Math.Max(Length, SmallestRest));
    }

    /// <summary>Gives the array with the bytes up to a length away; what comes after them stays.</summary>
    public byte[] Detach(int length)
    {
        byte[] detached = _bytes!;
        ReadOnlySpan<byte> rest = Bytes[length..];
        _bytes = null;
        _start = _end = 0;
        if (rest.Length > 0)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(rest.Length, SmallestRest));
            rest.CopyTo(_bytes);
            _end = rest.Length;
        }
        return detached;
    }

    /// <summary>Gives the array back.</summary>
    public void Release()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        _bytes = null;
        _start = _end = 0;
    }

    private void Move(int size)
    {
        byte[] other = ArrayPool<byte>.Shared.Rent(size);
        int length = Length;
        Bytes.CopyTo(other);
        ArrayPool<byte>.Shared.Return(_bytes!);
        _bytes = other;
        _start = 0;
        _end = length;
    }
}
