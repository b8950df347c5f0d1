using System.Net;
using System.Net.Sockets;
using SocketType = System.Net.Sockets.SocketType;

namespace ZProto.LogCollector.Tests;

/// <summary>Collectors come and go, and nodes go on.</summary>
public sealed class ComeAndGoTests
{
    [Fact]
    public async Task A_node_logs_whether_or_not_there_is_a_collector()
    {
        await using var host = new LogHost();
        LogNode node = host.CreateNode();
        await LogHost.LogAsync(node, LogHost.Error, "no one is there");
        LogHost.TestCollector collector = await host.StartCollectorAsync(LogHost.Error);
        await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Error);
        await LogHost.LogAsync(node, LogHost.Error, "from here on");
        Assert.Equal("1 from here on", await collector.NextAsync());
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task One_that_comes_later_is_waited_for(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogHost.TestCollector first = await host.StartCollectorAsync(LogHost.Error);
        await first.Running.DisposeAsync();
        LogNode node = host.CreateNode();
        await node.ReportToAsync(first.Endpoint);
        LogHost.TestCollector second = await host.StartCollectorAsync(LogHost.Error, endpoint: first.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Error);
        await LogHost.LogAsync(node, LogHost.Error, "at last");
        Assert.Equal("1 at last", await second.NextAsync());
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task One_that_comes_back_gets_what_it_has_missed(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogHost.TestCollector collector = await host.StartCollectorAsync(LogHost.Warning);
        LogNode node = host.CreateNode();
        await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Warning);
        await LogHost.LogAsync(node, LogHost.Warning, "before");
        Assert.Equal("2 before", await collector.NextAsync());

        await collector.Running.DisposeAsync();
        await WaitForReconnectAsync(new Uri(collector.Endpoint).Port);
        for (int i = 0; i < 100; i++)
            await LogHost.LogAsync(node, LogHost.Warning, $"{i}");
        LogHost.TestCollector successor = await host.StartCollectorAsync(LogHost.Warning, endpoint: collector.Endpoint);
        for (int i = 0; i < 100; i++)
            Assert.Equal($"2 {i}", await successor.NextAsync());
    }

    // The node's socket keeps the subscriptions of a connection that has ended.
    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task One_that_comes_back_and_wants_less_gets_less_when_the_node_has_left_it_and_reports_again(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogHost.TestCollector collector = await host.StartCollectorAsync(LogHost.Info);
        LogNode node = host.CreateNode();
        await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Info);
        await collector.Running.DisposeAsync();
        LogHost.TestCollector successor = await host.StartCollectorAsync(LogHost.Error, endpoint: collector.Endpoint);
        Assert.True(await node.InvokeAsync(() => node.IsWanted(LogHost.Info)));

        await node.StopReportingToAsync(successor.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Info, isWanted: false);
        await node.ReportToAsync(successor.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Error);
        Assert.False(await node.InvokeAsync(() => node.IsWanted(LogHost.Info)));
        await LogHost.LogAsync(node, LogHost.Error, "an error");
        Assert.Equal("1 an error", await successor.NextAsync());
    }

    [Fact]
    public async Task Each_gets_what_it_wants_and_misses_nothing_when_another_goes()
    {
        await using var host = new LogHost();
        LogNode node = host.CreateNode();
        LogHost.TestCollector errors = await host.StartCollectorAsync(LogHost.Error, "errors"), all = await host.StartCollectorAsync(LogHost.Info, "all");
        foreach (LogHost.TestCollector collector in (LogHost.TestCollector[])[errors, all])
            await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Info);
        await LogHost.LogAsync(node, LogHost.Info, "1");
        await LogHost.LogAsync(node, LogHost.Error, "2");
        Assert.Equal("1 2", await errors.NextAsync());
        await errors.Running.DisposeAsync();
        await LogHost.LogAsync(node, LogHost.Error, "3");
        foreach (string expected in (string[])["3 1", "1 2", "1 3"])
            Assert.Equal(expected, await all.NextAsync());
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_meter_misses_nothing_while_others_come_and_go(string transport)
    {
        await using var host = new LogHost(TcpTransports.Create(transport));
        LogNode node = host.CreateNode();
        LogHost.TestCollector meter = await host.StartCollectorAsync(LogHost.Error, "meter");
        await node.ReportToAsync(meter.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Error);
        for (int i = 0; i < 20; i++)
        {
            LogHost.TestCollector other = await host.StartCollectorAsync(LogHost.Info, $"other-{i}");
            await node.ReportToAsync(other.Endpoint);
            if (i % 2 == 0)
                await LogHost.WaitUntilAsync(node, LogHost.Info);
            await LogHost.LogAsync(node, LogHost.Error, $"{i}");
            await other.Running.DisposeAsync();
            await node.StopReportingToAsync(other.Endpoint);
            await LogHost.WaitUntilAsync(node, LogHost.Info, isWanted: false);
        }
        for (int i = 0; i < 20; i++)
            Assert.Equal($"1 {i}", await meter.NextAsync());
    }

    [Fact]
    public async Task A_collector_that_a_node_has_left_gets_nothing_more()
    {
        await using var host = new LogHost();
        LogNode node = host.CreateNode(), other = host.CreateNode();
        LogHost.TestCollector collector = await host.StartCollectorAsync(LogHost.Error);
        foreach (LogNode each in (LogNode[])[node, other])
        {
            await each.ReportToAsync(collector.Endpoint);
            await LogHost.WaitUntilAsync(each, LogHost.Error);
        }
        await node.StopReportingToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Error, isWanted: false);
        await LogHost.LogAsync(node, LogHost.Error, "not this");
        await LogHost.LogAsync(other, LogHost.Error, "this");
        Assert.Equal("1 this", await collector.NextAsync());
    }

    // Who connects again knows that the connection has ended. What was sent before it knew is lost.
    private static async Task WaitForReconnectAsync(int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        while (!TryBind(listener, port))
            await Task.Delay(1, patience.Token);
        listener.Listen();
        using Socket connection = await listener.AcceptAsync(patience.Token);
    }

    // NetMQ leaves an endpoint a moment after its socket has gone.
    private static bool TryBind(Socket listener, int port)
    {
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
