namespace ZProto;

/// <summary>A method of a mesh was called on a peer that the mesh does not have, or that ended while the call waited for its reply.</summary>
/// <remarks>In the second case it is not known whether the peer has carried out the request.</remarks>
public sealed class PeerGoneException : ZProtoException
{
    internal PeerGoneException(string message, PeerKey peer)
        : base(message)
        => Peer = peer;

    /// <summary>The key of the peer.</summary>
    public PeerKey Peer { get; }
}
