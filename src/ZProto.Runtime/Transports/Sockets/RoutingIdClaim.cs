namespace ZProto.Transports.Sockets;

/// <summary>What a peer is told that asks for a routing id.</summary>
internal enum RoutingIdClaim
{
    /// <summary>It has it.</summary>
    Granted,

    /// <summary>Another has it, which may leave: the peer may come again.</summary>
    Taken,

    /// <summary>It is another user's, so that coming again is of no use: the peer is told so by an ERROR.</summary>
    OfAnotherUser,
}
