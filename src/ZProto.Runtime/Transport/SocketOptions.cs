namespace ZProto.Transport;

/// <summary>How a socket is set up.</summary>
public sealed record SocketOptions
{
    /// <summary>Messages that may wait for one peer on their way out; 0, the default, for any number, as in zproto.</summary>
    public int SendLimit { get; init; }

    /// <summary>Messages that may wait from one peer on their way in; 0, the default, for any number.</summary>
    public int ReceiveLimit { get; init; }

    /// <summary>How long messages on their way out may hold up the end of the socket. Default one second.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Octets that one frame may have on its way in; a peer that sends more is cut off. 0, the default, for any number.</summary>
    public long MaxFrameSize { get; init; }

    /// <summary>The routing id that a DEALER gives itself; none, the default, lets the ROUTER pick one.</summary>
    public RoutingId RoutingId { get; init; }

    /// <summary>Frames that one message may have on its way into a server; one with more is dropped. Default 1,000; 0 for any number.</summary>
    public int MaxFrames { get; init; } = 1_000;

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

    /// <summary>
    /// Whether a ROUTER tells when a peer's connection ends, where the transport can (<see cref="TransportCapabilities.Disconnects"/>). Default
    /// false; servers whose model handles <c>disconnected</c> set it themselves.
    /// </summary>
    public bool ReportDisconnects { get; init; }

    /// <summary>The mechanism that peers are admitted by, or null for none.</summary>
    public SocketSecurity? Security { get; init; }
}
