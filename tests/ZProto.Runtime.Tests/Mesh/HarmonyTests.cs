using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Mesh": in harmony, in by the mesh's ROUTER, out by a DEALER for each peer.</summary>
public sealed class HarmonyTests : TestMeshTests
{
    [Fact]
    public async Task A_peer_that_is_added_is_sent_to_by_a_DEALER_that_has_the_meshs_own_key_as_its_routing_id()
    {
        Mesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
        Mesh.On(Start, Greet, 0, peer => peer.Send(MessageId.Hello));
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        TestMesh.Peer? peer = await AddAsync("a", receiver.Endpoint);
        MeshMsg hello = receiver.Receive();
        Assert.Equal((MessageId.Hello, new RoutingId(OwnKey.Span)), (hello.Id, hello.RoutingId));
        Assert.Equal(("a", receiver.Endpoint, 1), (peer!.Key.ToString(), peer.Endpoint, peer.UniqueId));
    }

    [Fact]
    public async Task What_is_sent_before_the_peer_is_there_waits_for_it_in_order()
    {
        Mesh.On(Start, Tell, 0, peer => peer.Whisper((string)peer.Argument!));
        TestMesh.Peer? peer = await AddAsync("a", "inproc://later");
        for (int i = 0; i < 5; i++)
            await Mesh.InvokeAsync(() => Mesh.SendEvent(peer!, Tell, $"{i}"));
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync("inproc://later");
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["0", "1", "2", "3", "4"], Enumerable.Range(0, 5).Select(_ => receiver.Receive().Text));
    }

    [Fact]
    public async Task A_peer_comes_by_a_greeting_that_the_users_part_admits_and_nothing_of_it_is_read_before()
    {
        Mesh.OnNewPeer = peer => Log.Add($"new {peer.Key} by {peer.Message.Id}");
        Mesh.On(Start, MessageId.Hello, 0, Note("hello")).On(Start, MessageId.Ping, 0, Note("ping"));
        await using Peer<MeshMsg> sender = await SenderAsync("a");
        await TellAsync(sender, CreatePing(), CreateHello(""), CreatePing());
        Assert.Equal(["new a by Hello", "hello of 1 in 1", "ping of 1 in 1"], Log);
        Assert.Contains(Book.Lines, line => line.Contains("its sender has not greeted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_peer_that_was_added_is_read_from_its_greeting_on()
    {
        Mesh.On(Start, MessageId.Hello, 0, Note("hello")).On(Start, MessageId.Ping, 0, Note("ping"));
        await BindAsync();
        await AddAsync("a", "inproc://nobody");
        await using Peer<MeshMsg> sender = await SenderAsync("a");
        await TellAsync(sender, CreatePing(), CreateHello(""), CreatePing());
        Assert.Equal(["hello of 1 in 1", "ping of 1 in 1"], Log);
    }

    [Fact]
    public async Task Until_its_endpoint_is_known_sends_to_a_peer_are_refused()
    {
        SendResult result = default;
        Mesh.On(Start, MessageId.Hello, 0, peer => result = Mesh.SendTo(peer, CreatePing()));
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        Assert.Equal(SendResult.PeerUnreachable, result);
        Assert.Equal(["a"], await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("its endpoint is not known, and PING was not sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetEndpoint_connects_to_a_peer_that_came_by_a_greeting()
    {
        Mesh.On(Start, MessageId.Hello, 0, peer => peer.SetEndpoint(peer.Message.Endpoint), peer => peer.Send(MessageId.Hello));
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> sender = await GreetedAsync("a", receiver.Endpoint);
        Assert.Equal(MessageId.Hello, receiver.Receive().Id);
    }

    [Fact]
    public async Task A_greeting_from_a_ready_peer_ends_the_old_machine_and_starts_a_new_one()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.UniqueId}");
        Mesh.On(Start, MessageId.Hello, Second, Note("hello")).On(Second, MessageId.Ping, 0, Note("ping"));
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        await TellAsync(sender, CreatePing(), CreateHello(""), CreatePing());
        Assert.Equal(["hello of 1 in 1", "ping of 1 in 2", "end of 1", "hello of 2 in 1", "ping of 2 in 2"], Log);
    }

    [Fact]
    public async Task A_new_key_at_a_known_endpoint_ends_the_peer_there()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.Key}");
        Mesh.On(Start, MessageId.Hello, 0, peer => peer.SetEndpoint(peer.Message.Endpoint), peer => peer.Whisper("welcome"));
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> before = await GreetedAsync("before", receiver.Endpoint);
        await using Peer<MeshMsg> after = await GreetedAsync("after", receiver.Endpoint);
        Assert.Equal(["end of before"], Log);
        Assert.Equal(["after"], await KeysAsync());
        await AddAsync("again", receiver.Endpoint);
        Assert.Equal(["again"], await KeysAsync());
    }

    [Fact]
    public async Task A_peer_that_is_added_at_its_endpoint_stays_and_at_another_is_replaced()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.UniqueId}");
        await BindAsync();
        TestMesh.Peer? first = await AddAsync("a", "inproc://one");
        Assert.Same(first, await AddAsync("a", "inproc://one"));
        TestMesh.Peer? second = await AddAsync("a", "inproc://two");
        Assert.Equal((2, "inproc://two"), (second!.UniqueId, second.Endpoint));
        Assert.Equal(["end of 1"], Log);
    }

    [Fact]
    public async Task A_peer_that_came_by_a_greeting_and_is_found_stays_and_is_connected()
    {
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        TestMesh.Peer? peer = await AddAsync("a", "inproc://a");
        Assert.Equal((1, "inproc://a"), (peer!.UniqueId, peer.Endpoint));
    }

    [Fact]
    public async Task By_default_a_routing_id_is_a_byte_1_and_the_key_and_an_id_that_no_peer_can_have_is_refused()
    {
        Mesh.MapsKeys = true;
        Mesh.OnNewPeer = peer => Log.Add($"{peer.Key} is {peer.RoutingId}");
        await using Peer<MeshMsg> good = await GreetedAsync("\u0001ab");
        await using Peer<MeshMsg> bad = await GreetedAsync("ab");
        Assert.Equal(["ab is 016162"], Log);
        Assert.Contains(Book.Lines, line => line.Contains("its routing id is not one of a peer", StringComparison.Ordinal));
        Assert.True(await Mesh.InvokeAsync(() => Mesh.TryGetPeer(PeerKey.From("ab"), out _)));
    }

    [Fact]
    public async Task A_mesh_is_not_a_peer_of_its_own()
    {
        await using Peer<MeshMsg> itself = await GreetedAsync("own key of the mesh");
        Assert.Empty(await KeysAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("own key of the mesh", "inproc://x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Mesh.InvokeAsync(() => Mesh.AddPeer(default, "inproc://x")));
    }

    [Fact]
    public async Task A_peer_goes_by_RemovePeer_and_by_Terminate_with_its_OnTerminate_called_once()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.Key}");
        Mesh.On(Start, MessageId.Ping, 0, peer => peer.Terminate());
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await TellAsync(a, CreatePing());
        Assert.True(await Mesh.InvokeAsync(() => Mesh.RemovePeer(PeerKey.From("b"))));
        Assert.False(await Mesh.InvokeAsync(() => Mesh.RemovePeer(PeerKey.From("b"))));
        Assert.Equal(["end of a", "end of b"], Log);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task A_peer_that_replaces_itself_in_an_action_ends_when_the_action_is_done()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.UniqueId}");
        Mesh.On(
            Start,
            MessageId.Hello,
            0,
            peer => peer.SetEndpoint("inproc://here"),
            peer => Log.Add($"other is {Mesh.AddPeer(peer.Key, "inproc://other")!.UniqueId}"),
            Note("still"));
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        Assert.Equal(["other is 2", "still of 1 in 1", "end of 1"], Log);
        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task An_endpoint_that_is_not_valid_throws_and_adds_no_peer()
    {
        await BindAsync();
        await Assert.ThrowsAsync<TransportException>(() => AddAsync("a", "nonsense"));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Beyond_MaxPeers_no_peer_is_added()
    {
        Mesh.Options.MaxPeers = 2;
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await using Peer<MeshMsg> c = await GreetedAsync("c");
        Assert.Null(await AddAsync("d", "inproc://d"));
        Assert.Equal(["a", "b"], await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("There are 2 peers, as many as MaxPeers allows; c is not made one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BroadcastEvent_goes_to_all_peers_but_one_and_SendEvent_to_one()
    {
        Mesh.On(Start, Tell, 0, peer => Log.Add($"{peer.Key} {peer.Argument}"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await using Peer<MeshMsg> c = await GreetedAsync("c");
        await Mesh.InvokeAsync(() => Mesh.BroadcastEvent(Tell, "all", Mesh.GetPeers().Single(peer => peer.UniqueId == 2)));
        await Mesh.InvokeAsync(() => Mesh.SendEvent(Mesh.GetPeers().Single(peer => peer.UniqueId == 2), Tell, "one"));
        Assert.Equal(["a all", "c all", "b one"], Log);
    }

    [Fact]
    public async Task Background_work_comes_back_to_its_peer_with_the_message_that_began_it()
    {
        var work = new TaskCompletionSource<int>();
        Mesh.On(Start, MessageId.Whisper, 0, peer => peer.RunInBackground(_ => work.Task, Tell, Malformed));
        Mesh.On(Start, Tell, 0, peer => Log.Add($"{peer.Argument} for {peer.Message.Text}"));
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        await TellAsync(sender, CreateWhisper("this"));
        work.SetResult(7);
        while (await Mesh.InvokeAsync(() => Log.Count) == 0)
            await Task.Yield();
        Assert.Equal(["7 for this"], Log);
    }

    [Fact]
    public async Task A_message_that_no_state_handles_yet_is_kept_for_the_state_that_does()
    {
        Mesh.On(Start, MessageId.Whisper, Second).On(Second, MessageId.Ping, 0, Note("ping"));
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        await TellAsync(sender, CreatePing(), CreateWhisper("now"));
        Assert.Equal(["ping of 1 in 2"], Log);
    }
}
