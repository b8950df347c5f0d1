using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>MODEL.md, "machine": in meshes as in servers.</summary>
public sealed class MeshMachineTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly InProcessTransport _transport = new();

    [Fact]
    public async Task A_mesh_has_machines_that_its_peers_raise_events_on_and_that_go_by_time()
    {
        var mesh = new ClubMesh { Options = { Transport = _transport, TimeProvider = _clock, LoggerFactory = new RecordingLogger() } };
        string endpoint = await mesh.BindAsync("inproc://*");
        foreach (string guest in (string[])["a", "b", "c"])
            await VisitAsync(mesh, endpoint, guest);
        Assert.Equal(ClubMesh.DoorMachine.StateId.Closed, await mesh.InvokeAsync(() => mesh.Door.State));
        Assert.Equal(["a", "b"], await mesh.InvokeAsync(() => mesh.GetPeers().Select(peer => peer.Key.ToString()).Order(StringComparer.Ordinal).ToList()));
        _clock.Advance(TimeSpan.FromHours(8));
        await VisitAsync(mesh, endpoint, "d");
        await mesh.DisposeAsync();
        Assert.Equal(
            [
                "the door starts", "the mesh starts, with its door Open", "a comes in", "b comes in", "c stays outside", "d comes in",
                "the mesh ends, with its door there", "the door ends",
            ],
            mesh.Log);
    }

    [Fact]
    public async Task A_machine_of_a_mesh_sends_by_its_sockets()
    {
        await using var mesh = new ClubMesh { Options = { Transport = _transport, TimeProvider = _clock } };
        string endpoint = await mesh.BindAsync("inproc://*");
        await using var loop = new EventLoop(_transport);
        ITransportSocket pull = await loop.InvokeAsync(() => loop.Sockets.CreateSocket(SocketType.Pull, new SocketOptions()));
        string bell = await loop.InvokeAsync(() => pull.Bind("inproc://*"));
        await mesh.InvokeAsync(() => mesh.Bell.Connect(bell));
        await VisitAsync(mesh, endpoint, "a");
        await VisitAsync(mesh, endpoint, "b");
        Assert.True(await loop.InvokeAsync(() => pull.TryReceive(out ReceivedMessage message) && message.Frames.GetFrame(0).SequenceEqual(MeshMsg.CreatePing().ToFrames()[0])));
        await loop.InvokeAsync(() =>
        {
            pull.Dispose();
            return true;
        });
    }

    private async Task VisitAsync(ClubMesh mesh, string endpoint, string guest)
    {
        await using Peer<MeshMsg> peer = await Peer<MeshMsg>.ConnectAsync(_transport, endpoint, new RoutingId([1, .. System.Text.Encoding.UTF8.GetBytes(guest)]));
        await peer.SendAsync(MeshMsg.CreateHello(""));
        await mesh.InvokeAsync(() => { });
        await mesh.InvokeAsync(() => { });
    }
}
