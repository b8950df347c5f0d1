namespace ZProto.Transports;

/// <summary>What became of a connection.</summary>
public enum ConnectionEventKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is there: the peer was reached, and admitted the socket.</summary>
    Connected,

    /// <summary>It was there and is lost.</summary>
    Disconnected,

    /// <summary>One of the two sides did not admit the other.</summary>
    Refused,
}
