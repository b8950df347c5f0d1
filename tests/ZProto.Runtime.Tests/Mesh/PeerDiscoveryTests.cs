namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Mesh": discovery is a seam, by which peers appear and vanish.</summary>
public sealed class PeerDiscoveryTests : TestMeshTests
{
    private readonly TestDiscovery _discovery = new();

    [Fact]
    public async Task Peers_appear_move_and_vanish()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.Key} at {peer.UniqueId}");
        await Mesh.DiscoverAsync(_discovery);
        _discovery.Sink.PeerAppeared(PeerKey.From("a"), "inproc://a");
        _discovery.Sink.PeerAppeared(PeerKey.From("b"), "inproc://b");
        _discovery.Sink.PeerAppeared(PeerKey.From("a"), "inproc://a");
        await SettleAsync();
        Assert.Equal(["a", "b"], await KeysAsync());
        Assert.Empty(Log);
        _discovery.Sink.PeerAppeared(PeerKey.From("a"), "inproc://elsewhere");
        _discovery.Sink.PeerVanished(PeerKey.From("b"));
        _discovery.Sink.PeerVanished(PeerKey.From("c"));
        await SettleAsync();
        Assert.Equal(["a"], await KeysAsync());
        Assert.Equal(["end of a at 1", "end of b at 2"], Log);
    }

    [Fact]
    public async Task A_peer_that_has_greeted_keeps_its_endpoint_whatever_is_reported_of_it()
    {
        Mesh.On(Start, MeshMsg.MessageId.Hello, 0, peer => peer.SetEndpoint(peer.Message.Endpoint));
        await Mesh.DiscoverAsync(_discovery);
        await using Engines.Peer<MeshMsg> peer = await GreetedAsync("a", "inproc://a");
        _discovery.Sink.PeerAppeared(PeerKey.From("a"), "inproc://elsewhere");
        await SettleAsync();
        Assert.Equal("inproc://a", await Mesh.InvokeAsync(() => Assert.Single(Mesh.GetPeers()).Endpoint));
    }

    [Fact]
    public async Task Reports_of_the_mesh_itself_of_no_key_and_of_endpoints_that_are_not_valid_do_no_harm()
    {
        await Mesh.DiscoverAsync(_discovery);
        _discovery.Sink.PeerAppeared(OwnKey, "inproc://own");
        _discovery.Sink.PeerAppeared(default, "inproc://none");
        _discovery.Sink.PeerAppeared(PeerKey.From("bad"), "nonsense");
        _discovery.Sink.PeerAppeared(PeerKey.From("null"), null!);
        _discovery.Sink.PeerVanished(default);
        _discovery.Sink.PeerAppeared(PeerKey.From("good"), "inproc://good");
        await SettleAsync();
        Assert.Equal(["good"], await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("cannot connect to 'nonsense'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_peers_is_a_discovery()
    {
        await Mesh.DiscoverAsync(new StaticPeers("inproc://a", "inproc://b"));
        await Mesh.DiscoverAsync(new StaticPeers(new Dictionary<PeerKey, string> { [PeerKey.From("c")] = "inproc://c" }));
        await Mesh.DiscoverAsync(new StaticPeers([]));
        await SettleAsync();
        Assert.Equal(["c", "inproc://a", "inproc://b"], await KeysAsync());
    }

    [Fact]
    public async Task The_end_of_the_mesh_disposes_it_before_its_peers_end()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.Key}");
        _discovery.Disposing = () => Log.Add("disposed");
        await Mesh.DiscoverAsync(_discovery);
        _discovery.Sink.PeerAppeared(PeerKey.From("a"), "inproc://a");
        await SettleAsync();
        await Mesh.DisposeAsync();
        Assert.Equal(["disposed", "end of a"], Log);
        _discovery.Sink.PeerAppeared(PeerKey.From("b"), "inproc://b");
        _discovery.Sink.PeerVanished(PeerKey.From("a"));
    }

    [Fact]
    public async Task One_that_does_not_start_is_disposed_and_the_caller_told()
    {
        _discovery.Starting = () => throw new InvalidTimeZoneException("No start.");
        _discovery.Disposing = () => Log.Add("disposed");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Mesh.DiscoverAsync(_discovery));
        await Mesh.DisposeAsync();
        Assert.Equal(["disposed"], Log);
    }

    [Fact]
    public async Task One_whose_end_throws_does_not_keep_the_mesh_from_its_end()
    {
        _discovery.Disposing = () => throw new InvalidTimeZoneException("No end.");
        await Mesh.DiscoverAsync(_discovery);
        await Mesh.DisposeAsync();
        Assert.Contains(Book.Lines, line => line.Contains("end of a discovery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_whose_end_never_comes_is_waited_for_no_longer_than_five_seconds()
    {
        _discovery.End = new TaskCompletionSource();
        await Mesh.DiscoverAsync(_discovery);
        Task end = Mesh.DisposeAsync().AsTask();
        while (!end.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(end, Task.Delay(1));
        }
        await end;
    }

    [Fact]
    public async Task Reports_beyond_10000_that_wait_for_the_loop_are_dropped()
    {
        await Mesh.DiscoverAsync(_discovery);
        using var gate = new ManualResetEventSlim();
        Task blocked = Mesh.InvokeAsync(() => gate.Wait(TimeSpan.FromSeconds(30)));
        for (int i = 0; i < 10_100; i++)
            _discovery.Sink.PeerVanished(PeerKey.From($"{i}"));
        _discovery.Sink.PeerAppeared(PeerKey.From("late"), "inproc://late");
        gate.Set();
        await blocked;
        await SettleAsync();
        Assert.Empty(await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("reports peers faster than they are added", StringComparison.Ordinal));
        _discovery.Sink.PeerAppeared(PeerKey.From("later"), "inproc://later");
        await SettleAsync();
        Assert.Equal(["later"], await KeysAsync());
    }

    [Fact]
    public async Task Those_that_were_only_found_leave_half_of_MaxPeers_to_those_that_greet()
    {
        Mesh.Options.MaxPeers = 5;
        await Mesh.DiscoverAsync(_discovery);
        for (int i = 0; i < 10; i++)
            _discovery.Sink.PeerAppeared(PeerKey.From($"{i}"), $"inproc://{i}");
        await SettleAsync();
        Assert.Equal(["0", "1", "2"], await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("There are 3 peers that were found and have not greeted, half of what MaxPeers allows; 3 is not made one", StringComparison.Ordinal));
        await using Engines.Peer<MeshMsg> a = await GreetedAsync("a");
        await using Engines.Peer<MeshMsg> b = await GreetedAsync("b");
        await using Engines.Peer<MeshMsg> c = await GreetedAsync("c");
        Assert.Equal(["0", "1", "2", "a", "b"], await KeysAsync());
    }

    [Fact]
    public async Task One_that_was_found_and_greets_or_vanishes_gives_its_place_to_the_next_that_is_found()
    {
        Mesh.Options.MaxPeers = 4;
        await Mesh.DiscoverAsync(_discovery);
        await using Engines.Peer<MeshMsg> a = await SenderAsync("a");
        _discovery.Sink.PeerAppeared(PeerKey.From("a"), "inproc://a");
        _discovery.Sink.PeerAppeared(PeerKey.From("b"), "inproc://b");
        _discovery.Sink.PeerAppeared(PeerKey.From("c"), "inproc://c");
        await SettleAsync();
        Assert.Equal(["a", "b"], await KeysAsync());
        await TellAsync(a, MeshMsg.CreateHello(""));
        _discovery.Sink.PeerAppeared(PeerKey.From("c"), "inproc://c");
        _discovery.Sink.PeerAppeared(PeerKey.From("b"), "inproc://elsewhere");
        _discovery.Sink.PeerAppeared(PeerKey.From("d"), "inproc://d");
        await SettleAsync();
        Assert.Equal(["a", "b", "c"], await KeysAsync());
        _discovery.Sink.PeerVanished(PeerKey.From("b"));
        _discovery.Sink.PeerAppeared(PeerKey.From("d"), "inproc://d");
        await SettleAsync();
        Assert.Equal(["a", "c", "d"], await KeysAsync());
    }

    [Fact]
    public async Task In_client_mode_where_no_one_greets_those_that_were_found_take_every_place()
    {
        ClientMesh.Options.MaxPeers = 2;
        await ClientMesh.DiscoverAsync(new StaticPeers("inproc://a", "inproc://b"));
        await SettleAsync();
        Assert.Equal(["inproc://a", "inproc://b"], await KeysAsync());
    }

    [Fact]
    public async Task Those_that_the_program_adds_take_every_place()
    {
        Mesh.Options.MaxPeers = 2;
        await BindAsync();
        await AddAsync("a", "inproc://a");
        await AddAsync("b", "inproc://b");
        Assert.Equal(["a", "b"], await KeysAsync());
    }

    private sealed class TestDiscovery : IPeerDiscovery
    {
        public IPeerSink Sink { get; private set; } = null!;

        public Action? Starting { get; set; }

        public Action? Disposing { get; set; }

        public TaskCompletionSource? End { get; set; }

        public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
        {
            Sink = sink;
            Starting?.Invoke();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            Disposing?.Invoke();
            return End is null ? ValueTask.CompletedTask : new ValueTask(End.Task);
        }
    }
}
