namespace ZProto.Transport;

/// <summary>What became of a message that was to be sent.</summary>
public enum SendOutcome
{
    /// <summary>It is on its way: handed to the transport whole.</summary>
    Sent,

    /// <summary>The peer's queue is full, or a DEALER has nobody to send to yet; nothing was sent.</summary>
    Full,

    /// <summary>A ROUTER knows no such peer (any more); nothing was sent.</summary>
    Unreachable,
}
