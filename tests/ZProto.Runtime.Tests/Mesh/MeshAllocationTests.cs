using ZProto.Engines;
using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>What a mesh's loop thread allocates for a round trip, once it is warm: nothing.</summary>
public sealed class MeshAllocationTests
{
    [Theory]
    [InlineData(MeshMode.Harmony)]
    [InlineData(MeshMode.Client)]
    public async Task A_round_trip_allocates_nothing_on_the_loop_thread(MeshMode mode)
    {
        var transport = new InProcessTransport();
        var measure = new AllocationMeasure();
        await using var mesh = new TestMesh { Mode = mode, Options = { Transport = transport }, OnNewPeer = peer => peer.SetNextEvent(1_000) };
        mesh.On(1, 1_000, 0, peer => peer.Send(MessageId.Hello));
        mesh.On(1, MessageId.Hello, 0);
        mesh.On(1, MessageId.Ping, 0, _ => measure.Count(), peer => peer.Send(MessageId.PingOk));
        await using var loop = new EventLoop(transport);
        var other = new Other(measure, mode);
        string bound = mode == MeshMode.Harmony ? await mesh.BindAsync("inproc://*") : "";
        string endpoint = await loop.InvokeAsync(() => other.Begin(loop, bound));
        await mesh.InvokeAsync(() => mesh.AddPeer(PeerKey.From("other"), endpoint));
        // Thousands of turns between two threads, which a busy machine may grant one by one.
        Assert.Equal(0, await measure.Result.WaitAsync(TimeSpan.FromMinutes(5)));
    }

    /// <summary>A peer that pings again with each answer, until there is a result, and allocates nothing either.</summary>
    private sealed class Other(AllocationMeasure measure, MeshMode mode) : ZProto.Engines.Execution.IEventLoopParticipant
    {
        private readonly MeshMsg _ping = CreatePing();
        private readonly MultipartMessage _frames = new();
        private ITransportSocket? _router;
        private ITransportSocket? _dealer;
        private int _received;

        public string Begin(EventLoop loop, string endpoint)
        {
            _router = loop.Sockets.CreateSocket(SocketType.Router, new SocketOptions());
            loop.Add(this);
            if (mode == MeshMode.Harmony)
            {
                _dealer = loop.Sockets.CreateSocket(SocketType.Dealer, new SocketOptions { RoutingId = new RoutingId("other"u8) });
                _dealer.Connect(endpoint);
            }
            return _router.Bind("inproc://*");
        }

        public bool Poll()
        {
            while (_router!.TryReceive(out ReceivedMessage message))
            {
                // The second is of the two that were asked at once.
                if (++_received == 2 || measure.Result.IsCompleted)
                    continue;
                if (_received == 1)
                    Begin(message.RoutingId);
                Send(message.RoutingId, _ping);
                if (_received == 1)
                    measure.WaitForCount(2);
            }
            return true;
        }

        // Once the mesh knows where this is.
        private void Begin(ReadOnlySpan<byte> mesh)
        {
            if (_dealer is not null)
                Send(default, CreateHello(""));
            Send(mesh, _ping);
        }

        private void Send(ReadOnlySpan<byte> to, MeshMsg message)
        {
            var writer = new FrameWriter(_frames);
            message.Encode(ref writer);
            if (_dealer is null)
                _router!.Send(to, _frames);
            else
                _dealer.Send(default, _frames);
        }
    }
}
