using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Steady;

namespace ZProto.Transport.Tests;

/// <summary>
/// What a mesh's peers may do to it without any other noticing, on every transport, as in <see cref="ServerConformance"/> what a server's
/// clients may. The mesh is generated; what it is sent is made by hand.
/// </summary>
public abstract class MeshAttackConformance : IAsyncLifetime
{
    private const int MaxPeers = 20;

    private readonly List<LoopThread> _threads = [];
    private readonly Counts _counts = new();
    private readonly FakeTimeProvider _clock = new();
    private CircleMesh _mesh = null!;
    private CircleMesh _good = null!;
    private int _said;

    /// <summary>An endpoint to bind to that no one has.</summary>
    protected abstract string AnyEndpoint { get; }

    /// <summary>The transport of all engines of a test.</summary>
    protected abstract ITransport Transport { get; }

    public async Task InitializeAsync()
    {
        _mesh = new CircleMesh { Options = { Transport = Transport, TimeProvider = _clock, MeterFactory = _counts, MaxPeers = MaxPeers, Socket = new SocketOptions { SendHighWatermark = 1_000 } } };
        _good = new CircleMesh { Options = { Transport = Transport } };
        string endpoint = await _mesh.BindAsync(AnyEndpoint);
        await _good.BindAsync(AnyEndpoint);
        await _good.InvokeAsync(() => _good.AddPeer(_mesh.Options.Key, endpoint));
        await Deadline.Until(async () => await _good.CountReadyAsync() == 1 && await _mesh.CountReadyAsync() == 1);
        await AssertHearsAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (LoopThread thread in _threads)
            thread.Dispose();
        await _good.DisposeAsync();
        await _mesh.DisposeAsync();
        _counts.Dispose();
        GC.SuppressFinalize(this);
    }

