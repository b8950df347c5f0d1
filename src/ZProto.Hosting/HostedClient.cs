using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ZProto.Hosting;

/// <summary>Opens a client when the host starts, and disposes of it when the host stops.</summary>
internal sealed class HostedClient : HostedEngine
{
    private readonly ClientEngine _client;
    private readonly string? _endpoint;
    private readonly Func<string, CancellationToken, Task> _open;
    private readonly HostedClientOptions _options;
    private volatile bool _saysSo;

    /// <param name="registration">How it was added.</param>
    /// <param name="client">The client.</param>
    /// <param name="endpoint">The endpoint where the options have none.</param>
    /// <param name="open">Opens it at an endpoint.</param>
    /// <param name="services">The container.</param>
    public HostedClient(
        EngineRegistration registration, ClientEngine client, string? endpoint, Func<string, CancellationToken, Task> open, IServiceProvider services)
        : base(registration, services)
    {
        _client = client;
        _open = open;
        _options = services.GetRequiredService<IOptionsFactory<HostedClientOptions>>().Create(registration.Name);
        _endpoint = _options.Endpoint ?? endpoint;
        client.ConnectionChanged += (_, _) => _saysSo = true;
    }

    public override Engine Engine => _client;

    public override HostedEngineOptions Options => _options;

    /// <summary>Whether it was opened, and says that it is connected. Of a client that never says so, being open is all that is known.</summary>
    public bool IsConnected => HasStarted && (_client.IsConnected || !_saysSo) && !_client.Completion.IsCompleted;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        Section.LogUnknownSettings(Logger, typeof(ClientOptions), typeof(HostedClientOptions));
        if (_endpoint is null)
            throw new InvalidOperationException($"It has no endpoint. Give one to AddZProtoClient, or set '{Section.Path}:Endpoint' in the configuration.");
        await _open(_endpoint, cancellationToken).ConfigureAwait(false);
        Logger.Opened(Registration, _endpoint);
    }

    protected override Task EndAsync(CancellationToken cancellationToken) => _client.DisposeAsync().AsTask().WaitAsync(cancellationToken);
}
