using System.Net;
using System.Net.Sockets;
using ZProto.Shared;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>What ROUTER and DEALER have in common: endpoints, connections, and receiving from each in turn.</summary>
internal abstract class SocketsSocket : ITransportSocket, IConnectorOwner
{
    private const int MaxRefusals = 64;

    private readonly List<Listener> _listeners = [];
    private readonly List<Connector> _connectors = [];
    private readonly int _linger;
    private readonly ConnectionList _connections;
    private readonly FairQueue _messages;
    private readonly Queue<ConnectionEvent> _events = new();
    private SocketSecurity? _security;
    private bool _isReadable;
    private bool _isPaused;
    private bool _isEnded;

    /// <exception cref="ArgumentOutOfRangeException">A time or size is negative.</exception>
    /// <exception cref="TransportException">The security is not valid.</exception>
    protected SocketsSocket(SocketsLoop loop, SocketOptions options, SocketType type)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxFrameSize, nameof(options.MaxFrameSize));
        CheckTimes(options);
        _linger = Milliseconds.RoundUp(options.Linger);
        SecurityChecks.Check(options.Security);
        Loop = loop;
        Options = options;
        Type = type;
        _security = options.Security;
        _connections = new ConnectionList(options);
        _messages = new FairQueue(loop);
    }

    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (value == _isPaused)
                return;
            _isPaused = value;
            if (!value && _messages.Resume())
                Loop.AddUnread(this);
            UpdateReadable();
        }
    }

    /// <summary>How many connections there are, those without a handshake and those that still send included.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>How many addresses have connections.</summary>
    public int AddressCount => _connections.AddressCount;

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
        bool isReceived = _messages.TryReceive(out message);
        UpdateReadable();
        return isReceived;
    }

    public abstract SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames);

    public bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent)
    {
        _messages.HasLoss = false;
        return _events.TryDequeue(out connectionEvent);
    }

    /// <summary>Reads on to the next message, or to the end of what has come: commands and losses are no news to wake anyone for.</summary>
    public void ReadOn()
    {
        if (!_isPaused)
            _messages.ReadOn();
        UpdateReadable();
    }

    public void Abort() => End(connector => connector.Close(), connection => connection.Close(null));

    public void Dispose()
    {
        long by = FinishBy();
        if (_linger == 0)
            Abort();
        else
            End(connector => connector.Finish(by), connection => connection.Finish(by));
    }

    RoutingIdClaim IConnectionOwner.Check(Connection connection) => _isEnded ? RoutingIdClaim.Granted : Check(connection);

    void IConnectionOwner.OnOpened(Connection connection)
    {
        connection.IsAfterLoss = _messages.HasLoss && !connection.IsAccepted;
        if (!_isEnded)
            OnOpened(connection);
    }

    void IConnectionOwner.OnReadable(Connection connection)
    {
        if (_isPaused)
        {
            // A loss is found, as long as nothing has to be read before.
            connection.ReadEnd();
            if (connection.State != ConnectionState.Open)
                return;
            _messages.Suspend(connection);
        }
        else
        {
            _messages.Add(connection);
            Loop.AddUnread(this);
        }
    }

    void IConnectionOwner.OnClosing(Connection connection)
    {
        _messages.OnClosing(connection);
        if (connection.State == ConnectionState.Open)
            OnLost(connection);
    }

    void IConnectionOwner.OnClosed(Connection connection)
    {
        _connections.Remove(connection);
        _messages.OnClosed(connection);
        if (connection is { IsAccepted: true, WasOpen: false, Reason: { } reason })
            Tell(new ConnectionEvent(ConnectionEventKind.Refused, Address: connection.Address, Reason: reason));
        UpdateReadable();
    }

    Connection IConnectorOwner.CreateConnection(Socket socket, Connector connector)
    {
        var connection = new Connection(Loop, connector, socket, Local, Options, connector.Security, connector.Queue, SetUp(socket));
        _connections.Add(connection);
        return connection;
    }

    void IConnectorOwner.OnConnectionEvent(in ConnectionEvent connectionEvent)
    {
        _messages.HasLoss |= connectionEvent.Kind == ConnectionEventKind.Disconnected;
        Tell(connectionEvent);
    }

    /// <summary>Whether a peer may have the routing id that it asks for.</summary>
    protected virtual RoutingIdClaim Check(Connection connection) => RoutingIdClaim.Granted;

    /// <summary>Meets a peer.</summary>
    protected abstract void OnOpened(Connection connection);

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

    // Where they are used it would be too late to say so.
    private static void CheckTimes(SocketOptions options)
    {
        Milliseconds.RoundUp(options.ReconnectInterval);
        Milliseconds.RoundUp(options.MaxReconnectInterval);
        Milliseconds.RoundUp(options.HandshakeTimeout);
        Milliseconds.RoundUp(options.HeartbeatInterval);
        Milliseconds.RoundUp(options.HeartbeatTimeout);
        Milliseconds.RoundUp(options.TcpKeepAlive);
    }

    private LocalPeer Local => new(Type, Options.RoutingId);

    private long FinishBy() => _linger < 0 ? long.MaxValue : Loop.Now + _linger;

    private void Accept(Listener listener, Socket socket)
    {
        Connection connection;
        try
        {
            string? address = SetUp(socket);
            if (!_connections.HasRoomFor(address))
            {
                socket.Dispose();
                return;
            }
            connection = new Connection(Loop, this, socket, Local, Options, listener.Security, new SendQueue(Options.SendHighWatermark), address) { IsAccepted = true };
        }
        catch (SocketException)
        {
            // The peer has left already.
            socket.Dispose();
            return;
        }
        _connections.Add(connection);
        connection.Begin();
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

    private void UpdateReadable()
    {
        bool isReadable = !_isPaused && _messages.IsReadable;
        if (isReadable == _isReadable)
            return;
        _isReadable = isReadable;
        Loop.ReadableSockets += isReadable ? 1 : -1;
    }

    private void End(Action<Connector> end, Action<Connection> endAccepted)
    {
        if (_isEnded)
            return;
        _messages.DropReceived();
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
        _messages.Clear();
        UpdateReadable();
        Loop.Remove(this);
    }
}
