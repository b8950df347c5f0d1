namespace ZProto;

/// <summary>A fixed list of peers for a mesh, which appear as soon as the mesh uses it. One that ends is not added again.</summary>
public sealed class StaticPeers : IPeerDiscovery
{
    private readonly List<KeyValuePair<PeerKey, string>> _peers;

    /// <summary>Lists peers by their endpoints, each of which is also the key.</summary>
    /// <param name="endpoints">Where the peers are bound.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> is null.</exception>
    /// <exception cref="ArgumentException">An endpoint is empty, or longer than a key can be.</exception>
    public StaticPeers(params IEnumerable<string> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _peers = [.. endpoints.Select(endpoint => KeyValuePair.Create(PeerKey.From(endpoint), endpoint))];
    }

    /// <summary>Lists peers with keys of their own.</summary>
    /// <param name="peers">Where each peer is bound, by its key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="peers"/> is null.</exception>
    public StaticPeers(IReadOnlyDictionary<PeerKey, string> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        _peers = [.. peers];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach ((PeerKey key, string endpoint) in _peers)
            sink.PeerAppeared(key, endpoint);
        return ValueTask.CompletedTask;
    }

    /// <summary>Does nothing: the peers of a list stay until their mesh ends.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