    [TransportTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_floods_keeps_no_one_from_being_heard_whether_or_not_it_has_greeted(bool greets)
    {
        TestSocket bad = await ConnectAsync("bad");
        if (greets)
            await GreetAsync(bad, "bad");
        var done = new StrongBox<bool>();
        Task flood = FloodAsync(bad, done);
        for (int i = 0; i < 40; i++)
            await AssertHearsAsync();
        Volatile.Write(ref done.Value, true);
        await flood;
        Assert.Equal(greets ? 2 : 1, (await _mesh.InvokeAsync(_mesh.GetPeers)).Count);
    }

    [TransportFact]
    public async Task A_flood_keeps_no_silent_peer_from_expiring()
    {
        TestSocket silent = await ConnectAsync("silent"), bad = await ConnectAsync("bad");
        await GreetAsync(silent, "silent");
        await GreetAsync(bad, "bad");
        var done = new StrongBox<bool>();
        Task flood = FloodAsync(bad, done);
        try
        {
            await Deadline.Until(async () =>
            {
                _clock.Advance(_mesh.PeerTimeout / 10);
                return !await _mesh.HasPeerAsync(PeerKey.From("silent"));
            });
        }
        finally
        {
            Volatile.Write(ref done.Value, true);
        }
        await flood;
    }

    [TransportFact]
    public async Task A_peer_that_never_reads_fills_its_queue_which_ends_it_and_others_are_heard()
    {
        TestSocket lazy = await ConnectAsync("lazy", new SocketOptions { ReceiveHighWatermark = 1 });
        await GreetAsync(lazy, "lazy");
        string word = new('x', 250);
        do
        {
            await _mesh.InvokeAsync(() =>
            {
                for (int i = 0; i < 1_000 && _mesh.TryGetPeer(PeerKey.From("lazy"), out CircleMesh.Peer? peer); i++)
                    _mesh.SendEvent(peer, CircleMesh.Event.Say, word);
            });
            await AssertHearsAsync();
        }
        while (await _mesh.HasPeerAsync(PeerKey.From("lazy")));
        Assert.Equal((1, 1, 0), (_counts["zproto.sends.full"], _counts["zproto.clients.ended"], _counts["zproto.exceptions"]));
    }

    [TransportFact]
    public async Task Greetings_with_new_routing_ids_make_as_many_peers_as_allowed_and_others_are_heard()
    {
        const int Greetings = 40;
        LoopThread thread = CreateThread();
        for (int i = 0; i < Greetings; i++)
        {
            TestSocket bad = await ConnectAsync($"bad {i}", thread: thread);
            await bad.Send(default, CircleMsg.CreateHello(await BindMailboxAsync(thread)).ToFrames());
            await AssertHearsAsync();
        }
        await Deadline.Until(() => _counts["zproto.clients.refused"] > 0);
        Assert.InRange((await _mesh.InvokeAsync(_mesh.GetPeers)).Count, 2, MaxPeers);
        await AssertHearsAsync();
    }

    [TransportFact]
    public async Task Peers_that_vanish_with_messages_under_way_change_nothing()
    {
        for (int i = 0; i < MaxPeers - 1; i++)
        {
            TestSocket bad = await ConnectAsync($"bad {i}");
            await GreetAsync(bad, $"bad {i}");
            await _mesh.WhisperAsync("to all");
            await bad.Do((_, socket) =>
            {
                for (int j = 0; j < 20; j++)
                    socket.Send([], TestSocket.Buffer(CircleMsg.CreatePing().ToFrames()));
            });
            bad.Thread.Dispose();
            _threads.Remove(bad.Thread);
            await AssertHearsAsync();
        }
        Assert.Equal(0, _counts["zproto.exceptions"]);
    }

    [TransportFact]
    public async Task Thousands_of_messages_of_random_bytes_change_nothing()
    {
        TestSocket bad = await ConnectAsync("bad"), stranger = await ConnectAsync("stranger");
        await GreetAsync(bad, "bad");
        var random = new Random(4711);
        for (int batch = 0; batch < 50; batch++)
        {
            await (batch % 2 == 0 ? bad : stranger).Do((_, socket) =>
            {
                for (int i = 0; i < 100; i++)
                    socket.Send([], TestSocket.Buffer(RandomFrames(random)));
            });
            await AssertHearsAsync();
        }
        Assert.InRange(_counts["zproto.messages.malformed"], 500, 5_000);
        Assert.False(_mesh.Completion.IsCompleted);
    }

    /// <summary>What the good peer says is heard.</summary>
    private async Task AssertHearsAsync()
    {
        string text = $"good {++_said}";
        await _good.WhisperAsync(text);
        await Deadline.Until(() =>
        {
            while (_mesh.Heard.TryDequeue(out string? heard))
            {
                if (heard == text)
                    return true;
            }
            return false;
        });
    }

    private static Task<int> FloodAsync(TestSocket bad, StrongBox<bool> done)
    {
        const int MostMessages = 2_000_000;
        MultipartMessage ping = TestSocket.Buffer(CircleMsg.CreatePing().ToFrames());
        return bad.Do((_, socket) =>
        {
            int sent = 0;
            while (!Volatile.Read(ref done.Value) && sent < MostMessages)
                sent += socket.Send([], ping) == SendResult.Sent ? 1 : 0;
            return sent;
        });
    }

    /// <summary>A peer that speaks to the mesh, on a thread of its own unless it is given one.</summary>
    private async Task<TestSocket> ConnectAsync(string key, SocketOptions? options = null, LoopThread? thread = null)
    {
        TestSocket socket = await (thread ?? CreateThread()).Socket(SocketType.Dealer, (options ?? new SocketOptions()) with { RoutingId = new RoutingId([1, .. PeerKey.From(key).Span]) });
        await socket.Connect(_mesh.Endpoints[0]);
        return socket;
    }

    private async Task GreetAsync(TestSocket peer, string key)
    {
        await peer.Send(default, CircleMsg.CreateHello(await BindMailboxAsync(peer.Thread)).ToFrames());
        await Deadline.Until(() => _mesh.HasPeerAsync(PeerKey.From(key)));
    }

    /// <summary>Where the mesh sends what no one reads.</summary>
    private async Task<string> BindMailboxAsync(LoopThread thread)
        => await (await thread.Socket(SocketType.Router, new SocketOptions { ReceiveHighWatermark = 1 })).Bind(AnyEndpoint);

    private LoopThread CreateThread()
    {
        var thread = new LoopThread(Transport);
        _threads.Add(thread);
        return thread;
    }

    private static byte[][] RandomFrames(Random random)
    {
        byte[][] frames = new byte[random.Next(1, 5)][];
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i] = new byte[random.Next(300)];
            random.NextBytes(frames[i]);
        }
        // Half of them go deeper: the right signature, and often an id that there is.
        if (random.Next(2) == 0)
            frames[0] = [0xAA, 0xA8, (byte)random.Next(5), .. frames[0]];
        return frames;
    }
}

public sealed class InProcessMeshAttackConformance : MeshAttackConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport Transport { get; } = new InProcessTransport();
}

public sealed class SocketsMeshAttackConformance : MeshAttackConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new SocketsTransport();
}

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqMeshAttackConformance : MeshAttackConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new LibZmqTransport();
}
