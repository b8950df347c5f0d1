namespace ZProto;

/// <summary>
/// Where a discovery reports peers: a mesh, which acts on its own loop. Any thread may call it. Calls do not wait and do not throw, and
/// have no effect once the mesh has ended.
/// </summary>
public interface IPeerSink
{
    /// <summary>
    /// A peer is available at an endpoint. A known peer at its endpoint stays as it is, and is no less silent for it; one at another
    /// endpoint is replaced, unless it has greeted: that says more than a report. Nor is a peer added where another is that has greeted.
    /// </summary>
    /// <param name="key">The peer's key.</param>
    /// <param name="endpoint">Where it is bound, such as <c>tcp://192.0.2.1:49152</c>.</param>
    void PeerAppeared(PeerKey key, string endpoint);

    /// <summary>A peer has said that it leaves, or is no longer listed. A key that is not known has no effect.</summary>
    /// <param name="key">The peer's key.</param>
    void PeerVanished(PeerKey key);
}
