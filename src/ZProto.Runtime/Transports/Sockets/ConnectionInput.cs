using System.Buffers;
using System.Net.Sockets;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>What a connection receives: bytes of the socket, opened where they are sealed, as messages and commands.</summary>
internal struct ConnectionInput(FrameLimits limits)
{
    private ReceiveBuffer _received;

    // What the mechanism has opened; unused without one that seals.
    private ReceiveBuffer _opened;
    private IMessageCipher? _cipher;
    private FrameParser _parser = new(limits);
    private int _needed;
    private int _left;

    /// <summary>Whether the socket may have more.</summary>
    public bool IsReady { readonly get; private set; }

    /// <summary>The bytes that the event last read is in.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _cipher is null ? _received.Bytes : _opened.Bytes;

    /// <summary>The array that those bytes are in.</summary>
    public readonly byte[] Array => _cipher is null ? _received.Array : _opened.Array;

    /// <summary>Where they begin in it.</summary>
    public readonly int Start => _cipher is null ? _received.Start : _opened.Start;

    /// <summary>Whether all that was received is read.</summary>
    public readonly bool IsEmpty => Length == 0;

    /// <summary>Bytes that were received and not read.</summary>
    public readonly int Length => _received.Length + _opened.Length;

    /// <summary>Learns that the socket has more, of which one turn's worth is read.</summary>
    public void OnReady()
    {
        IsReady = true;
        _left = ReceiveBuffer.ReadSize;
    }

    /// <summary>Begins another turn.</summary>
    public void NextTurn() => _left = ReceiveBuffer.ReadSize;

    /// <summary>Whether this turn's bytes are read, though the socket may have more.</summary>
    public readonly bool IsTurnOver => IsReady && _left <= 0;

    /// <summary>Begins to open what comes.</summary>
    public void Open(IMessageCipher? cipher) => _cipher = cipher;

    /// <summary>Receives from the socket, unless it has no more or the turn is over.</summary>
    /// <returns>Whether anything came. Else <paramref name="end"/> says whether the connection has ended.</returns>
    public bool TryReceive(Socket socket, out bool end)
    {
        end = false;
        if (!IsReady || _left <= 0)
            return false;
        _received.Reserve(_needed);
        int room = _received.Room.Length;
        int count = _received.Receive(socket, out SocketError error);
        if (count < room)
            IsReady = false;
        _left -= count;
        end = count == 0 && error != SocketError.WouldBlock;
        return count > 0;
    }

    /// <summary>Bytes of a greeting, which come before all frames.</summary>
    public readonly ReadOnlySpan<byte> Greeting => _received.Bytes;

    /// <summary>Reads the next message or command. What an event consumes is dropped by <see cref="Consume"/>.</summary>
    /// <param name="event">What was found; that more is needed, where all that was received is read.</param>
    /// <returns>False where it is not what the peer has sealed.</returns>
    public bool TryRead(out FrameEvent @event)
    {
        while (true)
        {
            @event = _parser.Read(Bytes);
            if (@event.Kind != FrameEventKind.NeedMore)
                return true;
            Consume(@event.Consumed);
            if (_cipher is null)
            {
                _needed = @event.Needed;
                return true;
            }
            if (!TryOpenNext(out bool isOpened, ref @event))
                return false;
            if (!isOpened)
                return true;
        }
    }

    /// <summary>Drops what an event consumes, or the greeting.</summary>
    public void Consume(int count)
    {
        if (_cipher is null)
            _received.Consume(count);
        else
            _opened.Consume(count);
    }

    /// <summary>Gives the array of the bytes up to a length away; see <see cref="ReceiveBuffer.Detach"/>.</summary>
    public byte[] Detach(int length) => _cipher is null ? _received.Detach(length) : _opened.Detach(length);

    /// <summary>Keeps no more memory than is needed while nothing comes.</summary>
    public void Trim()
    {
        _received.Trim();
        _opened.Trim();
    }

    /// <summary>Drops everything.</summary>
    public void Release()
    {
        _received.Release();
        _opened.Release();
        IsReady = false;
    }

    private bool TryOpenNext(out bool isOpened, ref FrameEvent @event)
    {
        isOpened = false;
        FrameEvent outer = new OuterFrameParser(limits).Read(_received.Bytes);
        if (outer.Kind == FrameEventKind.NeedMore)
        {
            _needed = outer.Needed;
            return true;
        }
        if (outer.Kind == FrameEventKind.Malformed)
        {
            @event = outer;
            return true;
        }
        _opened.ReserveRoom(outer.Length);
        if (!_cipher!.TryOpen(_received.Bytes.Slice(outer.Offset, outer.Length), _opened.Room, out int written))
            return false;
        _opened.Add(written);
        _received.Consume(outer.Consumed);
        isOpened = true;
        return true;
    }
}
