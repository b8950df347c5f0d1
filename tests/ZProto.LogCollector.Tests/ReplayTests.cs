namespace ZProto.LogCollector.Tests;

/// <summary>What was stored is replayed, from a real store.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private const string Replay = "inproc://replay";

    private readonly LogHost _host = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_nodes_logged_is_replayed_as_it_was_also_after_the_collector_has_gone()
    {
        LogNode node = _host.CreateNode("ab");
        LogHost.TestCollector collector = await _host.StartCollectorAsync(LogHost.Info);
        await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Info);
        await node.LogAsync(LogHost.Warning, ZreLogMsg.EventLeave, peer: 7, "Züri");
        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        await node.LogAsync(LogHost.Info, ZreLogMsg.EventEnter, peer: 0, "");
        await collector.NextAsync();
        await collector.NextAsync();
        await collector.Running.DisposeAsync();

        await _host.StartCollectorAsync(level: 0, replayEndpoint: Replay);
        Assert.Equal(
            [new LogRecord(2, 2, 0x0CE3, 7, 1_577_836_800, "Züri"), new LogRecord(3, 3, 0x0CE3, 0, 1_577_836_805, "")],
            await ReadAsync(await _host.OpenClientAsync(Replay), LogHost.Info));
    }

    [Fact]
    public async Task A_replay_of_many_pages_has_all_records_in_their_order()
    {
        LogRecord[] records = Fill(1_234);
        await _host.StartCollectorAsync(level: 0, replayEndpoint: Replay);
        Assert.Equal(records, await ReadAsync(await _host.OpenClientAsync(Replay), LogHost.Info));
    }

    [Fact]
    public async Task A_replay_has_the_levels_that_the_client_wants()
    {
        LogRecord[] records = Fill(1_234);
        await _host.StartCollectorAsync(level: 0, replayEndpoint: Replay);
        ReplayClient client = await _host.OpenClientAsync(Replay);
        Assert.Equal(records.Where(record => record.Level == LogHost.Error), await ReadAsync(client, LogHost.Error));
        Assert.Equal(records.Where(record => record.Level <= LogHost.Warning), await ReadAsync(client, LogHost.Warning));
        Assert.Empty(await ReadAsync(client, level: 0));
    }

    [Fact]
    public async Task A_client_that_has_read_all_reads_on_where_it_was()
    {
        Fill(10);
        await _host.StartCollectorAsync(level: 0, replayEndpoint: Replay);
        ReplayClient client = await _host.OpenClientAsync(Replay);
        Assert.Equal(10, (await ReadAsync(client, LogHost.Info)).Count);
        LogRecord[] more = Fill(3);
        Assert.Equal(more, await ReadAsync(client, LogHost.Info, client.Last));
        Assert.Empty(await ReadAsync(client, LogHost.Info, ulong.MaxValue));
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_replay_goes_on_when_the_collector_is_replaced_in_its_midst(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogRecord[] records = Fill(1_234, host);
        LogHost.TestCollector collector = await host.StartCollectorAsync(level: 0);
        ReplayClient client = await host.OpenClientAsync(collector.ReplayEndpoint);
        List<LogRecord> read = [];
        await foreach (LogRecord record in client.ReplayAsync(LogHost.Info))
        {
            read.Add(record);
            if (read.Count != 100)
                continue;
            await collector.Running.DisposeAsync();
            await host.StartCollectorAsync(level: 0, replayEndpoint: collector.ReplayEndpoint);
        }
        Assert.Equal(records, read);
    }

    [Fact]
    public async Task Clients_read_while_nodes_log()
    {
        LogNode node = _host.CreateNode();
        LogHost.TestCollector collector = await _host.StartCollectorAsync(LogHost.Info, replayEndpoint: Replay);
        await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Info);
        ReplayClient client = await _host.OpenClientAsync(Replay);
        Task logging = Task.Run(async () =>
        {
            for (int i = 0; i < 2_000; i++)
                await LogHost.LogAsync(node, LogHost.Info, $"{i}");
        });
        List<LogRecord> read = [];
        while (read.Count < 2_000)
            read.AddRange(await ReadAsync(client, LogHost.Info, client.Last));
        await logging;
        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"{i}"), read.Select(record => record.Data));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_an_error_of_the_call_and_the_collector_goes_on()
    {
        var store = new LogStore(_host.StoreFile("broken"));
        await using var writer = new LogWriter(store);
        await using var collector = new Collector(store, writer) { Options = { Transport = _host.Transport } };
        await collector.BindAsync(Replay);
        ReplayClient client = await _host.OpenClientAsync(Replay);
        store.Dispose();
        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<ReplayClient.FailedException>(() => ReadAsync(client, LogHost.Info));
    }

    [Fact]
    public async Task Strangers_are_answered_or_ignored_and_harm_no_one()
    {
        LogRecord[] records = Fill(3);
        await _host.StartCollectorAsync(level: 0, replayEndpoint: Replay);
        using RawSocket stranger = RawSocket.Dealer(_host.Transport, Replay);
        stranger.SendBytes([]);
        stranger.SendBytes([0xAA, 0xA3, 1]);
        stranger.SendBytes([0xAA, 0xA3, 9]);
        stranger.Send(ReplayMsg.CreatePage(1, null));
        stranger.Send(ReplayMsg.CreateFailed("no"));
        stranger.Send(ReplayMsg.CreateRead(ulong.MaxValue, 255));
        stranger.Send(ReplayMsg.CreateRead(0, 255));
        Assert.Equal(ulong.MaxValue, (await stranger.ReceiveAsync()).Last);
        Assert.Equal((3ul, 3), await stranger.ReceiveAsync() is { } page ? (page.Last, page.Records.Count) : default);
        Assert.Equal(records, await ReadAsync(await _host.OpenClientAsync(Replay), LogHost.Info));
    }

    private LogRecord[] Fill(int count) => Fill(count, _host);

    private static LogRecord[] Fill(int count, LogHost host)
    {
        LogRecord[] records = [.. Enumerable.Range(0, count).Select(i => new LogRecord((byte)(i % 3 + 1), 1, (ushort)i, 0, (ulong)i, $"event {i}"))];
        using var store = new LogStore(host.StoreFile("log"));
        store.Add(records);
        return records;
    }

    private static async Task<List<LogRecord>> ReadAsync(ReplayClient client, byte level, ulong after = 0)
    {
        List<LogRecord> records = [];
        await foreach (LogRecord record in client.ReplayAsync(level, after))
            records.Add(record);
        return records;
    }
}
