using ZProto.Runtime.Tests.Engines;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary><c>StopAsync</c> of a mesh, as of a server: what has come is read, work is finished, and then the mesh ends.</summary>
public sealed class MeshDrainTests : TestMeshTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<int> _work = new();

    [Fact]
    public async Task Draining_reads_what_has_come_finishes_the_work_and_reads_nothing_that_comes_later()
    {
        Mesh.On(Start, MessageId.Hello, 0).On(Start, MessageId.Ping, 0, Note("ping"));
        Mesh.On(Start, MessageId.Whisper, 0, peer => peer.RunInBackground(_ => _work.Task, Tell, Malformed)).On(Start, Tell, 0, Note("worked"));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        using var stalled = new ManualResetEventSlim();
        Task stall = Mesh.InvokeAsync(() => stalled.Wait(s_patience));
        await a.SendAsync(CreateWhisper(""));
        await a.SendAsync(CreatePing());
        Task drain = Mesh.StopAsync();
        stalled.Set();
        await stall;
        await SettleAsync();
        Assert.Equal(["ping of 1 in 1"], Log);
        await a.SendAsync(CreatePing());
        await SettleAsync();
        Assert.False(drain.IsCompleted);
        Assert.Empty(Mesh.Endpoints);
        _work.SetResult(1);
        await drain.WaitAsync(s_patience);
        await Mesh.Completion;
        Assert.Equal(["ping of 1 in 1", "worked of 1 in 1"], Log);
    }

    [Fact]
    public async Task In_client_mode_the_DEALERs_are_read_and_no_longer()
    {
        ClientMesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
        ClientMesh.On(Start, Greet, 0, peer => peer.Send(MessageId.Ping), peer => peer.RunInBackground(_ => _work.Task, Tell, Malformed));
        ClientMesh.On(Start, MessageId.PingOk, 0, Note("ping ok")).On(Start, Tell, 0, Note("worked"));
        await using RouterPeer<MeshMsg> server = await ReceiverAsync();
        await AddAsync("a", server.Endpoint);
        RoutingId mesh = server.Receive().RoutingId;
        using var stalled = new ManualResetEventSlim();
        Task stall = ClientMesh.InvokeAsync(() => stalled.Wait(s_patience));
        await server.SendAsync(mesh, CreatePingOk());
        Task drain = ClientMesh.StopAsync();
        stalled.Set();
        await stall;
        await SettleAsync();
        await server.SendAsync(mesh, CreatePingOk());
        await SettleAsync();
        Assert.Equal(["ping ok of 1 in 1"], Log);
        _work.SetResult(1);
        await drain.WaitAsync(s_patience);
        Assert.Equal(["ping ok of 1 in 1", "worked of 1 in 1"], Log);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_comes_while_a_mesh_drains_is_read_once_the_drain_is_cancelled_and_no_one_expires_in_the_meantime(bool isClient)
    {
        TestMesh mesh = isClient ? ClientMesh : Mesh;
        mesh.PeerTimeout = TimeSpan.FromSeconds(5);
        mesh.ExpiredEvent = Expired;
        mesh.OnNewPeer = peer => peer.SetNextEvent(Greet);
        mesh.On(Start, Greet, 0, peer => peer.RunInBackground(_ => _work.Task, Tell, Malformed), peer => peer.Send(MessageId.Hello));
        mesh.On(Start, MessageId.Hello, 0).On(Start, MessageId.Ping, 0, Note("ping")).On(Start, Expired, 0, Note("expired"));
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg>? sender = isClient ? null : await SenderAsync("a");
        await AddAsync("a", receiver.Endpoint);
        RoutingId id = receiver.Receive().RoutingId;
        if (sender is not null)
            await TellAsync(sender, CreateHello(""));
        using var patience = new CancellationTokenSource();
        Task drain = mesh.StopAsync(patience.Token);
        await SettleAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(4));
        await (sender?.SendAsync(CreatePing()) ?? receiver.SendAsync(id, CreatePing()));
        await AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Empty(Log);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drain);
        await SettleAsync();
        Assert.Equal(["ping of 1 in 1"], Log);
        await AdvanceAsync(TimeSpan.FromSeconds(5.1));
        Assert.Equal(["ping of 1 in 1", "expired of 1 in 1"], Log);
    }

    [Fact]
    public async Task Disposed_while_it_drains_the_drain_ends()
    {
        Mesh.On(Start, MessageId.Hello, 0, peer => peer.RunInBackground(_ => _work.Task, Tell, Malformed));
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        Task drain = Mesh.StopAsync();
        Task again = Mesh.StopAsync();
        await SettleAsync();
        await Mesh.DisposeAsync();
        await drain.WaitAsync(s_patience);
        await again.WaitAsync(s_patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Mesh.StopAsync());
    }

    [Fact]
    public async Task A_call_that_is_open_fails_when_the_drain_ends()
    {
        var mesh = new FindMesh { Options = { Transport = Transport } };
        Task<string> call = mesh.LookUpAsync("x");
        await mesh.StopAsync().WaitAsync(s_patience);
        await Assert.ThrowsAsync<ClientClosedException>(() => call);
    }

    [Fact]
    public async Task A_drain_waits_for_the_background_work_of_a_machine_of_the_mesh()
    {
        await using var mesh = new ClubMesh { Verbose = true, Options = { Transport = Transport, TimeProvider = Clock, LoggerFactory = Book } };
        await mesh.BindAsync("inproc://*");
        await mesh.InvokeAsync(() =>
        {
            mesh.Door.Raise(ClubMesh.DoorMachine.Event.Full);
            mesh.Door.RunInBackground(_ => _work.Task, ClubMesh.DoorMachine.Event.Morning, ClubMesh.DoorMachine.Event.No);
        });
        Task drain = mesh.StopAsync();
        await mesh.InvokeAsync(() => { });
        await mesh.InvokeAsync(() => { });
        Assert.False(drain.IsCompleted);
        _work.SetResult(1);
        await drain.WaitAsync(s_patience);
        Assert.Contains(Book.Lines, line => line.Contains("morning", StringComparison.Ordinal));
    }
}
