namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What this end says of itself.</summary>
/// <param name="SocketType">The socket's type.</param>
/// <param name="RoutingId">The id that it gives itself, or none.</param>
internal readonly record struct LocalPeer(SocketType SocketType, RoutingId RoutingId);
