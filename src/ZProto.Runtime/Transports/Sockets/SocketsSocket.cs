using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>What ROUTER and DEALER have in common: endpoints, connections, and receiving from each in turn.</summary>
internal abstract class SocketsSocket : ITransportSocket, IConnectorOwner
{
    private const int MaxRefusals = 64;

    // What one connection may have in a row while others wait.
    private const int MessagesPerTurn = 256;

    private readonly List<Listener> _listeners = [];
    private readonly List<Connector> _connectors = [];
    private readonly List<Connection> _connections = [];
    private readonly Dictionary<string, int> _perAddress = [];

    // Those that may have messages, the one whose turn it is first; and those that are left until the socket is read again.
    private readonly Queue<Connection> _readable = new();
    private readonly List<Connection> _suspended = [];
    private readonly Queue<ConnectionEvent> _events = new();
    private readonly ReceivedFrames _frames = new();
    private SocketSecurity? _security;

    // The message that was handed out last: the connection that shows it, or its bytes where that went on.
    private Connection? _holder;
    private byte[]? _heldBytes;

    // The next message, where it was found before it was asked for.
    private FrameEvent _next;
    private bool _hasNext;
    private int _taken;
    private bool _hasLoss;
    private bool _isReadable;
    private bool _isPaused;
    private bool _isEnded;
    private long _lastLook;

