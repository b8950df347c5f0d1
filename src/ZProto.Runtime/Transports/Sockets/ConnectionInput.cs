using System.Buffers;
using System.Net.Sockets;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>What a connection receives: bytes of the socket, opened where they are sealed, as messages and commands.</summary>
/// <param name="socket">The socket, not blocking.</param>
/// <param name="limits">What the peer may send.</param>
internal sealed class ConnectionInput(Socket socket, FrameLimits limits)
{
    private ReceiveBuffer _received;

    // What the mechanism has opened; unused without one that seals.
    private ReceiveBuffer _opened;
    private IMessageCipher? _cipher;
    private FrameParser _parser = new(limits);
    private int _needed;
    private int _left;
    private int _shown;

    /// <summary>Whether the socket may have more.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The bytes that the event last read is in.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.Bytes;

    /// <summary>Whether all that was received is read.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Whether there is anything that was not read, here or at the socket.</summary>
    public bool HasUnread => Length > _shown || Available > 0;

    /// <summary>Learns that the socket has more, of which one turn's worth is read.</summary>
    public void OnReady()
    {
        IsReady = true;
        _left = ReceiveBuffer.ReadSize;
    }

    /// <summary>Begins another turn.</summary>
    public void NextTurn() => _left = ReceiveBuffer.ReadSize;

    /// <summary>Whether this turn's bytes are read, though the socket may have more.</summary>
    public bool IsTurnOver => IsReady && _left <= 0;

    /// <summary>Begins to open what comes.</summary>
    public void Open(IMessageCipher? cipher) => _cipher = cipher;

    /// <summary>Receives from the socket, unless it has no more or the turn is over.</summary>
    /// <returns>Whether anything came. Else <paramref name="end"/> says whether the connection has ended.</returns>
    public bool TryReceive(out bool end)
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
    public ReadOnlySpan<byte> Greeting => _received.Bytes;

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
    public void Consume(int count) => Buffer.Consume(count);

    /// <summary>Shows a message that was read where it is. It stays there until <see cref="DropShown"/> or <see cref="DetachShown"/>.</summary>
    public void Show(in FrameEvent message, ReceivedFrames frames)
    {
        _shown = message.Length;
        if (message.IsTooLong)
            frames.Clear();
        else
            frames.Set(Buffer.Array, Buffer.Start, message.Length);
    }

    /// <summary>Drops the message that is shown.</summary>
    public void DropShown()
    {
        Consume(_shown);
        _shown = 0;
    }

    /// <summary>Gives the array of the message that is shown away; see <see cref="ReceiveBuffer.Detach"/>.</summary>
    public byte[] DetachShown()
    {
        byte[] detached = Buffer.Detach(_shown);
        _shown = 0;
        return detached;
    }

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

    private ref ReceiveBuffer Buffer => ref _cipher is null ? ref _received : ref _opened;

    private int Length => _received.Length + _opened.Length;

    private int Available
    {
        get
        {
            try
            {
                return socket.Available;
            }
            catch (SocketException)
            {
                // The connection is broken, which a read finds out.
                return 0;
            }
        }
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
