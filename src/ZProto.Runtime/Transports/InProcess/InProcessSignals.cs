namespace ZProto.Transports.InProcess;

/// <summary>What the loop of a socket is told of one of its connections.</summary>
[Flags]
internal enum InProcessSignals
{
    None = 0,

    /// <summary>There is another socket at the other end.</summary>
    Attached = 1,

    /// <summary>The queue is no longer empty.</summary>
    Readable = 2,

    /// <summary>The other end is gone: what is in the queue is the last.</summary>
    Closed = 4,

    /// <summary>The socket at the other end has taken the connection up.</summary>
    Accepted = 8,

    /// <summary>The socket at the other end is of a type that does not talk to this one's.</summary>
    Refused = 16,
}
