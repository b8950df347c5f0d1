namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What is known of a peer after the handshake.</summary>
/// <param name="SocketType">Its type, in ZMTP's letters.</param>
/// <param name="RoutingId">The id that it gave itself, or none; none also from types whose id does not count.</param>
/// <param name="UserId">The user id that the authenticator gave it, or empty.</param>
internal readonly record struct PeerProperties(string SocketType, RoutingId RoutingId, string UserId);
