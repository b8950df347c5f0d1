using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Mesh;

/// <summary>The discoveries of a mesh, and what they report to.</summary>
/// <param name="context">What the engine's parts share.</param>
/// <param name="added">Adds a peer. On the loop.</param>
/// <param name="removed">Removes a peer. On the loop.</param>
internal sealed class PeerDiscoveries(EngineContext context, Action<PeerKey, string> added, Action<PeerKey> removed) : IPeerSink
{
    // Reports that wait for the loop, so that a discovery that is flooded does not fill memory.
    private const int MaxWaiting = 10_000;

    // How long the end of the mesh waits for theirs.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly List<IPeerDiscovery> _discoveries = [];
    private int _waiting;

    /// <summary>Adds one, to be disposed with the others. On the loop.</summary>
    /// <returns>What it reports to.</returns>
    public PeerDiscoveries Add(IPeerDiscovery discovery)
    {
        _discoveries.Add(discovery);
        return this;
    }

    /// <summary>Removes one, which is not disposed. On the loop.</summary>
    public void Remove(IPeerDiscovery discovery) => _discoveries.Remove(discovery);

    public void PeerAppeared(PeerKey key, string endpoint)
    {
        if (!key.IsEmpty && endpoint is not null)
            Post(() => Report(() => added(key, endpoint), endpoint));
    }

    public void PeerVanished(PeerKey key)
    {
        if (!key.IsEmpty)
            Post(() => Report(() => removed(key), ""));
    }

    /// <summary>Disposes all. On the loop.</summary>
    public async Task DisposeAsync() => await Task.WhenAll(_discoveries.Select(DisposeAsync)).ConfigureAwait(Platform.ContinuesOnContext);

    // The end of the mesh does not wait for one that does not end.
    private async Task DisposeAsync(IPeerDiscovery discovery)
    {
        try
        {
            await discovery.DisposeAsync().AsTask().WaitAsync(s_timeout, context.Loop.TimeProvider).ConfigureAwait(Platform.ContinuesOnContext);
        }
        catch (Exception exception)
        {
            context.OnUserCodeException("end of a discovery", exception);
        }
    }

    private void Post(Action report)
    {
        int waiting = Interlocked.Increment(ref _waiting);
        if (waiting <= MaxWaiting && context.Loop.Post(report))
            return;
        Interlocked.Decrement(ref _waiting);
        if (waiting > MaxWaiting && context.Lines.IsDue(nameof(EngineLog.TooManyReports), out string more))
            context.Logger.TooManyReports(context.Name, MaxWaiting, more);
    }

    private void Report(Action report, string endpoint)
    {
        Interlocked.Decrement(ref _waiting);
        try
        {
            report();
        }
        catch (TransportException exception)
        {
            if (context.Lines.IsDue(nameof(EngineLog.ConnectFailed), out _))
                context.Logger.ConnectFailed(context.Name, LogText.Escape(endpoint), LogText.Escape(exception.Message));
        }
        catch (Exception exception)
        {
            context.OnUserCodeException("report of a discovery", exception);
        }
    }
}
