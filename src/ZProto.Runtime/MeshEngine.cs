using ZProto.Engines.Execution;
using ZProto.Engines.Mesh;

namespace ZProto;

/// <summary>A mesh of peers: a state machine for each of them. Generated meshes derive from its generic form.</summary>
/// <remarks>
/// In harmony messages come in by one ROUTER and go out by a DEALER for each peer; in client mode both ways go by the DEALERs. The
/// model's <c>mode</c> says which.
/// </remarks>
public abstract class MeshEngine : Engine<MeshOptions>
{
    private readonly MeshSettings _settings;

    private protected MeshEngine(MeshSettings settings)
        : base(settings)
        => _settings = settings;

    /// <summary>How long a peer may be silent before it gets <c>expired</c>; zero for no limit. Default 60 seconds. A change applies at once.</summary>
    public TimeSpan PeerTimeout
    {
        get => _settings.PeerTimeout;
        set
        {
            _settings.PeerTimeout = value;
            ApplyTimes();
        }
    }

    /// <summary>How often each peer gets the model's <c>heartbeat</c>; zero, the default, for never. A change applies at once.</summary>
    public TimeSpan HeartbeatInterval
    {
        get => _settings.HeartbeatInterval;
        set
        {
            _settings.HeartbeatInterval = value;
            ApplyTimes();
        }
    }

    /// <summary>The endpoints as bound, in the order of binding; any thread may read them. None in client mode.</summary>
    public IReadOnlyList<string> Endpoints => Control?.Endpoints ?? [];

    /// <summary>Accepts peers at an endpoint, and starts the mesh if it has not started. In harmony only.</summary>
    /// <param name="endpoint">The endpoint; port <c>*</c> picks a free one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The endpoint as bound.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The mesh is in client mode, and has no ROUTER.</exception>
    /// <exception cref="Transports.TransportException">It cannot be bound; the message names it.</exception>
    public Task<string> BindAsync(string endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return InvokeWhenLeftAsync(() => Control!.Bind(endpoint), cancellationToken);
    }

    /// <summary>Stops accepting peers at an endpoint. Those there are stay.</summary>
    /// <param name="endpoint">The endpoint as bound.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The mesh is in client mode, and has no ROUTER.</exception>
    /// <exception cref="Transports.TransportException">The mesh is not bound there.</exception>
    public Task UnbindAsync(string endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return InvokeAsync(() => Control!.Unbind(endpoint), cancellationToken);
    }

    /// <summary>
    /// Ends the mesh without losing work: it stops accepting peers, processes the messages that have come, finishes the background work of
    /// its peers and its own machines, and then ends. What comes from peers after that is not read, so that no work begins that is not
    /// answered; further sockets are read until the end. Peers are not notified, and calls that are open then fail. Messages that are kept
    /// for a later state of a peer are dropped, since that state may never be reached.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait. The mesh then continues for its peers; dispose it to end it.</param>
    /// <exception cref="ObjectDisposedException">The mesh has ended.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default) => Drain.StopAsync(this, () => Control, cancellationToken);

    /// <summary>Adds the peers that a discovery finds, and removes those that vanish. The mesh disposes the discovery when it ends, or at once if it cannot start.</summary>
    /// <param name="discovery">The discovery.</param>
    /// <param name="cancellationToken">Cancels its start.</param>
    /// <exception cref="ArgumentNullException"><paramref name="discovery"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The mesh has ended.</exception>
    public async Task DiscoverAsync(IPeerDiscovery discovery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(discovery);
        PeerDiscoveries? discoveries = null;
        try
        {
            discoveries = await InvokeAsync(() => Discoveries!.Add(discovery), cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
            await discovery.StartAsync(discoveries, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        }
        catch
        {
            Apply(() => discoveries?.Remove(discovery));
            await discovery.DisposeAsync().ConfigureAwait(Platform.ContinuesOnContext);
            throw;
        }
    }

    /// <summary>What changes the mesh while it runs; null before its start and after its end.</summary>
    private protected abstract IMeshControl? Control { get; }

    /// <summary>What its discoveries report to; null before its start and after its end.</summary>
    private protected abstract PeerDiscoveries? Discoveries { get; }

    private void ApplyTimes() => Apply(() => Control?.OnTimesChanged());
}
