using ZProto.Engines;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>The DEALER of a client, for its actions to connect. It belongs to the client's loop: its members throw on other threads.</summary>
[LoopOnly]
public sealed class ClientConnection
{
    private readonly EngineContext _context;
    private readonly SocketOptions _options;
    private readonly List<string> _endpoints = [];
    private SocketSecurity? _security;
    private bool _isClosed;

    internal ClientConnection(EngineContext context, SocketOptions options)
    {
        _context = context;
        _options = options;
        _security = options.Security;
    }

    /// <summary>How the client authenticates itself and the server; null for none. Set it before connecting.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop, or the DEALER is connected: disconnect it first.</exception>
    public SocketSecurity? Security
    {
        get => _security;
        set
        {
            _context.RequireLoop();
            if (_endpoints.Count > 0)
                throw new InvalidOperationException($"The DEALER is connected to {string.Join(" and ", _endpoints)}; set its security before connecting, or disconnect it first.");
            if (Equals(_security, value))
                return;
            _security = value;
            Socket?.Dispose();
            Socket = null;
        }
    }

    /// <summary>The endpoints that it is connected to.</summary>
    public IReadOnlyList<string> Endpoints => _endpoints;

    /// <summary>What is done when the client has got an endpoint.</summary>
    internal Action Connected { get; init; } = () => { };

    /// <summary>What is done when the client has no endpoint any more.</summary>
    internal Action Disconnected { get; init; } = () => { };

    /// <summary>What is done to begin again on a new socket.</summary>
    internal Action Reconnecting { get; init; } = () => { };

    /// <summary>What is done when an endpoint could not be connected to, and the caller is told with a result.</summary>
    internal Action<string, TransportException> ConnectFailed { get; init; } = (_, _) => { };

    /// <summary>The socket, made with the first connection.</summary>
    internal ITransportSocket? Socket { get; private set; }

    /// <summary>Connects to an endpoint, now or as soon as a peer is bound there. Connecting to the same endpoint twice has no effect.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    /// <exception cref="TransportException">The endpoint is not valid, or the transport does not support the options; the message says which.</exception>
    public void Connect(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _context.RequireLoop();
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_endpoints.Contains(endpoint))
            return;
        Socket ??= CreateSocket();
        Socket.Connect(endpoint);
        _endpoints.Add(endpoint);
        Connected();
    }

    /// <summary>Connects to an endpoint, as <see cref="Connect"/> does.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>False if the endpoint is not valid, or the transport does not support the options; true also while no peer is bound there.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    public bool TryConnect(string endpoint)
    {
        try
        {
            Connect(endpoint);
            return true;
        }
        catch (TransportException exception)
        {
            ConnectFailed(endpoint, exception);
            return false;
        }
    }

    /// <summary>Ends the connection to an endpoint.</summary>
    /// <param name="endpoint">The endpoint as connected.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    /// <exception cref="TransportException">The DEALER is not connected there.</exception>
    public void Disconnect(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _context.RequireLoop();
        if (!_endpoints.Remove(endpoint))
            throw new TransportException($"The client is not connected to '{endpoint}'.");
        Socket?.Disconnect(endpoint);
        if (_endpoints.Count == 0)
            Disconnected();
    }

    /// <summary>
    /// Begins again on a new socket with the same endpoints, whether or not there is a connection: for a server that has to be told again
    /// who the client is. What the old socket holds is dropped, and what becomes of open calls is as for a lost connection.
    /// </summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    public void Reconnect()
    {
        _context.RequireLoop();
        Reconnecting();
    }

    /// <summary>Begins again with the same endpoints, so that nothing of the connection before crosses over.</summary>
    /// <exception cref="TransportException">An endpoint cannot be connected to at the moment. There is no socket then.</exception>
    internal void Replace()
    {
        Socket?.Abort();
        Socket = null;
        if (_endpoints.Count == 0)
            return;
        ITransportSocket socket = CreateSocket();
        try
        {
            foreach (string endpoint in _endpoints)
                socket.Connect(endpoint);
        }
        catch
        {
            socket.Abort();
            throw;
        }
        Socket = socket;
    }

    /// <summary>From here on nothing more is connected.</summary>
    internal void RefuseConnections() => _isClosed = true;

    internal void Close()
    {
        Socket?.Dispose();
        Socket = null;
        _endpoints.Clear();
    }

    private ITransportSocket CreateSocket() => _context.Loop.Sockets.CreateSocket(SocketType.Dealer, _options with { Security = _security });
}
