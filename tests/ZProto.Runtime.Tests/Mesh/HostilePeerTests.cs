using ZProto.Runtime.Tests.Engines;
using ZProto.Transport.Tests;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>What a peer of a mesh can do, and whom it concerns: the same as a peer of a server.</summary>
public sealed class HostilePeerTests : TestMeshTests
{
    private readonly StagedTransport _staged = new();
    private readonly Counts _counts = new();

    public HostilePeerTests()
    {
        Transport = _staged;
        Mesh.Options.MeterFactory = _counts;
        Mesh.On(Start, MessageId.Hello, 0).On(Start, MessageId.Ping, 0, peer => Log.Add($"ping of {peer.Key}"));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1_000_000)]
    public async Task A_message_with_a_routing_id_that_is_too_long_is_dropped_counted_and_logged_once_a_second(int length)
    {
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        _staged.RoutingId = new byte[length];
        await TellAsync(a, CreateHello(""), CreatePing());
        _staged.RoutingId = null;
        await TellAsync(a, CreatePing());
        Assert.Equal(["ping of a"], Log);
        Assert.Equal(2, _counts["zproto.messages.refused"]);
        Assert.EndsWith(": its routing id is longer than one can be", Assert.Single(Book.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_routing_id_too_short_or_too_long_to_be_one_of_a_key_makes_no_peer()
    {
        Mesh.MapsKeys = true;
        await using Peer<MeshMsg> sender = await SenderAsync("any");
        foreach (byte[] id in (byte[][])[[1], [0], [1, .. new byte[254]], [1, .. OwnKey.Span]])
        {
            _staged.RoutingId = id;
            await TellAsync(sender, CreateHello(""));
        }
        // Of 254 bytes of zero a key can be made.
        Assert.Single(await KeysAsync());
        Assert.Equal(3, _counts["zproto.messages.refused"]);
    }

    [Fact]
    public async Task A_message_of_more_frames_than_allowed_is_dropped_and_counted()
    {
        Mesh.Options.Socket = new SocketOptions { MaxFrames = 3 };
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        byte[] ping = CreatePing().ToFrames()[0];
        await a.SendAsync(ping, [], [], []);
        await a.SendAsync(ping, [], []);
        await SettleAsync();
        Assert.Equal(["ping of a"], Log);
        Assert.Equal(1, _counts["zproto.messages.refused"]);
        Assert.EndsWith(": it has more frames than MaxFrames allows", Assert.Single(Book.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_greetings_with_new_routing_ids_makes_as_many_peers_as_allowed_and_others_are_heard()
    {
        const int Greetings = 1_000;
        Mesh.Options.MaxPeers = 10;
        await using Peer<MeshMsg> good = await GreetedAsync("good");
        await using Peer<MeshMsg> bad = await SenderAsync("bad");
        byte[] hello = CreateHello("").ToFrames()[0];
        for (int i = 0; i < Greetings; i++)
        {
            _staged.RoutingId = BitConverter.GetBytes(1_000_000 + i);
            await bad.SendAsync(hello);
            // Read before the next has another routing id.
            await SettleAsync();
        }
        _staged.RoutingId = null;
        await TellAsync(good, CreatePing());
        Assert.Equal(["ping of good"], Log);
        Assert.Equal(10, (await KeysAsync()).Count);
        Assert.Equal(Greetings - 9, _counts["zproto.clients.refused"]);
        Assert.Single(Book.Lines);
    }

    [Fact]
    public async Task Stray_messages_of_new_routing_ids_make_no_peer_and_keep_nothing()
    {
        await using Peer<MeshMsg> good = await GreetedAsync("good");
        await using Peer<MeshMsg> bad = await SenderAsync("bad");
        byte[][] strays = [CreatePing().ToFrames()[0], CreateWhisper(new string('x', 200)).ToFrames()[0], [1, 2, 3], []];
        for (int i = 0; i < 2_000; i++)
        {
            _staged.RoutingId = BitConverter.GetBytes(1_000_000 + i);
            await bad.SendAsync(strays[i % strays.Length]);
        }
        await SettleAsync();
        _staged.RoutingId = null;
        await TellAsync(good, CreatePing());
        Assert.Equal(["good"], await KeysAsync());
        Assert.Equal(["ping of good"], Log);
        Assert.Equal(0, _counts["zproto.exceptions"]);
    }

    [Fact]
    public async Task What_comes_by_a_DEALER_in_harmony_is_not_read()
    {
        Mesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
        Mesh.On(Start, Greet, 0, peer => peer.Send(MessageId.Hello));
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await BindAsync();
        await AddAsync("a", receiver.Endpoint);
        RoutingId mesh = receiver.Receive().RoutingId;
        await receiver.SendAsync(mesh, CreateHello(""));
        await receiver.SendAsync(mesh, [1, 2, 3]);
        await receiver.SendAsync(mesh, CreatePing());
        await SettleAsync();
        await SettleAsync();
        Assert.Empty(Log);
        Assert.Equal(3, _counts["zproto.messages.refused"]);
        Assert.EndsWith(": it came by a DEALER, which only sends", Assert.Single(Book.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_flood_a_peer_expires_that_was_silent_for_three_times_the_timeout()
    {
        Mesh.ExpiredEvent = Expired;
        Mesh.PeerTimeout = TimeSpan.FromSeconds(10);
        Mesh.On(Start, Expired, 0, peer => Log.Add($"{peer.Key} expired"));
        await using Peer<MeshMsg> silent = await GreetedAsync("silent");
        Flood(CreatePing());
        await AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(Log);
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(["silent expired"], Log);
        _staged.Flood = null;
    }

    [Fact]
    public async Task Under_a_flood_of_a_peer_timers_and_work_of_others_have_their_turn()
    {
        Mesh.HeartbeatEvent = Heartbeat;
        Mesh.HeartbeatInterval = TimeSpan.FromSeconds(1);
        Mesh.On(Start, Heartbeat, 0, peer => Log.Add($"heartbeat of {peer.Key}"));
        await using Peer<MeshMsg> silent = await GreetedAsync("silent");
        Flood(CreateHello(""));
        await SettleAsync();
        long before = 0, after = 0;
        await Mesh.InvokeAsync(() => before = _counts["zproto.messages.received"]);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync();
        await Mesh.InvokeAsync(() => after = _counts["zproto.messages.received"]);
        _staged.Flood = null;
        Assert.Contains("heartbeat of silent", Log);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task An_action_that_throws_again_and_again_is_logged_once_a_second_with_the_number_left_out()
    {
        Mesh.On(Start, MessageId.Whisper, 0, _ => throw new InvalidOperationException("on purpose"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        for (int i = 0; i < 100; i++)
            await TellAsync(a, CreateWhisper(""), CreateHello(""));
        Assert.Single(Book.Lines);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await TellAsync(a, CreateWhisper(""));
        Assert.Contains("the machine is ended (99 more of these were not logged)", Book.Lines[1], StringComparison.Ordinal);
        Assert.Equal(101, _counts["zproto.exceptions"]);
    }

    [Fact]
    public async Task A_log_prefix_from_a_peer_is_one_line_of_bounded_length()
    {
        Mesh.On(Start, MessageId.Whisper, 0, peer => peer.LogPrefix = "a\nError: forged\u001b[2J\u202e" + new string('x', 1_000_000), _ => throw new InvalidOperationException("on purpose"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await TellAsync(a, CreateWhisper(""));
        string line = Assert.Single(Book.Lines);
        Assert.StartsWith("Error: a\\u000AError: forged\\u001B[2J\\u202Exxx", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 0, 500);
    }

    [Fact]
    public async Task An_endpoint_from_a_peer_that_is_not_valid_writes_no_line_of_its_own_to_the_log()
    {
        Mesh.On(Start, MessageId.Hello, 0, peer => peer.SetEndpoint(peer.Message.Endpoint));
        await using Peer<MeshMsg> a = await GreetedAsync("a", "x\nError: forged\u001b[2J");
        Assert.Empty(await KeysAsync());
        string line = Assert.Single(Book.Lines);
        Assert.Contains("'x\\u000AError: forged\\u001B[2J'", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public async Task Events_without_end_are_stopped_and_others_are_heard()
    {
        Mesh.On(Start, MessageId.Whisper, 0, peer => peer.SetNextEvent(Tell)).On(Start, Tell, 0, peer => peer.SetNextEvent(Tell));
        await AssertWhisperEndsItsPeerAsync();
    }

    [Fact]
    public async Task An_action_on_a_full_queue_that_sends_again_is_a_loop_without_input()
    {
        Mesh.Options.Socket = new SocketOptions { SendHighWatermark = 3 };
        Mesh.QueueFullEvent = Full;
        Mesh.On(Start, MessageId.Whisper, 0, peer => peer.SetEndpoint("inproc://away"), peer => peer.SetNextEvent(Full)).On(Start, Full, 0, peer => peer.Send(MessageId.Ping), peer => peer.SetNextEvent(Full));
        await AssertWhisperEndsItsPeerAsync();
    }

    [Fact]
    public async Task Kept_messages_of_a_peer_are_bounded_in_number_and_one_more_ends_it()
    {
        Mesh.Options.MaxKeptMessagesPerPeer = 5;
        Mesh.On(Second, MessageId.Whisper, 0);
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await TellAsync(b, CreateWhisper(""));
        await TellAsync(a, [.. Enumerable.Repeat(CreateWhisper(""), 5)]);
        Assert.Equal(["a", "b"], await KeysAsync());
        await TellAsync(a, CreateWhisper(""));
        Assert.Equal(["b"], await KeysAsync());
        Assert.Equal(1, _counts["zproto.clients.ended"]);
    }

    [Fact]
    public async Task Kept_messages_of_a_peer_are_bounded_in_memory()
    {
        Mesh.Options.MaxKeptBytesPerPeer = 5_000;
        Mesh.On(Second, MessageId.Whisper, 0);
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        int sent = 0;
        while ((await KeysAsync()).Count > 0)
        {
            Assert.InRange(++sent, 1, 50);
            await TellAsync(a, CreateWhisper(new string('x', 200)));
        }
        Assert.InRange(sent, 3, 50);
    }

    [Fact]
    public async Task Kept_messages_of_all_peers_are_bounded_and_the_one_that_keeps_most_is_ended()
    {
        Mesh.Options.MaxKeptBytes = 20_000;
        Mesh.On(Second, MessageId.Whisper, 0);
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await TellAsync(b, [.. Enumerable.Repeat(CreateWhisper(new string('x', 200)), 3)]);
        for (int i = 0; i < 200 && (await KeysAsync()).Count == 2; i++)
            await TellAsync(a, CreateWhisper(new string('x', 200)));
        Assert.Equal(["b"], await KeysAsync());
    }

    private void Flood(MeshMsg message)
    {
        var flood = new MultipartMessage();
        foreach (byte[] frame in message.ToFrames())
            flood.Add(frame);
        _staged.Flood = flood;
    }

    private async Task AssertWhisperEndsItsPeerAsync()
    {
        await using Peer<MeshMsg> good = await GreetedAsync("good");
        await using Peer<MeshMsg> bad = await GreetedAsync("bad");
        await bad.SendAsync(CreateWhisper(""));
        await Book.WaitForAsync("event loop.");
        await TellAsync(good, CreatePing());
        Assert.Equal(["ping of good"], Log);
        Assert.Contains("good", await KeysAsync());
        Assert.Equal(1, _counts["zproto.exceptions"]);
    }
}
