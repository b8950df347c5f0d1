namespace ZProto.Transports;

/// <summary>How a socket is set up.</summary>
public sealed record SocketOptions
{
    /// <summary>Messages that may wait for one peer on their way out. Default 10,000; 0 for any number, as in zproto.</summary>
    public int SendHighWatermark { get; init; } = 10_000;

    /// <summary>Messages that may wait from one peer on their way in; more wait at the peer. Default 1,000; 0 for any number.</summary>
    public int ReceiveHighWatermark { get; init; } = 1_000;

    /// <summary>How long messages on their way out may hold up the end of the socket. Default one second.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that one frame may have on its way in; a peer that sends more is cut off. Default 16 MiB; 0 for any number.</summary>
    public long MaxFrameSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Frames that one message may have on its way in; one of more is counted and not passed on. Default 1,000; 0 for any number.</summary>
    /// <remarks>libzmq and NetMQ put a message together before anybody can count its frames: what they hold of it in the meantime is not bounded by this.</remarks>
    public int MaxFrames { get; init; } = 1_000;

    /// <summary>The routing id that a DEALER gives itself; none, the default, lets the ROUTER pick one.</summary>
    public RoutingId RoutingId { get; init; }

    /// <summary>
    /// Whether a peer that comes with the routing id of another takes its place on a ROUTER, as one that reconnects does. Null, the
    /// default: where nothing authenticates peers. Off, a server also drops what comes with a client's routing id from another address,
    /// where the transport knows addresses.
    /// </summary>
    /// <remarks>
    /// With authentication a peer could take the routing id of another user by it, on transports that do not compare users at the
    /// handshake: there it is an error to set both.
    /// </remarks>
    public bool? RouterHandover { get; init; }

    /// <summary>Whether addresses are IPv6 where they can be. Default false.</summary>
    public bool IPv6 { get; init; }

    /// <summary>How long after a lost connection a DEALER waits before it tries again. Default 100 milliseconds.</summary>
    public TimeSpan ReconnectInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long that wait becomes at most, while it grows with each attempt in vain. Default 5 seconds; zero for a wait that does not grow.</summary>
    public TimeSpan MaxReconnectInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a silent peer on a network is asked whether it is still there, by the heartbeats of ZMTP. Default 10 seconds; zero for
    /// never. A peer of ZMTP 3.0 that does not answer them, such as libzmq before 4.2, needs zero.
    /// </summary>
    /// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), heartbeating.</remarks>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer that was asked may take to send anything, before it is cut off. Default 30 seconds.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a TCP connection is silent before the system looks whether the other machine is there. Default 30 seconds; zero for as the system does.</summary>
    public TimeSpan TcpKeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the handshake of a connection may take, before it is cut off. Default 10 seconds; zero for as long as it takes.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections that may wait to be accepted. Default 1,024; the system may allow fewer.</summary>
    public int Backlog { get; init; } = 1_024;

    /// <summary>
    /// Whether a ROUTER tells when a peer's connection ends, where the transport can (<see cref="TransportCapabilities.Disconnects"/>). Default
    /// false. Generated servers set it themselves, by whether their model handles <c>disconnected</c>.
    /// </summary>
    public bool ReportDisconnects { get; init; }

    /// <summary>The mechanism that peers are admitted by, or null for none.</summary>
    public SocketSecurity? Security { get; init; }
}
