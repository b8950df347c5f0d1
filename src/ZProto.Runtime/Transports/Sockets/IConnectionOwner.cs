namespace ZProto.Transports.Sockets;

/// <summary>What a connection tells of itself.</summary>
internal interface IConnectionOwner
{
    /// <summary>The handshake is done.</summary>
    /// <returns>False to end the connection at once, since the peer is not to have the routing id that it asks for.</returns>
    bool OnOpened(Connection connection);

    /// <summary>There may be messages.</summary>
    void OnReadable(Connection connection);

    /// <summary>It is about to give its memory back, the message that it handed out last included.</summary>
    void OnClosing(Connection connection);

    /// <summary>It has ended.</summary>
    void OnClosed(Connection connection);
}
