namespace ZProto.Transports;

/// <summary>The result of sending a message.</summary>
public enum SendResult
{
    /// <summary>All frames were handed to the transport; on a PUB or XPUB, for every subscriber whose queue had room.</summary>
    Sent,

    /// <summary>The peer's queue is full, or a DEALER or PUSH is not connected yet; nothing was sent.</summary>
    QueueFull,

    /// <summary>A ROUTER does not know the peer, or no longer; nothing was sent.</summary>
    PeerUnreachable,
}
