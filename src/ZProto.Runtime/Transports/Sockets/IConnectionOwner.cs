namespace ZProto.Transports.Sockets;

/// <summary>What a connection tells of itself.</summary>
internal interface IConnectionOwner
{
    /// <summary>Whether the peer may have the routing id that it asks for.</summary>
    RoutingIdClaim Check(Connection connection);

    /// <summary>The handshake is done, and the peer is let in.</summary>
    void OnOpened(Connection connection);

    /// <summary>There may be messages.</summary>
    void OnReadable(Connection connection);

    /// <summary>It is about to give its memory back, the message that it handed out last included.</summary>
    void OnClosing(Connection connection);

    /// <summary>It has ended.</summary>
    void OnClosed(Connection connection);
}
