using System.Threading.Channels;
using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What the loop does in a round, and who has to wait for whom.</summary>
public sealed class LoopRoundTests : TestServerTests
{
    [Fact]
    public async Task All_code_of_an_engine_runs_on_its_loop_one_at_a_time()
    {
        int inside = 0, violations = 0;
        Action<TestServer.Client> check = client => Check(client.Server);
        Server.ExpiredEvent = Error;
        Server
            .On(Start, MessageId.Nothing, Second, check, client => client.SetWakeup(TimeSpan.FromSeconds(1), Ok), client => Answer(client))
            .After(Start, check)
            .Before(Second, check)
            .On(Second, Ok, 0, check, client => client.RunInBackground(_ => Task.FromResult(1), Ok, Ok))
            .On(Second, Error, 0, check, client => client.Terminate());
        Server.OnNewClient = check;
        Server.OnEndedClient = check;
        Server.OnStart = () => Check(Server);
        Server.OnStop = () => Check(Server);
        var channel = Channel.CreateUnbounded<int>();
        using IDisposable handler = Server.Handle(channel.Reader, _ => Check(Server));
        using IDisposable monitor = Server.Monitor(TimeSpan.FromMilliseconds(1), () => Check(Server));
        await using Peer<OddValues> peer = await AskAsync();
        for (int i = 0; i < 70; i++)
        {
            Assert.True(channel.Writer.TryWrite(i));
            await SettleAsync();
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Server.InvokeAsync(() => Check(Server));
        }
        await Server.DisposeAsync();
        Assert.Equal(0, violations);
        Assert.Equal(0, inside);

        void Check(TestServer server)
        {
            if (Interlocked.Increment(ref inside) != 1 || !server.IsOnLoop)
                violations++;
            Thread.Yield();
            Interlocked.Decrement(ref inside);
        }
    }

    [Fact]
    public async Task Everything_public_may_be_called_on_the_loop_where_it_runs_at_once()
    {
        Server.On(Start, MessageId.Nothing, 0, client =>
        {
            Assert.Equal("inproc://from-action", Server.BindAsync("inproc://from-action").GetAwaiter().GetResult());
            Assert.Equal(3, Server.InvokeAsync(() => 3).GetAwaiter().GetResult());
            Server.UnbindAsync("inproc://from-action").GetAwaiter().GetResult();
            Answer(client, "done");
        });
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        Assert.Equal("done", peer.Receive().Short);
    }

    [Fact]
    public async Task A_bind_and_a_dispose_may_be_awaited_in_code_that_runs_on_the_loop()
    {
        await Server.InvokeAsync(async () =>
        {
            await Server.BindAsync("inproc://*");
            Assert.True(Server.IsOnLoop);
            await Server.DisposeAsync();
            Assert.True(Server.IsOnLoop);
        }).WaitAsync(Patience);
        await Server.Completion.WaitAsync(Patience);
    }

    [Fact]
    public Task What_awaits_a_call_does_not_run_on_the_loop() => Task.Run(async () =>
    {
        for (int i = 0; i < 1_000; i++)
        {
            await Server.InvokeAsync(() => { });
            Assert.False(Server.IsOnLoop);
        }
    });

    [Fact]
    public async Task The_wait_for_a_call_ends_with_its_token_while_the_loop_is_stalled_and_the_code_does_not_run()
    {
        using var stalled = new ManualResetEventSlim();
        using var patience = new CancellationTokenSource();
        bool ran = false;
        Task stall = Server.InvokeAsync(() => stalled.Wait(Patience));
        Task<string> bind = Server.BindAsync("inproc://never", patience.Token);
        Task call = Server.InvokeAsync(() => ran = true, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bind.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        stalled.Set();
        await stall;
        await SettleAsync();
        Assert.False(ran);
        Assert.Equal("inproc://never", await Server.BindAsync("inproc://never"));
    }

    [Fact]
    public async Task At_most_a_thousand_messages_are_read_before_timers_have_their_turn()
    {
        int read = 0, readAtMonitor = 0;
        Server.On(Start, MessageId.Nothing, 0, client =>
        {
            // The monitor is due from the first message on.
            if (++read == 1)
                Clock.Advance(TimeSpan.FromMilliseconds(2));
            if (read == 3_000)
                Answer(client);
        });
        using IDisposable monitor = Server.Monitor(TimeSpan.FromMilliseconds(1), () => readAtMonitor = readAtMonitor == 0 ? read : readAtMonitor);
        await SendWhileStalledAsync(3_000, CreateNothing());
        Assert.Equal(1_000, readAtMonitor);
    }

    [Fact]
    public async Task Messages_are_read_for_ten_milliseconds_before_timers_have_their_turn()
    {
        int read = 0, readAtMonitor = 0;
        Server.On(Start, MessageId.Nothing, 0, client =>
        {
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            if (++read == 500)
                Answer(client);
        });
        using IDisposable monitor = Server.Monitor(TimeSpan.FromMilliseconds(1), () => readAtMonitor = readAtMonitor == 0 ? read : readAtMonitor);
        await SendWhileStalledAsync(500, CreateNothing());
        Assert.InRange(readAtMonitor, 10, 16);
    }

    [Theory]
    [InlineData(0, 1_000, 1_000)]
    [InlineData(1, 10, 16)]
    public async Task A_dealer_of_an_engine_has_no_more_time_in_a_round_than_its_router(int millisecondsEach, int least, int most)
    {
        const int Messages = 3_000;
        int read = 0, readAtMonitor = 0;
        var all = new TaskCompletionSource();
        await using var other = new TestServer { Options = { Transport = Server.Options.Transport } };
        other.On(Start, MessageId.Nothing, 0, client =>
        {
            for (int i = 0; i < Messages; i++)
                Answer(client);
        });
        string endpoint = await other.BindAsync("inproc://*");
        using IDisposable monitor = Server.Monitor(TimeSpan.FromMilliseconds(1), () => readAtMonitor = readAtMonitor == 0 ? read : readAtMonitor);
        await Server.InvokeAsync(() =>
        {
            DealerConnection dealer = Server.CreateDealer();
            dealer.Handle(_ =>
            {
                if (++read == 1)
                    Clock.Advance(TimeSpan.FromMilliseconds(2));
                Clock.Advance(TimeSpan.FromMilliseconds(millisecondsEach));
                if (read == Messages)
                    all.SetResult();
            });
            dealer.Connect(endpoint);
            Assert.Equal(SendResult.Sent, dealer.Send(CreateNothing()));
            // On a stalled loop, until all has been sent.
            while (other.InvokeAsync(() => other.GetClients().Count).GetAwaiter().GetResult() == 0)
                Thread.Yield();
        });
        await all.Task.WaitAsync(Patience);
        Assert.InRange(await Server.InvokeAsync(() => readAtMonitor), least, most);
    }

    [Fact]
    public async Task Posted_work_that_posts_work_does_not_keep_messages_waiting()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        using var end = new CancellationTokenSource();
        Repost();
        await using Peer<OddValues> peer = await AskAsync();
        await end.CancelAsync();

        // From elsewhere: on the loop it would run at once.
        void Repost() => Server.Post(() =>
        {
            if (!end.IsCancellationRequested)
                ThreadPool.QueueUserWorkItem(_ => Repost());
        });
    }

