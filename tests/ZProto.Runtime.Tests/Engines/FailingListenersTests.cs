using System.Diagnostics;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What loggers, meter listeners, activity listeners and posted actions throw ends nothing.</summary>
[Collection(nameof(ActivityTests))]
public sealed class FailingListenersTests : IAsyncLifetime
{
    private readonly HelloServer _server = new() { Options = { Transport = new InProcessTransport() } };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_logger_that_throws_ends_nothing(bool isFactory)
    {
        _server.Options.LoggerFactory = new ThrowingLoggers(isFactory);
        _server.Verbose = true;
        _server.OnGreet = _ => throw new InvalidOperationException("on purpose");
        string endpoint = await _server.BindAsync("inproc://*");
        await using (Peer<HelloMsg> bad = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, endpoint))
        {
            await bad.SendAsync(HelloMsg.CreateHello(1, "you"));
            await bad.SendAsync(new byte[] { 1 });
            await AssertServesAsync(endpoint);
        }
    }

    [Fact]
    public async Task A_logger_that_throws_ends_no_machine_of_a_server_either()
    {
        await using var server = new LabServer { Verbose = true, Options = { Transport = new InProcessTransport(), LoggerFactory = new ThrowingLoggers(isFactory: false) } };
        await server.InvokeAsync(() =>
        {
            server.Probe.Raise(LabServer.ProbeMachine.Event.Back);
            server.Probe.Raise(LabServer.ProbeMachine.Event.Go);
            Assert.Equal(LabServer.ProbeMachine.StateId.Busy, server.Probe.State);
            server.Probe.Raise(LabServer.ProbeMachine.Event.Break);
            Assert.True(server.Other.IsAlive);
        });
    }

    [Fact]
    public async Task Posted_actions_that_throw_one_after_the_other_end_nothing()
    {
        _server.Options.LoggerFactory = new ThrowingLoggers(isFactory: false);
        string endpoint = await _server.BindAsync("inproc://*");
        using var posted = new ManualResetEventSlim();
        _server.Post(posted.Wait);
        for (int i = 0; i < 3; i++)
            _server.Post(() => throw new InvalidOperationException("on purpose"));
        _server.Loop.Post(() => throw new InvalidOperationException("the engine's own"));
        posted.Set();
        await AssertServesAsync(endpoint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_meter_listener_that_throws_ends_nothing(bool atOnce)
    {
        using var meters = new ThrowingMeters(atOnce);
        _server.Options.MeterFactory = meters;
        await AssertServesAsync(await _server.BindAsync("inproc://*"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_activity_listener_that_throws_ends_nothing(bool atStart)
    {
        string endpoint = await _server.BindAsync("inproc://*");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ZProto",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => ThrowIf(atStart),
            ActivityStopped = _ => ThrowIf(!atStart),
        };
        ActivitySource.AddActivityListener(listener);
        await AssertServesAsync(endpoint);
        Assert.Null(await _server.InvokeAsync(() => Activity.Current));
    }

    [Fact]
    public async Task The_death_of_a_loop_is_logged_by_each_engine_on_it()
    {
        var book = new RecordingLogger();
        var transport = new DyingTransport();
        var loop = new EventLoop(transport);
        await using var first = new HelloServer { Options = { Name = "first", Loop = loop, LoggerFactory = book } };
        await using var second = new HelloServer { Options = { Name = "second", Loop = loop, LoggerFactory = book } };
        await first.InvokeAsync(() => { });
        await second.InvokeAsync(() => { });
        transport.Dies = true;
        first.Post(() => { });
        await Assert.ThrowsAsync<TransportException>(() => first.Completion);
        Assert.Equal(
            ["Critical: first: its event loop has died, and the engine with it [on purpose]", "Critical: second: its event loop has died, and the engine with it [on purpose]"],
            book.Lines.Where(line => line.StartsWith("Critical", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task The_end_of_a_loop_under_an_engine_is_logged()
    {
        var book = new RecordingLogger();
        var loop = new EventLoop(new InProcessTransport());
        await using var server = new HelloServer { Options = { Name = "served", Loop = loop, LoggerFactory = book } };
        await server.InvokeAsync(() => { });
        await loop.DisposeAsync();
        Assert.Equal(["Warning: served: its event loop was disposed before it; the engine has ended"], book.Lines);
    }

    private static void ThrowIf(bool throws)
    {
        if (throws)
            throw new InvalidOperationException("on purpose");
    }

    private async Task AssertServesAsync(string endpoint)
    {
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, endpoint);
        await peer.SendAsync(HelloMsg.CreatePing(7));
        Assert.Equal(7u, peer.Receive().Sequence);
        await _server.InvokeAsync(() => { });
        Assert.False(_server.Completion.IsCompleted);
    }

    /// <summary>In-process, until its loop's next wait throws.</summary>
    private sealed class DyingTransport : ITransport
    {
        private readonly InProcessTransport _transport = new();

        public volatile bool Dies;

        public string Name => "dying";

        public TransportCapabilities Capabilities => _transport.Capabilities;

        public ITransportLoop CreateLoop() => new Loop(this, _transport.CreateLoop());

        private sealed class Loop(DyingTransport transport, ITransportLoop loop) : ITransportLoop
        {
            public ITransportSocket CreateSocket(SocketType kind, SocketOptions options) => loop.CreateSocket(kind, options);

            public void Wait(TimeSpan timeout)
            {
                loop.Wait(timeout);
                if (transport.Dies)
                    throw new TransportException("on purpose");
            }

            public void Wake() => loop.Wake();

            public void Dispose() => loop.Dispose();
        }
    }
}
