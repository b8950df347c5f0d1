namespace ZProto.Transports;

/// <summary>A change of a socket's connection.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="RoutingId">The peer, on a ROUTER that knows it; else <see cref="RoutingId.Empty"/>.</param>
/// <param name="Address">The peer's endpoint or address, or null where it is not known.</param>
/// <param name="Reason">Why, such as <c>PLAIN</c> for a refused password; never a secret. Null where it is not known.</param>
public readonly record struct ConnectionEvent(ConnectionEventKind Kind, RoutingId RoutingId = default, string? Address = null, string? Reason = null);
