namespace ZProto.Transports;

/// <summary>How a socket is set up.</summary>
public sealed record SocketOptions
{
    private readonly RoutingId _routingId;

    /// <summary>Messages to one peer that may wait to be sent. Default 10,000; 0 for any number, as in zproto.</summary>
    public int SendHighWatermark { get; init; } = 10_000;

    /// <summary>Messages from one peer that may wait to be received; more wait at the peer. Default 1,000; 0 for any number.</summary>
    public int ReceiveHighWatermark { get; init; } = 1_000;

    /// <summary>How long unsent messages may delay the end of the socket. Default one second.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that a received frame may have; a peer that sends more is cut off. Default 16 MiB; 0 for any number.</summary>
    public long MaxFrameSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Frames that a received message may have; a message of more is counted and dropped. Default 1,000; 0 for any number.</summary>
    /// <remarks>libzmq and NetMQ assemble a message before its frames can be counted: this does not limit what they hold in the meantime.</remarks>
    public int MaxFrames { get; init; } = 1_000;

    /// <summary>
    /// Bytes that all frames of one message may have together on its way in; a peer that sends more is cut off. Default 64 MiB; 0 for any
    /// number. On the sockets transport: libzmq and NetMQ do not count them.
    /// </summary>
    public long MaxMessageSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>The routing id that a DEALER gives itself; none, the default, lets the ROUTER pick one.</summary>
    /// <exception cref="ArgumentException">It begins with 0, as those do that ROUTERs pick, and would be refused.</exception>
    /// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), Identity property.</remarks>
    public RoutingId RoutingId
    {
        get => _routingId;
        init
        {
            if (!value.IsEmpty && value.Span[0] == 0)
                throw new ArgumentException("A routing id that begins with 0 is one that a ROUTER picks.", nameof(value));
            _routingId = value;
        }
    }

    /// <summary>
    /// Whether a peer that comes with the routing id of another replaces it on a ROUTER, as a reconnecting peer does. Null, the
    /// default: only without authentication. If false, a server also drops messages with a client's routing id from another address, if
    /// the transport knows addresses.
    /// </summary>
    /// <remarks>
    /// With authentication this lets a peer take the routing id of another user, on transports that do not compare users at the
    /// handshake: there it is an error to set both.
    /// </remarks>
    public bool? RouterHandover { get; init; }

    /// <summary>Whether IPv6 is used where it is available. Default false.</summary>
    public bool IPv6 { get; init; }

    /// <summary>How long after a lost connection a DEALER waits before it tries again. Default 100 milliseconds.</summary>
    public TimeSpan ReconnectInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait, as it grows with each failed attempt. Default 5 seconds; zero for a wait that does not grow.</summary>
    public TimeSpan MaxReconnectInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a silent peer on a network is sent a heartbeat of ZMTP. Default 10 seconds; zero for
    /// never. A peer of ZMTP 3.0 that does not answer them, such as libzmq before 4.2, needs zero.
    /// </summary>
    /// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), heartbeating.</remarks>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take to send anything after a heartbeat, before it is cut off. Default 30 seconds.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a TCP connection is silent before the system checks that the other machine is reachable. Default 30 seconds; zero for the system's setting.</summary>
    public TimeSpan TcpKeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the handshake of a connection may take, before it is cut off. Default 10 seconds; zero for no limit.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections that may wait to be accepted. Default 1,024; the system may allow fewer.</summary>
    public int Backlog { get; init; } = 1_024;

    /// <summary>
    /// Connections that a bound socket has at a time; more are closed as they come. Default 65,536; 0 for any number. On the sockets
    /// transport: libzmq and NetMQ do not count them.
    /// </summary>
    public int MaxConnections { get; init; } = 65_536;

    /// <summary>
    /// Connections that a bound socket has at a time from one address; more are closed as they come. Default 4,096; 0 for any number. On
    /// the sockets transport: libzmq and NetMQ do not count them.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; } = 4_096;

    /// <summary>
    /// Whether a ROUTER reports the end of a peer's connection, if the transport can (<see cref="TransportCapabilities.Disconnects"/>). Default
    /// false. Generated servers set it themselves, by whether their model handles <c>disconnected</c>.
    /// </summary>
    public bool ReportDisconnects { get; init; }

    /// <summary>The security mechanism, or null for none.</summary>
    public SocketSecurity? Security { get; init; }
}
