namespace ZProto.Transports;

/// <summary>What became of a message that was to be sent.</summary>
public enum SendResult
{
    /// <summary>It is on its way: handed to the transport whole.</summary>
    Sent,

    /// <summary>The peer's queue is full, or a DEALER has no one to send to yet; nothing was sent.</summary>
    QueueFull,

    /// <summary>A ROUTER knows no such peer (any more); nothing was sent.</summary>
    PeerUnreachable,
}
