using ZProto.Runtime.Tests.Engines;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Mesh": <c>expired</c> and <c>heartbeat</c> for each peer.</summary>
public sealed class PeerTimeTests : TestMeshTests
{
    public PeerTimeTests()
    {
        Mesh.PeerTimeout = TimeSpan.FromSeconds(5);
        Mesh.ExpiredEvent = Expired;
        Mesh.On(Start, MessageId.Hello, 0).On(Start, MessageId.Ping, 0).On(Start, Expired, 0, Note("expired"));
    }

    [Fact]
    public async Task A_silent_peer_gets_expired_again_after_each_further_silence()
    {
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        await AdvanceAsync(TimeSpan.FromSeconds(4.9));
        Assert.Empty(Log);
        await AdvanceAsync(TimeSpan.FromSeconds(0.2));
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(["expired of 1 in 1", "expired of 1 in 1"], Log);
    }

    [Fact]
    public async Task Only_messages_that_come_keep_a_peer_from_expiring_and_not_what_is_sent_to_it_or_told_of_it()
    {
        Mesh.On(Start, Tell, 0, peer => peer.Send(MessageId.Ping));
        await BindAsync();
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        TestMesh.Peer? peer = await AddAsync("a", receiver.Endpoint);
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        await Mesh.InvokeAsync(() => Mesh.SendEvent(peer!, Tell));
        await AddAsync("a", receiver.Endpoint);
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(["expired of 1 in 1"], Log);
    }

    [Fact]
    public async Task Another_timeout_applies_at_once_and_zero_is_no_limit()
    {
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        Mesh.PeerTimeout = TimeSpan.FromSeconds(1);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Single(Log);
        Mesh.PeerTimeout = TimeSpan.Zero;
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(Log);
    }

    [Fact]
    public async Task Every_peer_gets_heartbeat_at_each_interval()
    {
        Mesh.HeartbeatEvent = Heartbeat;
        Mesh.HeartbeatInterval = TimeSpan.FromSeconds(1);
        Mesh.On(Start, Heartbeat, 0, Note("heartbeat"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["heartbeat of 1 in 1", "heartbeat of 2 in 1", "heartbeat of 1 in 1", "heartbeat of 2 in 1"], Log);
        Mesh.HeartbeatInterval = TimeSpan.Zero;
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(4, Log.Count(line => line.StartsWith("heartbeat", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_peer_that_wrote_in_time_does_not_expire_though_it_is_read_late()
    {
        await using Peer<MeshMsg> sender = await GreetedAsync("a");
        using var gate = new ManualResetEventSlim();
        Task blocked = Mesh.InvokeAsync(() => gate.Wait(TimeSpan.FromSeconds(30)));
        await sender.SendAsync(CreatePing());
        Clock.Advance(TimeSpan.FromSeconds(6));
        gate.Set();
        await blocked;
        await SettleAsync();
        Assert.Empty(Log);
    }
}