    /// <exception cref="TransportException">The security is not valid.</exception>
    protected SocketsSocket(SocketsLoop loop, SocketOptions options, SocketType type)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxFrameSize, nameof(options.MaxFrameSize));
        SecurityChecks.Check(options.Security);
        Loop = loop;
        Options = options;
        Type = type;
        _security = options.Security;
    }

    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (value == _isPaused)
                return;
            _isPaused = value;
            if (!value)
            {
                foreach (Connection connection in _suspended)
                {
                    connection.Resume();
                    Queue(connection);
                }
                if (_suspended.Count > 0)
                    Loop.AddUnread(this);
                _suspended.Clear();
            }
            UpdateReadable();
        }
    }

    /// <summary>How many connections there are, those without a handshake and those that still send included.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>How many addresses have connections.</summary>
    public int AddressCount => _perAddress.Count;

    protected SocketsLoop Loop { get; }

    protected SocketOptions Options { get; }

    private SocketType Type { get; }

    public void Secure(SocketSecurity? security)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        SecurityChecks.Check(security);
        _security = security;
    }

    public string Bind(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        var listener = new Listener(Loop, endpoint, Options, _security, Accept);
        _listeners.Add(listener);
        return listener.Endpoint;
    }

    public void Unbind(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        Listener listener = _listeners.Find(listener => listener.Endpoint == endpoint)
            ?? throw new TransportException($"The sockets transport cannot unbind from '{endpoint}': the socket is not bound there.");
        listener.Close();
        _listeners.Remove(listener);
    }

    public void Connect(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        ArgumentNullException.ThrowIfNull(endpoint);

        // Like libzmq: a second connection to the same place would only make two peers of one.
        if (_connectors.Exists(connector => connector.Endpoint == endpoint && !connector.IsClosed))
            return;
        _connectors.RemoveAll(connector => connector.IsClosed);
        var added = new Connector(Loop, endpoint, Options, _security, this);
        _connectors.Add(added);
        OnConnectorAdded(added);
        added.Start();
    }

    public void Disconnect(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        Connector connector = _connectors.Find(connector => connector.Endpoint == endpoint)
            ?? throw new TransportException($"The sockets transport cannot disconnect from '{endpoint}': the socket is not connected there.");
        _connectors.Remove(connector);
        OnConnectorRemoved(connector);
        connector.Finish(FinishBy());
    }

    public bool TryReceive(out ReceivedMessage message)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        Release();
        if (!FindNext(isReceive: true))
        {
            UpdateReadable();
            message = default;
            return false;
        }
        Connection sender = _readable.Peek();
        sender.Show(_next, _frames);
        _holder = sender;
        _hasNext = false;
        UpdateReadable();
        message = new ReceivedMessage(_frames, sender.RoutingIdBytes, sender);
        return true;
    }

    public abstract SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames);

    public bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent)
    {
        _hasLoss = false;
        return _events.TryDequeue(out connectionEvent);
    }

    /// <summary>Reads on to the next message, or to the end of what has come: commands and losses are no news to wake anyone for.</summary>
    public void ReadOn()
    {
        if (!_hasNext && !_isPaused)
        {
            DetachHeld();
            FindNext(isReceive: false);
        }
        UpdateReadable();
    }

    public void Abort() => End(connector => connector.Close(), connection => connection.Close(null));

    public void Dispose()
    {
        long by = FinishBy();
        if (Options.Linger == TimeSpan.Zero)
            Abort();
        else
            End(connector => connector.Finish(by), connection => connection.Finish(by));
    }

    bool IConnectionOwner.OnOpened(Connection connection)
    {
        connection.IsAfterLoss = _hasLoss && !connection.IsAccepted;
        return _isEnded || OnOpened(connection);
    }

    void IConnectionOwner.OnReadable(Connection connection)
    {
        if (_isPaused)
        {
            // A loss is found, as long as nothing has to be read before.
            connection.ReadEnd();
            if (connection.State != ConnectionState.Open)
                return;
            connection.Suspend();
            _suspended.Add(connection);
        }
        else
        {
            Queue(connection);
            Loop.AddUnread(this);
        }
    }

    void IConnectionOwner.OnClosing(Connection connection)
    {
        if (ReferenceEquals(connection, _holder))
            DetachHeld();
        if (_hasNext && ReferenceEquals(connection, _readable.Peek()))
            _hasNext = false;
        if (connection.State == ConnectionState.Open)
            OnLost(connection);
    }

    void IConnectionOwner.OnClosed(Connection connection)
    {
        int last = _connections.Count - 1;
        _connections[connection.Index] = _connections[last];
        _connections[connection.Index].Index = connection.Index;
        _connections.RemoveAt(last);
        _suspended.Remove(connection);
        if (connection.IsAccepted)
        {
            Uncount(connection.Address);
            if (connection is { WasOpen: false, Reason: { } reason })
                Tell(new ConnectionEvent(ConnectionEventKind.Refused, Address: connection.Address, Reason: reason));
        }
        UpdateReadable();
    }

    Connection IConnectorOwner.CreateConnection(Socket socket, Connector connector)
        => Add(new Connection(Loop, connector, socket, Local, Options, connector.Security, connector.Queue, SetUp(socket)));

    void IConnectorOwner.OnConnectionEvent(in ConnectionEvent connectionEvent)
    {
        _hasLoss |= connectionEvent.Kind == ConnectionEventKind.Disconnected;
        Tell(connectionEvent);
    }

    /// <summary>Meets a peer.</summary>
    /// <returns>False where it is not to have the routing id that it asks for.</returns>
    protected abstract bool OnOpened(Connection connection);

    /// <summary>Sends no more to a peer, and receives no more from it.</summary>
    protected abstract void OnLost(Connection connection);

    /// <summary>Begins to send to an endpoint.</summary>
    protected virtual void OnConnectorAdded(Connector connector)
    {
    }

    /// <summary>Sends no more to an endpoint.</summary>
    protected virtual void OnConnectorRemoved(Connector connector)
    {
    }

    /// <summary>Tells the engine of a connection, in its next round.</summary>
    protected void Tell(in ConnectionEvent connectionEvent)
    {
        // Strangers cannot fill the memory of an engine that does not ask.
        if (_isEnded || (connectionEvent.Kind == ConnectionEventKind.Refused && _events.Count >= MaxRefusals))
            return;
        _events.Enqueue(connectionEvent);
        Loop.TellNews();
    }

    /// <summary>Checks what is the same for every message to send.</summary>
    protected void CheckSend(MultipartMessage frames)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
            throw new ArgumentException("A message without frames cannot be sent.", nameof(frames));
    }

    private LocalPeer Local => new(Type, Options.RoutingId);

    private long FinishBy()
        => Options.Linger == Timeout.InfiniteTimeSpan ? long.MaxValue : Loop.Now + (long)Math.Ceiling(Options.Linger.TotalMilliseconds);

    private void Accept(Listener listener, Socket socket)
    {
        Connection connection;
        try
        {
            string? address = SetUp(socket);
            if (!TryCount(address))
            {
                socket.Dispose();
                return;
            }
            connection = Add(new Connection(Loop, this, socket, Local, Options, listener.Security, new SendQueue(Options.SendHighWatermark), address) { IsAccepted = true });
        }
        catch (SocketException)
        {
            // The peer has left already.
            socket.Dispose();
            return;
        }
        connection.Begin();
    }

    private Connection Add(Connection connection)
    {
        connection.Index = _connections.Count;
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Sets the options of a connected socket.</summary>
    /// <returns>The peer's address, or null where there is none.</returns>
    private string? SetUp(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint peer)
            return null;
        socket.NoDelay = true;
        TcpKeepAlive.Set(socket, Options.TcpKeepAlive);
        return (peer.Address.IsIPv4MappedToIPv6 ? peer.Address.MapToIPv4() : peer.Address).ToString();
    }

    private bool TryCount(string? address)
    {
        if (Options.MaxConnections > 0 && _connections.Count >= Options.MaxConnections)
            return false;
        if (address is null)
            return true;
        int count = _perAddress.GetValueOrDefault(address);
        if (Options.MaxConnectionsPerAddress > 0 && count >= Options.MaxConnectionsPerAddress)
            return false;
        _perAddress[address] = count + 1;
        return true;
    }

    private void Uncount(string? address)
    {
        if (address is not null && --CollectionsMarshal.GetValueRefOrNullRef(_perAddress, address) == 0)
            _perAddress.Remove(address);
    }

    private void Queue(Connection connection)
    {
        if (connection.IsQueued)
            return;
        connection.IsQueued = true;
        _readable.Enqueue(connection);
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
            connection.Trim();
            if (connection.State == ConnectionState.Open && (isTurnOver || connection.IsTurnOver))
            {
                connection.NextTurn();
                Queue(connection);
                // Others of the loop have waited long enough for whoever sends much that is no message yet.
                if (turns > _readable.Count)
                    return false;
            }
        }
        if (!_hasNext && isReceive)
            _lastLook = Loop.Looks;
        return _hasNext;
    }

    /// <summary>Looks for what has come since the loop did, once for each time that nothing was found.</summary>
    private bool LookAgain()
    {
        if (_lastLook != Loop.Looks)
            return false;
        Loop.Look();
        foreach (Connection connection in _suspended)
        {
            connection.LookAgain();
            Queue(connection);
        }
        return _readable.Count > 0;
    }

    /// <summary>Brings a connection to the front that may be read before a loss is told.</summary>
    /// <returns>False where all that can be read came later: it waits until the loss is taken, or for the next receive.</returns>
    private bool SkipAfterLoss(bool isReceive)
    {
        for (int i = 0; _hasLoss && i < _readable.Count; i++)
        {
            if (!_readable.Peek().IsAfterLoss)
                return true;
            _readable.Enqueue(_readable.Dequeue());
        }
        bool isHeldBack = _hasLoss;
        _hasLoss &= !isReceive;
        return !isHeldBack;
    }

    private void Release()
    {
        _holder?.Consume();
        _holder = null;
        if (_heldBytes is not null)
            ArrayPool<byte>.Shared.Return(_heldBytes);
        _heldBytes = null;
    }

    private void DetachHeld()
    {
        _heldBytes ??= _holder?.Detach();
        _holder = null;
    }

    private void UpdateReadable()
    {
        bool isReadable = !_isPaused && (_hasNext || _readable.Count > 0);
        if (isReadable == _isReadable)
            return;
        _isReadable = isReadable;
        Loop.ReadableSockets += isReadable ? 1 : -1;
    }

    private void End(Action<Connector> end, Action<Connection> endAccepted)
    {
        if (_isEnded)
            return;
        DetachHeld();
        Release();
        _isEnded = true;
        foreach (Listener listener in _listeners)
            listener.Close();
        foreach (Connector connector in _connectors)
            end(connector);
        foreach (Connection connection in _connections.ToArray())
        {
            if (connection.IsAccepted)
                endAccepted(connection);
        }
        _readable.Clear();
        _suspended.Clear();
        _hasNext = false;
        UpdateReadable();
        _frames.Clear();
        Loop.Remove(this);
    }
}
