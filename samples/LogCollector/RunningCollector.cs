using ZProto.Transports;

namespace LogCollector;

/// <summary>A collector at work, with its store, until it is disposed.</summary>
public sealed class RunningCollector : IAsyncDisposable
{
    private readonly LogStore _store;
    private readonly LogWriter _writer;
    private readonly Collector _collector;

    /// <summary>Opens the store. The collector listens to nothing yet.</summary>
    /// <param name="transport">What carries the messages.</param>
    /// <param name="store">The file of the store.</param>
    /// <param name="received">Is called with each record as it comes.</param>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The file is not a store, or cannot be written.</exception>
    public RunningCollector(ITransport transport, string store, Action<LogRecord>? received = null)
    {
        _store = new LogStore(store);
        _writer = new LogWriter(_store);
        _collector = new Collector(_store, _writer) { Options = { Transport = transport }, Received = received };
    }

    /// <summary>How many records are not stored.</summary>
    public long Lost => _writer.Lost;

    /// <summary>Begins to collect.</summary>
    /// <param name="level">The least severe level that it wants.</param>
    /// <param name="endpoint">Where nodes connect.</param>
    /// <param name="replayEndpoint">Where clients connect.</param>
    /// <returns>Both as bound.</returns>
    public async Task<(string Endpoint, string ReplayEndpoint)> StartAsync(byte level, string endpoint, string replayEndpoint)
    {
        await _collector.ListenToAsync(level);
        return (await _collector.CollectAsync(endpoint), await _collector.BindAsync(replayEndpoint));
    }

    /// <summary>Wants more, or less, from now on.</summary>
    public Task ListenToAsync(byte level) => _collector.ListenToAsync(level);

    /// <summary>Ends the collector, and stores what it has received.</summary>
    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        await _writer.DisposeAsync();
        _store.Dispose();
    }
}
