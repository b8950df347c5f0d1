using ZProto.Runtime.Tests.Engines;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Mesh": in client mode there is no ROUTER, and both ways go by the DEALER of each peer.</summary>
public sealed class ClientModeTests : TestMeshTests
{
    public ClientModeTests()
    {
        ClientMesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
        ClientMesh.On(Start, Greet, 0, peer => peer.Send(MessageId.Ping));
        ClientMesh.On(Start, MessageId.PingOk, 0, Note("ping ok"));
    }

    [Fact]
    public async Task An_answer_comes_back_by_the_DEALER_that_asked_to_the_machine_of_its_peer()
    {
        await using RouterPeer<MeshMsg> a = await ReceiverAsync();
        await using RouterPeer<MeshMsg> b = await ReceiverAsync();
        await AddAsync("a", a.Endpoint);
        await AddAsync("b", b.Endpoint);
        await b.SendAsync(b.Receive().RoutingId, CreatePingOk());
        await SettleAsync();
        await a.SendAsync(a.Receive().RoutingId, CreatePingOk());
        await SettleAsync();
        Assert.Equal(["ping ok of 2 in 1", "ping ok of 1 in 1"], Log);
    }

    [Fact]
    public async Task It_is_bound_nowhere()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ClientMesh.BindAsync("inproc://*"));
        Assert.Contains("client mode", exception.Message, StringComparison.Ordinal);
        Assert.Empty(ClientMesh.Endpoints);
    }

    [Fact]
    public async Task A_silent_peer_expires_and_one_that_answers_does_not()
    {
        ClientMesh.PeerTimeout = TimeSpan.FromSeconds(5);
        ClientMesh.ExpiredEvent = Expired;
        ClientMesh.On(Start, Expired, 0, Note("expired"));
        await using RouterPeer<MeshMsg> a = await ReceiverAsync();
        await using RouterPeer<MeshMsg> b = await ReceiverAsync();
        await AddAsync("a", a.Endpoint);
        await AddAsync("b", b.Endpoint);
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        await a.SendAsync(a.Receive().RoutingId, CreatePingOk());
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(["ping ok of 1 in 1", "expired of 2 in 1"], Log);
    }

    [Fact]
    public async Task What_is_not_a_message_raises_malformed_and_ends_nothing()
    {
        ClientMesh.MalformedEvent = Malformed;
        ClientMesh.On(Start, Malformed, 0, Note("malformed"));
        await using RouterPeer<MeshMsg> a = await ReceiverAsync();
        await AddAsync("a", a.Endpoint);
        RoutingId mesh = a.Receive().RoutingId;
        await a.SendAsync(mesh, [1, 2, 3]);
        await a.SendAsync(mesh, Array.Empty<byte>());
        await a.SendAsync(mesh, CreatePingOk());
        await SettleAsync();
        Assert.Equal(["malformed of 1 in 1", "malformed of 1 in 1", "ping ok of 1 in 1"], Log);
    }
}
