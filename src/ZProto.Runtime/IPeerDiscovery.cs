namespace ZProto;

/// <summary>
/// Finds the peers of a mesh: a list, a beacon on the local network, a directory. A mesh adds the peers that appear and removes those
/// that vanish. An implementation serves one mesh, which disposes it.
/// </summary>
/// <seealso cref="StaticPeers"/>
public interface IPeerDiscovery : IAsyncDisposable
{
    /// <summary>Starts to look for peers. A mesh calls it once, from any thread.</summary>
    /// <param name="sink">Where to report peers, from this call on until <see cref="IAsyncDisposable.DisposeAsync"/> has ended.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that completes when the search has started, not when peers are found.</returns>
    ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken);
}
