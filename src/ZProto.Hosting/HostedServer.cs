using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ZProto.Hosting;

/// <summary>Binds a server when the host starts, and drains it when the host stops.</summary>
internal sealed class HostedServer : HostedEngine, IDisposable
{
    private readonly object _gate = new();
    private readonly ServerEngine _server;
    private readonly string? _endpoint;
    private readonly IOptionsFactory<HostedServerOptions> _factory;
    private readonly HostedServerOptions _own;
    private HostedServerOptions _options;
    private IDisposable? _changes;

    /// <param name="registration">How it was added.</param>
    /// <param name="server">The server.</param>
    /// <param name="endpoint">The endpoint where the options have none.</param>
    /// <param name="services">The container.</param>
    public HostedServer(EngineRegistration registration, ServerEngine server, string? endpoint, IServiceProvider services)
        : base(registration, services)
    {
        _server = server;
        _endpoint = endpoint;
        _factory = services.GetRequiredService<IOptionsFactory<HostedServerOptions>>();
        _options = _factory.Create(registration.Name);
        _own = new HostedServerOptions
        {
            ClientTimeout = server.ClientTimeout, IdleTimeout = server.IdleTimeout, HeartbeatInterval = server.HeartbeatInterval, Verbose = server.Verbose,
        };
    }

    public override Engine Engine => _server;

    public override HostedEngineOptions Options => _options;

    /// <summary>The endpoints as bound.</summary>
    public IReadOnlyList<string> Endpoints => _server.Endpoints;

    public void Dispose() => _changes?.Dispose();

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        Section.LogUnknownSettings(Logger, typeof(ServerOptions), typeof(HostedServerOptions));
        Apply(new HostedServerOptions(), _options);
        // Before it is asked for its endpoints: OnInitialize may have bound some.
        await _server.InvokeAsync(static () => { }, cancellationToken).ConfigureAwait(false);
        _changes = ChangeToken.OnChange(Section.GetReloadToken, ApplyChange);
        if (_options.ConfigurationFile is { } file)
            await _server.LoadConfigurationAsync(file, reloadOnChange: true, cancellationToken).ConfigureAwait(false);
        foreach (string endpoint in _options.Endpoints is { Count: > 0 } configured ? configured : _endpoint is null ? [] : [_endpoint])
            await _server.BindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (Endpoints.Count == 0)
            throw new InvalidOperationException($"It has no endpoint. Give one to AddZProtoServer, or set '{Section.Path}:Endpoints:0' in the configuration.");
        Logger.Bound(Registration, string.Join(", ", Endpoints));
    }

    protected override Task EndAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return _server.StopAsync(cancellationToken);
    }

    // Whoever changes the configuration is not to get an exception of a server.
    private void ApplyChange()
    {
        try
        {
            lock (_gate)
            {
                HostedServerOptions options = _factory.Create(Registration.Name);
                Apply(_options, options);
                _options = options;
            }
        }
        catch (Exception exception)
        {
            Logger.InvalidChange(Registration, exception);
        }
    }

    // Only what has changed, so that what the server's code has set meanwhile stays.
    private void Apply(HostedServerOptions before, HostedServerOptions after)
    {
        Apply(before, after, options => options.ClientTimeout, time => _server.ClientTimeout = time);
        Apply(before, after, options => options.IdleTimeout, time => _server.IdleTimeout = time);
        Apply(before, after, options => options.HeartbeatInterval, time => _server.HeartbeatInterval = time);
        Apply(before, after, options => options.Verbose, verbose => _server.Verbose = verbose);
    }

    private void Apply<T>(HostedServerOptions before, HostedServerOptions after, Func<HostedServerOptions, T?> get, Action<T> set)
        where T : struct
    {
        if (!Equals(get(before), get(after)))
            set((get(after) ?? get(_own))!.Value);
    }
}
