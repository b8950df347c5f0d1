using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>With authentication a peer is the user who greeted: another one reaches neither its machine nor its place.</summary>
public sealed class PeerUserTests : TestMeshTests
{
    private readonly StagedTransport _staged = new() { UserId = "alice" };

    public PeerUserTests()
    {
        Transport = _staged;
        Mesh.Options.AuthenticateBy(_ => _staged.UserId);
        Mesh.OnEndedPeer = peer => Log.Add($"end of {peer.Key}");
        Mesh.On(Start, MessageId.Hello, 0, peer => Log.Add($"hello of {peer.UserId}"), SetEndpoint);
        Mesh.On(Start, MessageId.Ping, 0, peer => Log.Add($"ping of {peer.UserId}"));
    }

    [Fact]
    public async Task Another_user_with_a_peers_routing_id_is_not_read_and_ends_nothing()
    {
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        _staged.UserId = "mallory";
        await TellAsync(a, CreatePing(), CreateHello(""));
        _staged.UserId = "alice";
        await TellAsync(a, CreatePing());
        Assert.Equal(["hello of alice", "ping of alice"], Log);
        Assert.Contains(Book.Lines, line => line.Contains("its routing id is another peer's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_user_who_says_to_be_bound_where_a_peer_is_ends_itself()
    {
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> a = await GreetedAsync("a", receiver.Endpoint);
        _staged.UserId = "mallory";
        await using Peer<MeshMsg> b = await GreetedAsync("b", receiver.Endpoint);
        Assert.Equal(["hello of alice", "hello of mallory", "end of b"], Log);
        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task The_same_user_under_another_key_takes_its_place()
    {
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> a = await GreetedAsync("a", receiver.Endpoint);
        await using Peer<MeshMsg> b = await GreetedAsync("b", receiver.Endpoint);
        Assert.Equal(["b"], await KeysAsync());
    }

    private static void SetEndpoint(TestMesh.Peer peer)
    {
        if (peer.Message.Endpoint.Length > 0)
            peer.SetEndpoint(peer.Message.Endpoint);
    }
}
