namespace ZProto;

/// <summary>What a server does when a message finds the queue to its peer full.</summary>
public enum SendQueueFullMode
{
    /// <summary>It ends the peer's machine, with a line in the log: a peer that has missed a message has lost the thread of its protocol.</summary>
    EndClient,

    /// <summary>It drops the message, and counts it.</summary>
    Drop,
}
