using System.Buffers;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>Receives from the connections of a socket in turn, so that none starves the others.</summary>
/// <param name="loop">The loop of the socket.</param>
internal sealed class FairQueue(SocketsLoop loop)
{
    // What one connection may have in a row while others wait.
    private const int MessagesPerTurn = 256;

    // Those that may have messages, the one whose turn it is first; and those that are left until the socket is read again.
    private readonly Queue<Connection> _readable = new();
    private readonly List<Connection> _suspended = [];
    private readonly ReceivedFrames _frames = new();

    // The message that was handed out last: the connection that shows it, or its bytes where that went on.
    private Connection? _holder;
    private byte[]? _heldBytes;

    // The next message, where it was found before it was asked for.
    private FrameEvent _next;
    private bool _hasNext;
    private int _taken;
    private long _lastLook;

    /// <summary>Whether there may be something to receive.</summary>
    public bool IsReadable => _hasNext || _readable.Count > 0;

    /// <summary>Whether a connection was lost, which is to be told before anything of a later one is received.</summary>
    public bool HasLoss { get; set; }

    /// <summary>Has a connection read that may have messages.</summary>
    public void Add(Connection connection)
    {
        if (connection.IsQueued)
            return;
        connection.IsQueued = true;
        _readable.Enqueue(connection);
    }

    /// <summary>Leaves a connection until the socket is read again.</summary>
    public void Suspend(Connection connection)
    {
        connection.Suspend();
        _suspended.Add(connection);
    }

    /// <summary>Reads those again that were left.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Resume()
    {
        foreach (Connection connection in _suspended)
        {
            connection.Resume();
            Add(connection);
        }
        bool hasAny = _suspended.Count > 0;
        _suspended.Clear();
        return hasAny;
    }

    /// <summary>Receives the next message, if there is one, in place of the one before.</summary>
    public bool TryReceive(out ReceivedMessage message)
    {
        Release();
        if (!FindNext(isReceive: true))
        {
            message = default;
            return false;
        }
        Connection sender = _readable.Peek();
        sender.Input.Show(_next, _frames);
        _holder = sender;
        _hasNext = false;
        message = new ReceivedMessage(_frames, sender.RoutingIdBytes, sender);
        return true;
    }

    /// <summary>Reads on to the next message, or to the end of what has come. The one received last stays.</summary>
    public void ReadOn()
    {
        if (_hasNext)
            return;
        DetachHeld();
        FindNext(isReceive: false);
    }

    /// <summary>Keeps what was received last, though its connection gives its memory back.</summary>
    public void OnClosing(Connection connection)
    {
        if (ReferenceEquals(connection, _holder))
            DetachHeld();
        if (_hasNext && ReferenceEquals(connection, _readable.Peek()))
            _hasNext = false;
    }

    /// <summary>Forgets a connection that has ended.</summary>
    public void OnClosed(Connection connection) => _suspended.Remove(connection);

    /// <summary>Drops what was received last.</summary>
    public void DropReceived()
    {
        DetachHeld();
        Release();
    }

    /// <summary>Forgets all connections.</summary>
    public void Clear()
    {
        _readable.Clear();
        _suspended.Clear();
        _hasNext = false;
        _frames.Clear();
    }

    /// <summary>Finds the next message, the turn of each connection after the other.</summary>
    /// <param name="isReceive">Whether it is to be received, and not just looked for on the way to a loss.</param>
    private bool FindNext(bool isReceive)
    {
        for (int turns = 0; !_hasNext; turns++)
        {
            if (_readable.Count == 0 && !(isReceive && LookAgain()))
                break;
            if (!SkipAfterLoss(isReceive))
                return false;
            Connection connection = _readable.Peek();
            bool isTurnOver = _readable.Count > 1 && _taken >= MessagesPerTurn;
            if (!isTurnOver && connection.TryRead(out _next))
            {
                _taken++;
                _hasNext = true;
                break;
            }
            _taken = 0;
            _readable.Dequeue();
            connection.IsQueued = false;
            connection.Input.Trim();
            if (connection.State == ConnectionState.Open && (isTurnOver || connection.Input.IsTurnOver))
            {
                connection.Input.NextTurn();
                Add(connection);
                // Others of the loop have waited long enough for whoever sends much that is no message yet.
                if (turns > _readable.Count)
                    return false;
            }
        }
        if (!_hasNext && isReceive)
            _lastLook = loop.Looks;
        return _hasNext;
    }

    /// <summary>Looks for what has come since the loop did, once for each time that nothing was found.</summary>
    private bool LookAgain()
    {
        if (_lastLook != loop.Looks)
            return false;
        loop.Look();
        foreach (Connection connection in _suspended)
        {
            connection.Input.OnReady();
            Add(connection);
        }
        return _readable.Count > 0;
    }

    /// <summary>Brings a connection to the front that may be read before a loss is told.</summary>
    /// <returns>False where all that can be read came later: it waits until the loss is taken, or for the next receive.</returns>
    private bool SkipAfterLoss(bool isReceive)
    {
        for (int i = 0; HasLoss && i < _readable.Count; i++)
        {
            if (!_readable.Peek().IsAfterLoss)
                return true;
            _readable.Enqueue(_readable.Dequeue());
        }
        bool isHeldBack = HasLoss;
        HasLoss &= !isReceive;
        return !isHeldBack;
    }

    private void Release()
    {
        _holder?.Input.DropShown();
        _holder = null;
        if (_heldBytes is not null)
            ArrayPool<byte>.Shared.Return(_heldBytes);
        _heldBytes = null;
    }

    private void DetachHeld()
    {
        _heldBytes ??= _holder?.Input.DetachShown();
        _holder = null;
    }
}
