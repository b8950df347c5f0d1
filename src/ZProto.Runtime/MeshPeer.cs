using ZProto.Engines.Client;
using ZProto.Engines.Mesh;

namespace ZProto;

/// <summary>One peer of a mesh: a state machine, with a DEALER of its own to the peer. All of it belongs to the mesh's loop.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class MeshPeer<TMessage> : PeerMachine<TMessage>
    where TMessage : class
{
    /// <summary>By what the mesh knows the peer.</summary>
    public PeerKey Key { get; internal set; }

    /// <summary>Where the peer is bound; null while that is not known, so that nothing can be sent to it.</summary>
    public string? Endpoint => Dealer?.Endpoint;

    /// <summary>
    /// Connects to the peer, where the mesh knows it by a message from it and not by its endpoint. Any other peer of that endpoint ends: two
    /// cannot be bound there.
    /// </summary>
    /// <param name="endpoint">Where the peer is bound. Setting the endpoint that it has does nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop, or the peer has ended.</exception>
    /// <exception cref="Transports.TransportException">The endpoint is not valid; the message names it.</exception>
    [LoopOnly]
    public void SetEndpoint(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Executor.RequireLoop();
        if (!IsAlive)
            throw new InvalidOperationException("The peer has ended.");
        Connecting(endpoint);
    }

    internal sealed override string DefaultLogName => $"{Executor.EngineName} peer {UniqueId}";

    /// <summary>What connects to an endpoint.</summary>
    internal Action<string> Connecting { get; set; } = _ => { };

    /// <summary>The DEALER to the peer, once its endpoint is known.</summary>
    internal PeerDealer? Dealer { get; set; }

    /// <summary>The call that began the execution at work, or null.</summary>
    internal ClientCall? CallAtWork { get; set; }

    /// <summary>The value that pairs the message that began the execution at work with a call; 0 for none.</summary>
    internal UInt128 CorrelationAtWork { get; set; }

    /// <summary>Whether the peer has greeted the mesh, so that what it sends is for its machine.</summary>
    internal bool IsGreeted
    {
        get => Has(Flags.Greeted);
        set => Set(Flags.Greeted, value);
    }

    /// <summary>Whether the mesh knows the peer by a discovery alone, which anyone may have deceived.</summary>
    internal bool IsOnlyFound
    {
        get => Has(Flags.Found);
        set => Set(Flags.Found, value);
    }
}