    [Fact]
    public async Task Servers_may_share_a_loop_which_outlives_them()
    {
        var transport = new InProcessTransport();
        await using var loop = new EventLoop(transport, Clock);
        await using var one = new HelloServer { Options = { Loop = loop } };
        await using var two = new HelloServer { Options = { Loop = loop } };
        await one.BindAsync("inproc://one");
        await two.BindAsync("inproc://two");
        Assert.True(await one.InvokeAsync(() => two.IsOnLoop));
        await AskAsync("inproc://one");
        await AskAsync("inproc://two");
        await one.DisposeAsync();
        await one.Completion;
        Assert.False(loop.Completion.IsCompleted);
        Assert.False(two.Completion.IsCompleted);
        await AskAsync("inproc://two");
        // Its endpoint is free again.
        Assert.Equal("inproc://one", await two.BindAsync("inproc://one"));

        // On the loop of another, no one waits for himself.
        await two.InvokeAsync(() => two.DisposeAsync().AsTask().Wait(Patience));
        await two.Completion.WaitAsync(Patience);
        await loop.DisposeAsync();
        Assert.True(loop.Completion.IsCompletedSuccessfully);

        async Task AskAsync(string endpoint)
        {
            await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(transport, endpoint);
            await peer.SendAsync(HelloMsg.CreatePing(1));
            Assert.Equal("PING-OK", peer.Receive().Command);
        }
    }

    [Fact]
    public async Task A_loop_without_input_on_one_server_of_an_event_loop_leaves_the_other_to_be_served()
    {
        var transport = new InProcessTransport();
        await using var loop = new EventLoop(transport);
        await using var bad = new HelloServer { Options = { Loop = loop }, OnGreet = client => client.SetException(HelloServer.Event.Hello) };
        await using var good = new HelloServer { Options = { Loop = loop } };
        await using Peer<HelloMsg> circling = await Peer<HelloMsg>.ConnectAsync(transport, await bad.BindAsync("inproc://bad"));
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(transport, await good.BindAsync("inproc://good"));
        await circling.SendAsync(HelloMsg.CreateHello(1, ""));
        await peer.SendAsync(HelloMsg.CreatePing(1));
        Assert.Equal("PING-OK", peer.Receive().Command);
    }

    /// <summary>Has messages of one peer wait before any is read, and then waits for the answer to the last.</summary>
    private async Task SendWhileStalledAsync(int count, OddValues message)
    {
        await using Peer<OddValues> peer = await PeerAsync();
        using var stalled = new ManualResetEventSlim();
        Task stall = Server.InvokeAsync(() => stalled.Wait(Patience));
        for (int i = 0; i < count; i++)
            await peer.SendAsync(message);
        stalled.Set();
        await stall;
        peer.Receive();
        await SettleAsync();
    }

    [Fact]
    public async Task A_loop_has_settled_when_what_its_timers_began_is_done()
    {
        await using var loop = new EventLoop(new InProcessTransport(), Clock);
        var work = new WorkOfATimer(Clock);
        await loop.InvokeAsync(() =>
        {
            loop.Add(work);
            loop.Timers.Arm(work, loop.Now + 1000);
            work.Settled = loop.SettleAsync();
            return true;
        });
        await work.Settled!;
        Assert.Equal("done before", work.Outcome);
    }

    /// <summary>A timer that begins work which is done when it is polled. It fires in the round in which the loop is first asked whether it has settled.</summary>
    private sealed class WorkOfATimer(FakeTimeProvider clock) : LoopTimer, IEventLoopParticipant
    {
        private int _polls;
        private bool _hasFired;

        public Task? Settled { get; set; }

        public string? Outcome { get; private set; }

        public override void Fire() => _hasFired = true;

        public bool Poll()
        {
            if (++_polls == 2)
                clock.Advance(TimeSpan.FromSeconds(1));
            if (!_hasFired || Outcome is not null)
                return true;
            Outcome = Settled!.IsCompleted ? "done after" : "done before";
            return false;
        }

        public void OnLoopEnded(Exception? fault)
        {
        }
    }
}
