using System.Threading.Channels;

namespace ZProto.LogCollector.Tests;

/// <summary>Nodes and collectors of a test, and what the collectors receive.</summary>
internal sealed class LogHost(ITransport transport) : IAsyncDisposable
{
    public const byte Error = ZreLogMsg.LevelError, Warning = ZreLogMsg.LevelWarning, Info = ZreLogMsg.LevelInfo;

    private const string AnyPort = "tcp://127.0.0.1:*";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("zproto-log-");
    private readonly List<IAsyncDisposable> _parts = [];
    private int _endpoints;

    public LogHost()
        : this(new InProcessTransport())
    {
    }

    public ITransport Transport { get; } = transport;

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_577_836_800));

    public LogNode CreateNode(string endpoint = "tcp://127.0.0.1:5670")
        => Keep(new LogNode(endpoint) { Options = { Transport = Transport, TimeProvider = Transport is InProcessTransport ? Clock : null } });

    /// <summary>Starts a collector, by default at endpoints of its own. A store has the name of the collector.</summary>
    public async Task<TestCollector> StartCollectorAsync(byte level, string name = "log", string? endpoint = null, string? replayEndpoint = null)
    {
        var received = Channel.CreateUnbounded<string>();
        RunningCollector collector = Keep(new RunningCollector(Transport, StoreFile(name), record => received.Writer.TryWrite($"{record.Level} {record.Data}")));
        (string Nodes, string Replay) bound = await collector.StartAsync(level, endpoint ?? FreeEndpoint(), replayEndpoint ?? FreeEndpoint());
        return new TestCollector(collector, received.Reader, bound.Nodes, bound.Replay);
    }

    public async Task<ReplayClient> OpenClientAsync(string endpoint)
    {
        ReplayClient client = Keep(new ReplayClient { Options = { Transport = Transport } });
        return await client.OpenAsync(endpoint);
    }

    public string StoreFile(string name) => Path.Combine(_home.FullName, $"{name}.db");

    /// <summary>Waits until a node knows that events of a level are wanted, or not. The wait ends only where a test fails.</summary>
    public static async Task WaitUntilAsync(LogNode node, byte level, bool isWanted = true)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (await node.InvokeAsync(() => node.IsWanted(level), patience.Token) != isWanted)
            await Task.Delay(1, patience.Token);
    }

    /// <summary>Logs an event that only its level and data matter of.</summary>
    public static Task LogAsync(LogNode node, byte level, string data) => node.LogAsync(level, ZreLogMsg.EventJoin, peer: 0, data);

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        _home.Delete(recursive: true);
    }

    public string FreeEndpoint() => Transport is InProcessTransport ? $"inproc://log-{_endpoints++}" : AnyPort;

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    /// <summary>A collector at work, and what it has received.</summary>
    public sealed record TestCollector(RunningCollector Running, ChannelReader<string> Received, string Endpoint, string ReplayEndpoint)
    {
        /// <summary>The next event: its level and data. The wait ends only where a test fails.</summary>
        public Task<string> NextAsync() => Received.ReadAsync().AsTask().WaitAsync(s_patience);
    }
}
