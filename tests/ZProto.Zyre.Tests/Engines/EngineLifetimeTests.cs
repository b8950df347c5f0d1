using Microsoft.Extensions.Logging;

namespace ZProto.Zyre.Tests.Engines;

/// <summary>The start and end of a generated node, at good moments and bad ones.</summary>
public sealed class EngineLifetimeTests : EngineTests
{
    [Fact]
    public async Task A_node_has_its_identity_before_it_starts_and_its_endpoint_after()
    {
        WatchNode a = Create("a");
        Guid id = a.Id;
        Assert.Equal(("a", ""), (a.Name, a.Endpoint));
        Assert.Equal(6, Create("x", Options("x") with { Name = null }).Name.Length);
        await a.StartAsync();
        Assert.StartsWith("inproc://", a.Endpoint, StringComparison.Ordinal);
        ZyreNode b = await StartAsync("b");
        Assert.Equal((id, "a"), ((await b.GetPeersAsync())[0].Id, (await b.GetPeersAsync())[0].Name));
    }

    [Fact]
    public async Task A_node_starts_once_and_its_options_are_fixed_then()
    {
        WatchNode a = await StartWatchAsync("a");
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.StartAsync());
        Assert.Throws<InvalidOperationException>(() => a.Zyre = new ZyreOptions());
        Assert.Throws<ArgumentNullException>(() => Create("b").Zyre = null!);
    }

    [Fact]
    public async Task Methods_work_before_the_start_and_groups_joined_then_are_in_the_greeting()
    {
        WatchNode a = Own(new WatchNode { Zyre = Options("a"), Options = { Loop = Loop, LoggerFactory = Log }, Starting = node => node.TryJoin("EARLY") });
        await a.EnterRoomAsync();
        await a.ReportAsync("no one hears it");
        Assert.Equal(["EARLY", "WATCH"], await a.GetGroupsAsync());
        ZyreNode b = await StartAsync("b");
        await a.StartAsync();
        Assert.Equal(["a enters", "a joins EARLY", "a joins WATCH"], await HeardAsync(b));
    }

    [Fact]
    public async Task A_node_whose_beginning_throws_ends_and_was_never_there()
    {
        ZyreNode b = await StartAsync("b");
        WatchNode a = Own(new WatchNode { Zyre = Options("a"), Options = { Loop = Loop, LoggerFactory = Log }, Starting = _ => throw new InvalidOperationException("not today") });
        InvalidOperationException why = await Assert.ThrowsAsync<InvalidOperationException>(() => a.StartAsync());
        Assert.Equal("not today", why.Message);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => a.StartAsync());
        Assert.Empty(await HeardAsync(b));
    }

    [Fact]
    public async Task A_machine_that_ends_takes_the_node_off_the_network()
    {
        WatchNode a = await StartWatchAsync("a");
        ZyreNode b = await StartAsync("b");
        await a.StopAsync();
        await a.Completion;
        await SettleAsync();
        Assert.Empty(await b.GetPeersAsync());
        await Assert.ThrowsAsync<ClientClosedException>(() => a.EnterRoomAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => a.StartAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => a.GetPeersAsync());
    }

    [Fact]
    public async Task An_action_that_throws_ends_its_node_alone()
    {
        WatchNode a = await StartWatchAsync("a");
        WatchNode b = await StartWatchAsync("b");
        await Assert.ThrowsAsync<ClientClosedException>(() => a.BreakAsync());
        await a.Completion;
        await SettleAsync();
        Assert.Empty(await b.GetPeersAsync());
        await b.ReportAsync("goes on");
    }

    [Fact]
    public async Task What_the_end_calls_on_the_network_is_nothing()
    {
        WatchNode a = Own(new WatchNode { Zyre = Options("a"), Options = { Loop = Loop, LoggerFactory = Log }, Ending = node => node.TryJoin("LATE") });
        await a.StartAsync();
        ZyreNode b = await StartAsync("b");
        await a.DisposeAsync();
        Assert.Equal(["a enters", "a exits"], await HeardAsync(b));
        Assert.DoesNotContain(Log.Lines, line => line.Contains("LATE", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_ends_at_any_moment_twice_and_from_many_threads()
    {
        ZyreNode other = await StartAsync("other");
        for (int i = 0; i < 20; i++)
        {
            WatchNode node = Create($"n{i}");
            Task start = node.StartAsync();
            if (i % 2 == 0)
                await start;
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await node.DisposeAsync())));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => node.StartAsync());
            _ = start.Exception;
        }
        await SettleAsync();
        Assert.Empty(await other.GetPeersAsync());
    }

    [Fact]
    public async Task A_node_that_was_never_started_is_disposed()
    {
        WatchNode node = Create("a");
        await node.DisposeAsync();
        await node.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => node.StartAsync());
    }

    [Fact]
    public async Task A_program_that_does_not_take_its_messages_costs_the_peer_that_sends_them_its_place()
    {
        WatchNode a = Create("a");
        a.Options.ReceiveQueueCapacity = 2;
        await a.StartAsync();
        ZyreNode b = await StartAsync("b");
        for (int i = 0; i < 3; i++)
            await b.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateParcel([])));
        await SettleAsync();
        Assert.Equal(["event of b", "event of b"], a.Notes);
        Assert.Empty(await a.GetPeersAsync());
        await a.ReceiveAsync();
        await a.ReceiveAsync();
    }

    [Fact]
    public async Task A_loop_that_ends_under_a_node_ends_it()
    {
        await using var loop = new EventLoop(Transport, Clock);
        WatchNode a = Own(new WatchNode { Zyre = Options("a"), Options = { Loop = loop, LoggerFactory = Log } });
        await a.StartAsync();
        await loop.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => a.EnterRoomAsync());
        await a.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_is_disposed_by_its_own_action_leaves_the_network()
    {
        WatchNode a = Create("a");
        await a.StartAsync();
        ZyreNode b = await StartAsync("b");
        await a.InvokeAsync(() => { _ = a.DisposeAsync().AsTask(); });
        await a.Completion;
        Assert.Equal(["a enters", "a exits"], await HeardAsync(b));
        Assert.Equal("event of no one", a.Notes[^1]);
    }

    [Fact]
    public async Task A_node_that_is_disposed_while_it_begins_ends()
    {
        WatchNode a = Own(new WatchNode { Zyre = Options("a"), Options = { Loop = Loop, LoggerFactory = Log }, Starting = node => _ = node.DisposeAsync().AsTask() });
        _ = await Record.ExceptionAsync(() => a.StartAsync());
        await a.Completion;
        ZyreNode b = await StartAsync("b");
        Assert.Empty(await b.GetPeersAsync());
    }

    [Fact]
    public async Task Loggers_that_throw_are_no_ones_end()
    {
        WatchNode a = Own(new WatchNode { Zyre = Options("a"), Options = { Loop = Loop, LoggerFactory = new ThrowingLoggers() }, Verbose = true });
        await a.StartAsync();
        ZyreNode b = await StartAsync("b");
        await b.WhisperAsync(a.Id, "not a message");
        await b.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateNews("heard")));
        await SettleAsync();
        Assert.Equal("News heard of b", a.Notes[^1]);
    }

    [Fact]
    public async Task A_flood_of_a_peer_leaves_the_node_and_the_other_peers_as_they_are()
    {
        WatchNode a = await StartWatchAsync("a");
        ZyreNode b = await StartAsync("b");
        ZyreNode c = await StartAsync("c");
        for (int i = 0; i < 2_000; i++)
            await b.WhisperAsync(a.Id, i % 2 == 0 ? new ZyreMessage([(byte)i]) : ZyreMessage.From(new WatchMsg { Id = WatchMsg.MessageId.Wake }));
        await c.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateNews("amid it")));
        await SettleAsync();
        Assert.Equal("News amid it of c", a.Notes[^1]);
        Assert.InRange(Log.Lines.Count, 1, 10);
        Assert.Equal(2, (await a.GetPeersAsync()).Count);
    }

    private sealed class ThrowingLoggers : ILoggerFactory, ILogger
    {
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => throw new InvalidOperationException("The disk is full.");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => throw new InvalidOperationException("The disk is full.");

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
