using System.Net;
using System.Net.Sockets;
using ZProto.Shared;
using ZProto.Transports.Sockets.Polling;

namespace ZProto.Transports.Sockets;

/// <summary>
/// Connects to one endpoint, again and again after each loss, and keeps the messages that are to be sent there from one connection to
/// the next.
/// </summary>
/// <param name="loop">The loop that it belongs to.</param>
/// <param name="endpoint">The endpoint.</param>
/// <param name="options">The socket's options.</param>
/// <param name="security">The mechanism.</param>
/// <param name="owner">Who is told of it.</param>
internal sealed class Connector(
    SocketsLoop loop, string endpoint, SocketOptions options, SocketSecurity? security, IConnectorOwner owner) : Pollable, IConnectionOwner
{
    private readonly EndPoint _address = SocketAddress.ToConnect(endpoint);
    private Socket? _attempt;
    private ReconnectDelay _delay = new(options.ReconnectInterval, options.MaxReconnectInterval);
    private long _due = long.MaxValue;
    private long _finishBy = long.MaxValue;
    private bool _isFinishing;

    /// <summary>The endpoint as it was asked for.</summary>
    public string Endpoint => endpoint;

    /// <summary>The mechanism.</summary>
    public SocketSecurity? Security => security;

    /// <summary>What is to be sent there.</summary>
    public SendQueue Queue { get; } = new(options.SendHighWatermark);

    /// <summary>The connection, from its handshake to its end; null between two.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>Whether no more attempts are made.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes a message to send, now or as soon as there is a connection.</summary>
    public SendResult Send(MultipartMessage frames)
    {
        SendResult result = Connection?.Send(frames) ?? SendResult.PeerUnreachable;
        if (result != SendResult.PeerUnreachable)
            return result;
        return !IsClosed && Queue.TryAdd(frames) ? SendResult.Sent : SendResult.QueueFull;
    }

    /// <summary>Makes an attempt.</summary>
    public void Start()
    {
        if (_address is DnsEndPoint name)
            LookUp(name);
        else
            Attempt(_address);
    }

    RoutingIdClaim IConnectionOwner.Check(Connection connection) => owner.Check(connection);

    void IConnectionOwner.OnOpened(Connection connection)
    {
        owner.OnOpened(connection);
        owner.OnConnectionEvent(new ConnectionEvent(ConnectionEventKind.Connected, connection.RoutingId, endpoint));
        _delay.Reset();
        if (_isFinishing)
            connection.Finish(_finishBy);
    }

    void IConnectionOwner.OnReadable(Connection connection) => owner.OnReadable(connection);

    void IConnectionOwner.OnClosing(Connection connection) => owner.OnClosing(connection);

    void IConnectionOwner.OnClosed(Connection connection)
    {
        owner.OnClosed(connection);
        Connection = null;
        if (connection.WasOpen)
            owner.OnConnectionEvent(new ConnectionEvent(ConnectionEventKind.Disconnected, connection.RoutingId, endpoint, connection.Reason));
        else if (connection.Reason is not null)
            owner.OnConnectionEvent(new ConnectionEvent(ConnectionEventKind.Refused, default, endpoint, connection.Reason));
        // With the same credentials it would be refused again.
        if (connection.IsRefused || (_isFinishing && Queue.IsEmpty))
            Close();
        else if (!IsClosed)
            Retry();
    }

    /// <summary>Sends what there is to send, and ends.</summary>
    /// <param name="by">When it ends at the latest, by the loop's time.</param>
    public void Finish(long by)
    {
        if (IsClosed)
            return;
        bool isOpen = Connection is { State: ConnectionState.Open };
        if (!isOpen && Queue.IsEmpty)
        {
            Close();
            return;
        }
        _isFinishing = true;
        _finishBy = by;
        loop.Lingering++;
        Arm(_due);
        if (isOpen)
            Connection!.Finish(by);
    }

    /// <summary>Ends at once.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        if (_isFinishing)
            loop.Lingering--;
        loop.Timers.Cancel(this);
        EndAttempt()?.Dispose();
        Connection?.Close(null);
        Queue.Clear();
    }

    public override void OnReady(Readiness readiness)
    {
        Socket attempt = EndAttempt()!;
        if ((int)attempt.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! == 0)
        {
            Begin(attempt);
            return;
        }
        attempt.Dispose();
        Retry();
    }

    public override void Fire()
    {
        if (loop.Now >= _finishBy)
        {
            Close();
        }
        else if (loop.Now < _due)
        {
            Arm(_due);
        }
        else if (EndAttempt() is { } attempt)
        {
            attempt.Dispose();
            Retry();
        }
        else
        {
            Start();
        }
    }

    private void Arm(long due)
    {
        _due = due;
        if (Math.Min(due, _finishBy) is < long.MaxValue and var next)
            loop.Timers.Arm(this, next);
        else
            loop.Timers.Cancel(this);
    }

    private void Retry() => Arm(loop.Now + _delay.Next(Random.Shared.NextDouble()));

    // Off the loop, and at each attempt: a name may have moved.
    private void LookUp(DnsEndPoint name)
    {
        Arm(long.MaxValue);
        _ = Task.Run(async () =>
        {
            IPAddress? found = null;
            try
            {
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(name.Host).ConfigureAwait(false);
                found = addresses.FirstOrDefault(address => SocketAddress.IsUsable(address, options.IPv6));
            }
            catch (SocketException)
            {
                // There is no such name now.
            }
            loop.Post(() => OnLookedUp(found, name.Port));
        });
    }

    private void OnLookedUp(IPAddress? address, int port)
    {
        if (IsClosed)
            return;
        if (address is null)
            Retry();
        else
            Attempt(new IPEndPoint(address, port));
    }

    private void Attempt(EndPoint address)
    {
        Socket? attempt = null;
        try
        {
            attempt = new Socket(address.AddressFamily, System.Net.Sockets.SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified) { Blocking = false };
            attempt.Connect(address);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            Watch(attempt!);
            Arm(options.HandshakeTimeout > TimeSpan.Zero ? loop.Now + Milliseconds.RoundUp(options.HandshakeTimeout) : long.MaxValue);
            return;
        }
        catch (SocketException)
        {
            attempt?.Dispose();
            Retry();
            return;
        }
        Begin(attempt);
    }

    private void Watch(Socket attempt)
    {
        try
        {
            loop.Poller.Add(this, attempt.SafeHandle.DangerousGetHandle(), Readiness.Writable);
        }
        catch (TransportException)
        {
            // Like an attempt that takes too long.
        }
        _attempt = attempt;
    }

    private Socket? EndAttempt()
    {
        loop.Poller.Remove(this);
        Socket? attempt = _attempt;
        _attempt = null;
        return attempt;
    }

    private void Begin(Socket socket)
    {
        Arm(long.MaxValue);
        try
        {
            // Nobody listens, and the port that the system picked for this end happened to be the one that it connects to.
            if (socket.LocalEndPoint is IPEndPoint local && local.Equals(socket.RemoteEndPoint))
                throw new SocketException((int)SocketError.ConnectionRefused);
            Connection = owner.CreateConnection(socket, this);
        }
        catch (SocketException)
        {
            socket.Dispose();
            Retry();
            return;
        }
        Connection.Begin();
    }
}
