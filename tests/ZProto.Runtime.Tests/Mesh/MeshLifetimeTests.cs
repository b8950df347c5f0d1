using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>Meshes that end at the worst of moments: no one waits indefinitely, no thread and no socket is left.</summary>
public sealed class MeshLifetimeTests : TestMeshTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly InProcessTransport _inner = new();
    private readonly CountingTransport _counting;

    public MeshLifetimeTests()
    {
        _counting = new CountingTransport(_inner);
        Transport = _counting;
    }

    [Fact]
    public async Task A_mesh_that_never_started_ends()
    {
        await AssertEndedAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Mesh.BindAsync("inproc://*"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Mesh.StopAsync());
    }

    [Fact]
    public async Task Disposed_in_OnInitialize_of_the_mesh_it_starts_whole_and_ends()
    {
        Mesh.OnStart = () => _ = Mesh.DisposeAsync();
        Mesh.OnStop = () => Log.Add("stopped");
        await Mesh.BindAsync("inproc://*").WaitAsync(s_patience);
        await AssertEndedAsync();
        Assert.Equal(["stopped"], Log);
    }

    [Fact]
    public async Task An_exception_in_OnInitialize_of_the_mesh_goes_to_who_started_it_and_a_later_start_can_succeed()
    {
        Mesh.OnStart = () =>
        {
            Mesh.AddPeer(PeerKey.From("a"), "inproc://a");
            throw new InvalidOperationException("on purpose");
        };
        Mesh.OnStop = () => Log.Add("stopped");
        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(() => Mesh.BindAsync("inproc://*"));
        Assert.Equal("on purpose", problem.Message);
        Mesh.OnStart = null;
        await using (await GreetedAsync("b"))
            Assert.Equal(["b"], await KeysAsync());
        await AssertEndedAsync();
        Assert.Equal(["stopped"], Log);
    }

    [Fact]
    public async Task Disposed_in_OnInitialize_of_a_peer_it_still_executes_the_greeting_and_ends()
    {
        Mesh.OnNewPeer = _ => Mesh.DisposeAsync().AsTask().Wait(s_patience);
        Mesh.On(Start, MessageId.Hello, 0, Note("hello"));
        await using (Peer<MeshMsg> a = await SenderAsync("a"))
        {
            await a.SendAsync(CreateHello(""));
            await Mesh.Completion.WaitAsync(s_patience);
        }
        await AssertEndedAsync();
        Assert.Equal(["hello of 1 in 1"], Log);
    }

    [Fact]
    public async Task Disposed_in_OnInitialize_of_a_peer_that_is_added_it_ends()
    {
        Mesh.OnNewPeer = peer =>
        {
            peer.SetNextEvent(Greet);
            Mesh.DisposeAsync().AsTask().Wait(s_patience);
        };
        Mesh.On(Start, Greet, 0, peer => peer.Send(MessageId.Hello), Note("greet"));
        await BindAsync();
        await AddAsync("a", "inproc://a");
        await AssertEndedAsync();
        Assert.Equal(["greet of 1 in 1"], Log);
    }

    [Fact]
    public async Task Disposed_in_last_words_of_a_peer_it_ends()
    {
        Mesh.On(Start, MessageId.Ping, 0, peer => peer.Terminate());
        Mesh.OnEndedPeer = peer =>
        {
            Mesh.DisposeAsync().AsTask().Wait(s_patience);
            Log.Add($"end of {peer.Key}");
        };
        await using (Peer<MeshMsg> a = await GreetedAsync("a"))
        await using (Peer<MeshMsg> b = await GreetedAsync("b"))
        {
            await a.SendAsync(CreatePing());
            await Mesh.Completion.WaitAsync(s_patience);
        }
        await AssertEndedAsync();
        Assert.Equal(["end of a", "end of b"], Log);
    }

    [Fact]
    public async Task Peers_that_are_added_and_sent_to_in_last_words_are_refused_or_end_with_the_mesh()
    {
        Mesh.OnEndedPeer = peer =>
        {
            Mesh.SendTo(peer, CreatePing());
            if (Log.Count < 100)
                Log.Add($"{Mesh.AddPeer(PeerKey.From($"next {Log.Count}"), $"inproc://{Log.Count}")?.Key}");
        };
        Mesh.OnStop = () =>
        {
            Mesh.Post(() => Log.Add("never"));
            Assert.Throws<ObjectDisposedException>(() => Mesh.CreateDealer());
            Assert.True(Mesh.BindAsync("inproc://x").IsFaulted);
            Assert.True(Mesh.DiscoverAsync(new StaticPeers("inproc://x")).IsFaulted);
        };
        await BindAsync();
        await AddAsync("a", "inproc://a");
        await AssertEndedAsync();
        Assert.InRange(Log.Count, 1, 100);
        Assert.DoesNotContain("never", Log);
    }

    [Fact]
    public async Task Disposed_while_peers_come_and_go_it_ends()
    {
        for (int round = 0; round < 25; round++)
        {
            var mesh = new TestMesh { Options = { Transport = Transport, Key = OwnKey } };
            mesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
            mesh.On(Start, MessageId.Hello, 0, peer => peer.SetEndpoint($"inproc://of {peer.Key}"), peer => peer.Send(MessageId.PingOk));
            mesh.On(Start, Greet, 0, peer => peer.RunInBackground(_ => Task.FromResult(1), Tell, Tell)).On(Start, Tell, 0, peer => peer.Terminate());
            string endpoint = await mesh.BindAsync("inproc://*");
            await using Peer<MeshMsg> sender = await Peer<MeshMsg>.ConnectAsync(_inner, endpoint, new RoutingId("a"u8));
            Task greeting = Task.Run(async () =>
            {
                for (int i = 0; i < 20; i++)
                    await sender.SendAsync(CreateHello(""));
            });
            Task adding = IgnoreEndAsync(async () =>
            {
                for (int i = 0; i < 20; i++)
                    await mesh.InvokeAsync(() => mesh.AddPeer(PeerKey.From($"{i}"), $"inproc://{i}"));
            });
            if (round % 2 == 0)
                await greeting;
            await mesh.DisposeAsync().AsTask().WaitAsync(s_patience);
            await Task.WhenAll(adding, mesh.Completion).WaitAsync(s_patience);
            await Record.ExceptionAsync(() => greeting);
        }
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Disposed_while_a_discovery_reports_it_ends_and_later_reports_do_nothing()
    {
        for (int round = 0; round < 25; round++)
        {
            var mesh = new TestMesh { Options = { Transport = Transport } };
            var discovery = new RestlessDiscovery();
            await mesh.DiscoverAsync(discovery);
            discovery.WaitForReports();
            await mesh.DisposeAsync().AsTask().WaitAsync(s_patience);
            await discovery.StopAsync().WaitAsync(s_patience);
            Assert.Null(mesh.Runtime);
        }
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Disposed_by_a_discovery_in_its_start_and_its_end_it_ends()
    {
        var discovery = new RestlessDiscovery { Ending = () => _ = Mesh.DisposeAsync() };
        await Mesh.DiscoverAsync(discovery);
        discovery.WaitForReports();
        await AssertEndedAsync();
        await discovery.StopAsync();

        var other = new TestMesh { Options = { Transport = Transport } };
        var starting = new RestlessDiscovery { Starting = () => other.DisposeAsync().AsTask() };
        await Record.ExceptionAsync(() => other.DiscoverAsync(starting).WaitAsync(s_patience));
        await other.Completion.WaitAsync(s_patience);
        await starting.StopAsync();
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Disposed_with_work_under_way_it_cancels_the_work_and_does_not_wait_for_it()
    {
        var cancelled = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        Mesh.On(Start, MessageId.Hello, 0, peer => peer.RunInBackground(
            token =>
            {
                token.Register(cancelled.SetResult);
                Assert.True(release.Wait(s_patience, CancellationToken.None));
                return Task.FromResult(1);
            },
            Tell,
            Malformed));
        Mesh.On(Start, Tell, 0, Note("never")).On(Start, Malformed, 0, Note("never"));
        await using (await GreetedAsync("a"))
            await AssertEndedAsync(othersLeft: 1);
        await cancelled.Task.WaitAsync(s_patience);
        release.Set();
        Assert.Empty(Log);
    }

    [Fact]
    public async Task Disposed_during_calls_they_fail_however_it_is_disposed()
    {
        foreach (Func<FindMesh, Task> end in (Func<FindMesh, Task>[])
        [
            mesh => mesh.DisposeAsync().AsTask(),
            mesh => mesh.InvokeAsync(() => _ = mesh.DisposeAsync()),
            mesh => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => mesh.DisposeAsync().AsTask()))),
            async mesh =>
            {
                mesh.Begins = (self, _) => self.DisposeAsync().AsTask().Wait(s_patience);
                await Assert.ThrowsAsync<ClientClosedException>(() => mesh.LookUpAsync("disposes").WaitAsync(s_patience));
            },
        ])
        {
            var mesh = new FindMesh { Options = { Transport = Transport } };
            PeerKey key = PeerKey.From("a");
            await mesh.InvokeAsync(() => mesh.AddPeer(key, "inproc://nobody"));
            Task[] calls = [mesh.AskAsync(key, "x"), mesh.LookUpAsync("y"), mesh.AskAsync(key, "z")];
            await mesh.InvokeAsync(() => { });
            await end(mesh).WaitAsync(s_patience);
            await mesh.Completion.WaitAsync(s_patience);
            foreach (Task call in calls)
                await Assert.ThrowsAnyAsync<ZProtoException>(() => call.WaitAsync(s_patience));
            await Assert.ThrowsAsync<ClientClosedException>(() => mesh.LookUpAsync("late").WaitAsync(s_patience));
        }
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Disposed_by_many_threads_while_others_bind_call_post_add_and_discover_it_ends_and_no_one_waits_indefinitely()
    {
        for (int round = 0; round < 60; round++)
        {
            var mesh = new TestMesh { Options = { Transport = Transport } };
            using var start = new Barrier(6);
            Task[] threads =
            [
                Race(() => mesh.DisposeAsync().AsTask()),
                Race(() => mesh.DisposeAsync().AsTask()),
                Race(() => mesh.BindAsync("inproc://*")),
                Race(() => mesh.InvokeAsync(() => mesh.AddPeer(PeerKey.From("a"), "inproc://a"))),
                Race(() => mesh.DiscoverAsync(new StaticPeers("inproc://b", "inproc://c"))),
                Race(() => mesh.StopAsync()),
            ];
            await Task.WhenAll(threads).WaitAsync(s_patience);
            await mesh.Completion.WaitAsync(s_patience);

            Task Race(Func<Task> work) => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return IgnoreEndAsync(work);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
        }
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task The_death_of_its_loop_is_logged_and_open_calls_fail_with_the_cause()
    {
        var mesh = new FindMesh { Options = { Name = "finder", Transport = Transport, LoggerFactory = Book } };
        Task<string> call = mesh.LookUpAsync("x");
        await mesh.InvokeAsync(() => { });
        _counting.Fault = new TransportException("on purpose");
        mesh.Post(() => { });
        ClientClosedException problem = await Assert.ThrowsAsync<ClientClosedException>(() => call.WaitAsync(s_patience));
        Assert.Contains("on purpose", problem.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TransportException>(() => mesh.Completion.WaitAsync(s_patience));
        Assert.Contains(Book.Lines, line => line.StartsWith("Critical: finder: its event loop has died", StringComparison.Ordinal));
        await mesh.DisposeAsync();
    }

    [Fact]
    public async Task Meshes_may_share_a_loop_which_outlives_them()
    {
        await using var loop = new EventLoop(Transport);
        for (int round = 0; round < 5; round++)
        {
            await using var first = new TestMesh { Options = { Loop = loop, Key = PeerKey.From("first") } };
            await using var second = new TestMesh { Options = { Loop = loop, Key = PeerKey.From("second") } };
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            first.OnNewPeer = peer => peer.SetNextEvent(Greet);
            first.On(Start, Greet, 0, peer => peer.Send(MessageId.Hello));
            second.On(Start, MessageId.Hello, 0, _ => heard.SetResult());
            string endpoint = await second.BindAsync("inproc://*");
            await first.InvokeAsync(() => first.AddPeer(PeerKey.From("second"), endpoint));
            await heard.Task.WaitAsync(s_patience);
        }
        Assert.Equal((1, 0), (_counting.LoopsMade, _counting.Sockets));
    }

    /// <summary>Disposes the mesh, which ends, refuses all that comes later, and leaves nothing.</summary>
    /// <param name="othersLeft">How many sockets of the test there are.</param>
    private async Task AssertEndedAsync(int othersLeft = 0)
    {
        await Mesh.DisposeAsync().AsTask().WaitAsync(s_patience);
        await Mesh.DisposeAsync();
        await Mesh.Completion.WaitAsync(s_patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Mesh.InvokeAsync(() => { }));
        Assert.Throws<ObjectDisposedException>(() => Mesh.Post(() => { }));
        Assert.Equal((othersLeft, othersLeft), (_counting.Loops, _counting.Sockets));
    }

    private void AssertNothingIsLeft() => Assert.Equal((0, 0), (_counting.Loops, _counting.Sockets));

    private static async Task IgnoreEndAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ObjectDisposedException)
        {
            // It came too late.
        }
    }

    /// <summary>Reports peers that come and go from a thread of its own, until long after its end.</summary>
    private sealed class RestlessDiscovery : IPeerDiscovery
    {
        private readonly CancellationTokenSource _stop = new();
        private Task _reporting = Task.CompletedTask;
        private int _reports;

        public Func<Task>? Starting { get; init; }

        public Action? Ending { get; init; }

        public async ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
        {
            _reporting = Task.Run(
                () =>
                {
                    while (!_stop.IsCancellationRequested)
                    {
                        int i = Interlocked.Increment(ref _reports);
                        sink.PeerAppeared(PeerKey.From($"{i % 20}"), $"inproc://{i % 30}");
                        sink.PeerVanished(PeerKey.From($"{(i + 7) % 20}"));
                        Thread.Yield();
                    }
                },
                CancellationToken.None);
            if (Starting is { } starting)
                await starting();
        }

        public void WaitForReports() => Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _reports) > 10, s_patience));

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _reporting;
            _stop.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Ending?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
