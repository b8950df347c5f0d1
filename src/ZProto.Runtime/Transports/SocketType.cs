namespace ZProto.Transports;

/// <summary>The sockets that engines use. A PUB and an XPUB talk to SUB and XSUB, a PUSH to PULL, a ROUTER and a DEALER to each other and their own kind.</summary>
/// <remarks>Source: ZeroMQ RFC 28 (REQREP), 29 (PUBSUB), 30 (PIPELINE).</remarks>
public enum SocketType
{
    /// <summary>A server's: each message carries the routing id of the peer it came from or goes to.</summary>
    Router,

    /// <summary>A client's: messages go to and come from the server, or servers in turn.</summary>
    Dealer,

    /// <summary>A publisher: each message goes to every peer that subscribed to it.</summary>
    Pub,

    /// <summary>A subscriber: receives what it has subscribed to, from all its publishers.</summary>
    Sub,

    /// <summary>A publisher that also receives what its subscribers subscribe to.</summary>
    XPub,

    /// <summary>A subscriber that sends its subscriptions as messages.</summary>
    XSub,

    /// <summary>The sending end of a pipeline: messages go to its peers in turn.</summary>
    Push,

    /// <summary>The receiving end of a pipeline: takes messages from its peers in turn.</summary>
    Pull,
}
