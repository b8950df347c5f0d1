namespace ZProto.Hosting;

/// <summary>Binds a server when the host starts, and drains it when the host stops.</summary>
/// <param name="registration">How it was added.</param>
/// <param name="server">The server.</param>
/// <param name="endpoint">The endpoint where the options have none.</param>
/// <param name="services">The container.</param>
internal sealed class HostedServer(EngineRegistration registration, ServerEngine server, string? endpoint, IServiceProvider services)
    : HostedListener<HostedServerOptions>(registration, endpoint, OwnOptions(server), services)
{
    public override Engine Engine => server;

    public override bool IsReady => HasStarted && Endpoints.Count > 0;

    /// <summary>The endpoints as bound.</summary>
    public IReadOnlyList<string> Endpoints => server.Endpoints;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await StartAsync(typeof(ServerOptions), cancellationToken).ConfigureAwait(false);
        if (Current.ConfigurationFile is { } file)
            await server.LoadConfigurationAsync(file, reloadOnChange: true, cancellationToken).ConfigureAwait(false);
        foreach (string endpoint in Wanted)
            await server.BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (Endpoints.Count == 0)
            throw new InvalidOperationException($"It has no endpoint. Give one to AddZProtoServer, or set '{Section.Path}:Endpoints:0' in the configuration.");
        Logger.Bound(Registration, string.Join(", ", Endpoints));
    }

    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return server.StopAsync(cancellationToken);
    }

    protected override void Apply(HostedServerOptions before, HostedServerOptions after)
    {
        Apply(before, after, options => options.ClientTimeout, time => server.ClientTimeout = time);
        Apply(before, after, options => options.IdleTimeout, time => server.IdleTimeout = time);
        Apply(before, after, options => options.HeartbeatInterval, time => server.HeartbeatInterval = time);
        Apply(before, after, options => options.Verbose, verbose => server.Verbose = verbose);
    }

    private static HostedServerOptions OwnOptions(ServerEngine server)
        => new() { ClientTimeout = server.ClientTimeout, IdleTimeout = server.IdleTimeout, HeartbeatInterval = server.HeartbeatInterval, Verbose = server.Verbose };
}
