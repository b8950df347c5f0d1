namespace ZProto.Engines.Mesh;

/// <summary>What the user's part of a mesh decides on peers.</summary>
internal interface IPeerMap<TMessage>
{
    /// <summary>Whether a message is a greeting, by which a peer comes.</summary>
    bool Admit(TMessage message);

    /// <summary>The routing id of the peer of a key.</summary>
    RoutingId GetRoutingId(PeerKey key);

    /// <summary>The key of the peer of a routing id; empty for what cannot be one's.</summary>
    PeerKey GetKey(RoutingId routingId);
}
