namespace ZProto;

/// <summary>What a server does when the queue to a message's peer is full.</summary>
public enum SendQueueFullMode
{
    /// <summary>It ends the peer's machine, with a line in the log: a peer that has missed a message no longer follows the protocol.</summary>
    EndClient,

    /// <summary>It drops the message, and counts it.</summary>
    Drop,
}
