using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Nothing leaves the machine it concerns", for the peers of a mesh.</summary>
public sealed class PeerContainmentTests : TestMeshTests
{
    [Fact]
    public async Task An_action_that_throws_ends_its_own_peer_alone()
    {
        Mesh.On(Start, MessageId.Ping, 0, _ => throw new InvalidTimeZoneException("The action threw."));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await TellAsync(a, CreatePing());
        Assert.Equal(["b"], await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("TestMesh peer 1: state state 1, event event 103: an action threw", StringComparison.Ordinal));
        await TellAsync(a, CreateHello(""));
        Assert.Equal(["a", "b"], await KeysAsync());
    }

    [Fact]
    public async Task What_OnInitialize_and_OnTerminate_throw_ends_no_other()
    {
        Mesh.OnNewPeer = peer => throw new InvalidTimeZoneException($"No {peer.Key}.");
        Mesh.OnEndedPeer = _ => throw new InvalidTimeZoneException("No end.");
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        Assert.Empty(await KeysAsync());
        Mesh.OnNewPeer = null;
        await TellAsync(a, CreateHello(""));
        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task What_Admit_throws_drops_the_message_and_ends_at_most_its_sender()
    {
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        Mesh.Admits = message => throw new InvalidTimeZoneException($"No {message.Id}.");
        await using Peer<MeshMsg> stranger = await GreetedAsync("c");
        Assert.Equal(["a", "b"], await KeysAsync());
        await TellAsync(a, CreatePing());
        Assert.Equal(["b"], await KeysAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_a_message_raise_malformed_on_a_peer_that_has_greeted_and_are_counted_of_a_stranger()
    {
        Mesh.MalformedEvent = Malformed;
        Mesh.On(Start, Malformed, 0, Note("malformed"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> stranger = await SenderAsync("stranger");
        await stranger.SendAsync([1, 2, 3]);
        await a.SendAsync([1, 2, 3], []);
        await SettleAsync();
        Assert.Equal(["malformed of 1 in 1"], Log);
        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task Any_bytes_leave_the_mesh_running()
    {
        Mesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
        Mesh.On(Start, MessageId.Hello, 0, peer => peer.SetEndpoint(peer.Message.Endpoint));
        Mesh.On(Start, MessageId.Whisper, 0, peer => peer.Send(MessageId.PingOk));
        await using Peer<MeshMsg> fuzzer = await SenderAsync("fuzzer");
        var random = new Random(20_261_201);
        byte[][] valid = [CreateHello("inproc://somewhere").ToFrames()[0], CreateHello("nonsense").ToFrames()[0], CreateWhisper("text").ToFrames()[0]];
        for (int i = 0; i < 3_000; i++)
        {
            byte[] frame = [.. valid[random.Next(valid.Length)]];
            for (int changes = random.Next(3); changes > 0; changes--)
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            await fuzzer.SendAsync(frame[..random.Next(frame.Length + 1)]);
        }
        await using Peer<MeshMsg> good = await GreetedAsync("good", "inproc://good");
        Assert.Contains("good", await KeysAsync());
        Assert.False(Mesh.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_full_queue_to_a_peer_raises_queue_full_where_a_state_handles_it()
    {
        Mesh.Options.Socket = new SocketOptions { SendHighWatermark = 3 };
        Mesh.QueueFullEvent = Full;
        Mesh.On(Start, Full, Second, Note("full"));
        TellAway();
        TestMesh.Peer? peer = await AddAsync("a", "inproc://away");
        await Mesh.InvokeAsync(() => Mesh.SendEvent(peer!, Tell, 10));
        Assert.Equal("full of 1 in 1", Log[0]);
        Assert.Equal(["a"], await KeysAsync());
        Assert.Equal(Second, await Mesh.InvokeAsync(() => peer!.State));
    }

    [Fact]
    public async Task A_full_queue_to_a_peer_ends_the_peer_where_no_state_does()
    {
        Mesh.Options.Socket = new SocketOptions { SendHighWatermark = 3 };
        TellAway();
        TestMesh.Peer? peer = await AddAsync("a", "inproc://away");
        await AddAsync("b", "inproc://elsewhere");
        await Mesh.InvokeAsync(() => Mesh.SendEvent(peer!, Tell, 10));
        Assert.Equal(["b"], await KeysAsync());
        Assert.Contains(Book.Lines, line => line.Contains("the queue to it is full, and PING was not sent; the peer is ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mesh_that_is_disposed_in_an_action_ends_when_the_action_is_done()
    {
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.Key}");
        Mesh.OnStop = () => Log.Add("end of the mesh");
        Mesh.On(Start, MessageId.Ping, 0, _ => Mesh.DisposeAsync().AsTask(), Note("still"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await a.SendAsync(CreatePing());
        await Mesh.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["still of 1 in 1", "end of a", "end of the mesh"], Log);
    }

    [Fact]
    public async Task Members_of_the_loop_throw_elsewhere()
    {
        TestMesh.Peer peer = (await AddOnStartAsync())!;
        Assert.Throws<InvalidOperationException>(() => Mesh.GetPeers());
        Assert.Throws<InvalidOperationException>(() => Mesh.RemovePeer(peer.Key));
        Assert.Throws<InvalidOperationException>(() => Mesh.SendTo(peer, CreatePing()));
        Assert.Throws<InvalidOperationException>(() => peer.SetEndpoint("inproc://x"));
        Assert.Throws<InvalidOperationException>(() => Mesh.SendEvent(peer, Tell));
    }

    [Fact]
    public async Task A_peer_that_has_ended_is_not_connected_again()
    {
        TestMesh.Peer peer = (await AddOnStartAsync())!;
        await Mesh.InvokeAsync(() => Mesh.RemovePeer(peer.Key));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Mesh.InvokeAsync(() => peer.SetEndpoint("inproc://x")));
        Assert.Equal(SendResult.PeerUnreachable, await Mesh.InvokeAsync(() => Mesh.SendTo(peer, CreatePing())));
    }

    private async Task<TestMesh.Peer?> AddOnStartAsync()
    {
        await BindAsync();
        return await AddAsync("a", "inproc://a");
    }

    private void TellAway()
        => Mesh.On(
            Start,
            Tell,
            0,
            peer =>
            {
                for (int i = 0; i < (int)peer.Argument!; i++)
                    peer.Send(MessageId.Ping);
            });
}
