namespace ZProto.LogCollector.Tests;

/// <summary>Levels are filtered at the publisher: what a collector does not want is not sent to it.</summary>
public sealed class PublisherFilterTests
{
    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task What_a_collector_does_not_want_is_not_in_the_bytes_that_are_sent_to_it(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogNode node = host.CreateNode();
        LogHost.TestCollector warnings = await host.StartCollectorAsync(LogHost.Warning, "warnings"), infos = await host.StartCollectorAsync(LogHost.Info, "infos");
        await using var toWarnings = new TcpTap(warnings.Endpoint);
        await using var toInfos = new TcpTap(infos.Endpoint);
        await node.ReportToAsync(toWarnings.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Warning);
        await LogHost.LogAsync(node, LogHost.Info, "no one wants this");
        await node.ReportToAsync(toInfos.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Info);

        await LogHost.LogAsync(node, LogHost.Info, "an info");
        await LogHost.LogAsync(node, LogHost.Warning, "a warning");
        Assert.Equal("2 a warning", await warnings.NextAsync());
        Assert.Equal("3 an info", await infos.NextAsync());
        Assert.Equal("2 a warning", await infos.NextAsync());
        Assert.True(toWarnings.HasSent("a warning"));
        Assert.False(toWarnings.HasSent("an info"));
        Assert.True(toInfos.HasSent("an info"));
        Assert.False(toWarnings.HasSent("no one wants this") || toInfos.HasSent("no one wants this"));
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_collector_wants_more_or_less_at_any_time(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogNode node = host.CreateNode();
        LogHost.TestCollector collector = await host.StartCollectorAsync(level: 0);
        await node.ReportToAsync(collector.Endpoint);
        foreach (byte level in (byte[])[LogHost.Info, LogHost.Error, LogHost.Warning, 0, LogHost.Error])
        {
            await collector.Running.ListenToAsync(level);
            for (byte each = LogHost.Error; each <= LogHost.Info; each++)
                await LogHost.WaitUntilAsync(node, each, isWanted: each <= level);
        }
        await LogHost.LogAsync(node, LogHost.Info, "an info");
        await LogHost.LogAsync(node, LogHost.Error, "an error");
        Assert.Equal("1 an error", await collector.NextAsync());
    }

    [Fact]
    public async Task A_node_knows_what_prefixes_of_any_length_want()
    {
        await using var host = new LogHost();
        using var subscriber = new RawSubscriber(host.Transport, "inproc://prefixes");
        LogNode node = host.CreateNode();
        await node.ReportToAsync("inproc://prefixes");
        foreach (byte[] prefix in (byte[][])[[], [0xAA], [0xAA, 0xA2, 1], [0xAA, 0xA2, 1, 2], [0xAA, 0xA2, 1, 2, 4, 0]])
        {
            subscriber.Subscribe(prefix);
            await subscriber.WaitUntilAsync(node, LogHost.Warning);
            Assert.Equal(prefix.Length < 4, await node.InvokeAsync(() => node.IsWanted(LogHost.Info)));
            subscriber.Unsubscribe(prefix);
            await subscriber.WaitUntilAsync(node, LogHost.Warning, isWanted: false);
        }
        subscriber.Subscribe([0xAA, 0xA1]);
        subscriber.Subscribe([0xAA, 0xA2, 1, 1]);
        await subscriber.WaitUntilAsync(node, LogHost.Error);
        Assert.False(await node.InvokeAsync(() => node.IsWanted(LogHost.Warning)));
    }
}
