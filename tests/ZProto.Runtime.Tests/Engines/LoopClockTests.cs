using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>How the loop saves looks at the clock, and that no one sees it.</summary>
public sealed class LoopClockTests
{
    [Fact]
    public async Task A_clock_that_is_turned_is_seen_at_once()
    {
        var clock = new FakeTimeProvider();
        await using var loop = new EventLoop(new InProcessTransport(), clock);
        Assert.Equal((0, 0, 0), (loop.Now, loop.CachedNow, loop.RefreshClock()));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, loop.CachedNow);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, loop.RefreshClock());
    }

    [Fact]
    public async Task On_the_systems_clock_a_time_is_as_it_was_at_the_last_look()
    {
        await using var loop = new EventLoop(new InProcessTransport());
        long began = loop.RefreshClock();
        WaitForTicks(2);
        Assert.Equal(began, loop.CachedNow);
        long looked = loop.RefreshClock();
        Assert.NotEqual(began, looked);
        Assert.Equal(looked, loop.CachedNow);
    }

    [Fact]
    public async Task Within_a_tick_of_the_rough_clock_the_exact_one_is_asked_once()
    {
        await using var loop = new EventLoop(new InProcessTransport());
        long tick, first, second;
        do
        {
            tick = Environment.TickCount64;
            (first, second) = (loop.RefreshClock(), loop.RefreshClock());
        }
        while (Environment.TickCount64 != tick);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task How_long_one_clients_action_took_before_it_threw_is_not_said_of_the_next()
    {
        var book = new RecordingLogger();
        await using var server = new HelloServer { Options = { Transport = new InProcessTransport(), LoggerFactory = book } };
        string endpoint = await server.BindAsync("inproc://*");
        await using Peer<HelloMsg> first = await Peer<HelloMsg>.ConnectAsync(server.Options.Transport, endpoint);
        await using Peer<HelloMsg> second = await Peer<HelloMsg>.ConnectAsync(server.Options.Transport, endpoint);
        await first.SendAsync(HelloMsg.CreatePing(1));
        first.Receive();
        await second.SendAsync(HelloMsg.CreatePing(2));
        second.Receive();
        server.OnGreet = _ =>
        {
            WaitForTicks(100);
            throw new InvalidOperationException("on purpose");
        };
        using var sent = new ManualResetEventSlim();
        server.Post(sent.Wait);
        await first.SendAsync(HelloMsg.CreateHello(3, "you"));
        await second.SendAsync(HelloMsg.CreatePing(4));
        sent.Set();
        second.Receive();
        await server.InvokeAsync(() => { });
        Assert.Equal(["Error: HelloServer client 1: state start, event HELLO: an action threw; the machine is ended [on purpose]"], book.Lines);
    }

    [Fact]
    public async Task Actions_that_take_long_are_told_by_the_systems_clock_too()
    {
        var book = new RecordingLogger();
        await using var server = new HelloServer { Options = { Transport = new InProcessTransport(), LoggerFactory = book }, OnGreet = _ => WaitForTicks(100) };
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(server.Options.Transport, await server.BindAsync("inproc://*"));
        await peer.SendAsync(HelloMsg.CreateHello(1, "you"));
        peer.Receive();
        await server.InvokeAsync(() => { });
        Assert.StartsWith("Warning: HelloServer client 1: state start, event HELLO: the actions took ", Assert.Single(book.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_heard_after_actions_that_took_long_was_heard_then()
    {
        await using var server = new HelloServer { Options = { Transport = new InProcessTransport() }, OnGreet = _ => WaitForTicks(50) };
        string endpoint = await server.BindAsync("inproc://*");
        await using Peer<HelloMsg> first = await Peer<HelloMsg>.ConnectAsync(server.Options.Transport, endpoint);
        await using Peer<HelloMsg> second = await Peer<HelloMsg>.ConnectAsync(server.Options.Transport, endpoint);
        // Both are there in one round.
        using var sent = new ManualResetEventSlim();
        server.Post(sent.Wait);
        await first.SendAsync(HelloMsg.CreateHello(1, "you"));
        await second.SendAsync(HelloMsg.CreateHello(2, "you"));
        sent.Set();
        first.Receive();
        second.Receive();
        long apart = await server.InvokeAsync(() => server.GetClients().Max(client => client.LastActive) - server.GetClients().Min(client => client.LastActive));
        Assert.True(apart >= 50, $"They were heard {apart} ms apart.");
    }

    [Fact]
    public async Task A_clock_that_is_advanced_while_the_loop_sets_its_alarm_is_heard()
    {
        var clock = new ClockAdvancedWhileArming();
        await using var server = new HelloServer { Options = { Transport = new InProcessTransport(), TimeProvider = clock } };
        await server.InvokeAsync(() => { });
        using var ran = new SemaphoreSlim(0);
        clock.AdvanceNext = TimeSpan.FromSeconds(1);
        server.Monitor(TimeSpan.FromSeconds(1), () => ran.Release());
        Assert.True(await ran.WaitAsync(TimeSpan.FromSeconds(30)), "The alarm was not heard.");
        // By less than the time that was left: it rings when all of it is over, and not later.
        clock.AdvanceNext = TimeSpan.FromMilliseconds(600);
        await server.InvokeAsync(() => { });
        clock.Clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.True(await ran.WaitAsync(TimeSpan.FromSeconds(30)), "The alarm was not heard in time.");
    }

    [Fact]
    public async Task After_a_stall_silence_begins_again()
    {
        var clock = new FakeTimeProvider();
        await using var loop = new EventLoop(new InProcessTransport(), clock);
        await using var server = new HelloServer { Options = { Loop = loop }, ClientTimeout = TimeSpan.FromSeconds(10) };
        string endpoint = await server.BindAsync("inproc://*");
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(loop.Transport, endpoint);
        await peer.SendAsync(HelloMsg.CreatePing(1));
        peer.Receive();
        long heard = await server.InvokeAsync(() => server.GetClients().Single().LastActive);
        await server.InvokeAsync(() =>
        {
            // What a process that was stopped finds: time has gone by, and nothing was read.
            clock.Advance(TimeSpan.FromSeconds(40));
            loop.Stalled();
        });
        await SettleAsync(server);
        clock.Advance(TimeSpan.FromSeconds(9.9));
        await SettleAsync(server);
        Assert.Equal(heard, await server.InvokeAsync(() => server.GetClients().Single().LastActive));
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await SettleAsync(server);
        // Who expires is touched, or ended.
        Assert.NotEqual(heard, await server.InvokeAsync(() => server.GetClients().SingleOrDefault()?.LastActive ?? -1));
    }

    private static async Task SettleAsync(HelloServer server)
    {
        for (int i = 0; i < 3; i++)
            await server.InvokeAsync(() => { });
    }

    /// <summary>A clock that another thread advances just when a timer is set.</summary>
    private sealed class ClockAdvancedWhileArming : TimeProvider
    {
        public FakeTimeProvider Clock { get; } = new();

        public TimeSpan AdvanceNext { get; set; }

        public override long TimestampFrequency => Clock.TimestampFrequency;

        public override long GetTimestamp() => Clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => new Timer(this, Clock.CreateTimer(callback, state, dueTime, period));

        private sealed class Timer(ClockAdvancedWhileArming clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                TimeSpan advance = clock.AdvanceNext;
                clock.AdvanceNext = TimeSpan.Zero;
                clock.Clock.Advance(advance);
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }

    // Until the rough clock, too, has gone on by so much.
    private static void WaitForTicks(int milliseconds)
    {
        long end = Environment.TickCount64 + milliseconds + 20;
        SpinWait.SpinUntil(() => Environment.TickCount64 >= end);
    }
}
