namespace ZProto.Transports;

/// <summary>A change of a connection.</summary>
public enum ConnectionEventKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is established: the peer was reached, and admitted the socket.</summary>
    Connected,

    /// <summary>It was established and is lost.</summary>
    Disconnected,

    /// <summary>One of the two sides did not admit the other.</summary>
    Refused,
}
