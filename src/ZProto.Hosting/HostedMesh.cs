namespace ZProto.Hosting;

/// <summary>Binds a mesh when the host starts, begins to look for its peers, and drains it when the host stops.</summary>
/// <param name="registration">How it was added.</param>
/// <param name="mesh">The mesh.</param>
/// <param name="endpoint">The endpoint where the options have none; null for none.</param>
/// <param name="discover">Creates what finds the peers, once the mesh is bound; null for none.</param>
/// <param name="services">The container.</param>
internal sealed class HostedMesh(EngineRegistration registration, MeshEngine mesh, string? endpoint, Func<IPeerDiscovery>? discover, IServiceProvider services)
    : HostedListener<HostedMeshOptions>(registration, endpoint, OwnOptions(mesh), services)
{
    private volatile bool _isStopping;
    private volatile bool _isBound;

    public override Engine Engine => mesh;

    // A mesh in client mode is bound nowhere.
    public override bool IsReady => HasStarted && !_isStopping && !mesh.Completion.IsCompleted && (!_isBound || mesh.Endpoints.Count > 0);

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await StartAsync(typeof(MeshOptions), cancellationToken).ConfigureAwait(false);
        foreach (string endpoint in Wanted)
            await mesh.BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (Current.Peers.Count > 0)
            await mesh.DiscoverAsync(new StaticPeers(Current.Peers), cancellationToken).ConfigureAwait(false);
        if (discover is not null)
            await mesh.DiscoverAsync(discover(), cancellationToken).ConfigureAwait(false);
        _isBound = mesh.Endpoints.Count > 0;
        if (_isBound)
            Logger.Bound(Registration, string.Join(", ", mesh.Endpoints));
    }

    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        Dispose();
        _isStopping = true;
        return mesh.StopAsync(cancellationToken);
    }

    protected override void Apply(HostedMeshOptions before, HostedMeshOptions after)
    {
        Apply(before, after, options => options.PeerTimeout, time => mesh.PeerTimeout = time);
        Apply(before, after, options => options.HeartbeatInterval, time => mesh.HeartbeatInterval = time);
        Apply(before, after, options => options.Verbose, verbose => mesh.Verbose = verbose);
    }

    private static HostedMeshOptions OwnOptions(MeshEngine mesh)
        => new() { PeerTimeout = mesh.PeerTimeout, HeartbeatInterval = mesh.HeartbeatInterval, Verbose = mesh.Verbose };
}
