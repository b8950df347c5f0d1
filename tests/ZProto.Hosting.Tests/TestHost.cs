using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ZProto.Hosting.Tests;

/// <summary>A generic host with a workshop, the in-process transport, a clock that the test advances, and a log that it reads.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    /// <summary>Bounds a hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _timeout = new(Patience);
    private IHost? _host;

    public TestHost(params (string Key, string Value)[] settings)
    {
        Builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        Builder.Services.AddSingleton<ILoggerFactory>(Log);
        Builder.Services.AddSingleton<TimeProvider>(Clock);
        Builder.Services.AddSingleton<IWorkshop>(Workshop);
        Builder.Services.AddSingleton<ITransport>(new InProcessTransport());
    }

    public HostApplicationBuilder Builder { get; }

    public IServiceCollection Services => Builder.Services;

    public RecordingLogger Log { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public GatedWorkshop Workshop { get; } = new();

    public CancellationToken Timeout => _timeout.Token;

    public IHost Host => _host ??= Builder.Build();

    public JobsServer Server => Host.Services.GetRequiredService<JobsServer>();

    public JobsClient Client => Host.Services.GetRequiredService<JobsClient>();

    public Task StartAsync() => Host.StartAsync(Timeout);

    public Task StopAsync() => Host.StopAsync(Timeout);

    public void AddClient(string endpoint = "inproc://jobs", string? name = null)
        => Services.AddZProtoClient<JobsClient>(endpoint, (client, at, cancellationToken) => client.OpenAsync(at, cancellationToken), name: name);

    /// <summary>What one health check says.</summary>
    public async Task<HealthReportEntry> CheckAsync(string name)
    {
        HealthReport report = await Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == name, Timeout);
        return Assert.Single(report.Entries).Value;
    }

    public async ValueTask DisposeAsync()
    {
        Workshop.Open();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync().AsTask().WaitAsync(Patience);
        _timeout.Dispose();
    }
}
