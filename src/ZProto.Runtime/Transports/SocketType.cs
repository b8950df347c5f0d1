namespace ZProto.Transports;

/// <summary>The sockets that engines use.</summary>
public enum SocketType
{
    /// <summary>A server's: each message carries the routing id of the peer it came from or goes to.</summary>
    Router,

    /// <summary>A client's: messages go to and come from the server, or servers in turn.</summary>
    Dealer,
}
