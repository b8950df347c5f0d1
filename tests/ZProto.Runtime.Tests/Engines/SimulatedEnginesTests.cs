using System.Threading.Channels;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What engines do beside their loops stays on the simulation's thread too.</summary>
public sealed class SimulatedEnginesTests
{
    private const int Seeds = 10;

    [Fact]
    public Task Background_work_runs_in_the_simulation() => Simulation.RunAsync(Seeds, async sim =>
    {
        int thread = Environment.CurrentManagedThreadId, worked = 0;
        await using HelloServer server = Create(sim);
        server.OnGreet = client => client.RunInBackground(
            async cancellationToken =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), sim.TimeProvider, cancellationToken);
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                worked++;
            },
            HelloServer.Event.Rested,
            HelloServer.Event.Terminate);
        using HandPeer peer = await HandPeer.ConnectAsync(sim, server);
        peer.Send(HelloMsg.CreateHello(0, "a"));
        await sim.Eventually("the work is done", () => worked == 1, TimeSpan.FromSeconds(2));
        await sim.Eventually("its event is executed", () => peer.Receive() == HelloMsg.MessageId.PingOk, TimeSpan.FromSeconds(1));
    });

    [Fact]
    public Task Items_of_a_channel_are_handled_in_the_simulation() => Simulation.RunAsync(Seeds, async sim =>
    {
        int thread = Environment.CurrentManagedThreadId;
        await using HelloServer server = Create(sim);
        await server.BindAsync("inproc://hello");
        var channel = Channel.CreateUnbounded<int>();
        List<int> items = [];
        using IDisposable handle = server.Handle(channel.Reader, item =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            items.Add(item);
        });
        for (int i = 0; i < 5; i++)
        {
            channel.Writer.TryWrite(i);
            await sim.DelayAsync(TimeSpan.FromMilliseconds(sim.Random.Next(3)));
        }
        await sim.Eventually("all are handled", () => items.SequenceEqual(Enumerable.Range(0, 5)), TimeSpan.FromSeconds(1));
    });

    [Fact]
    public Task Server_stops_in_the_simulation_and_waits_for_its_work() => Simulation.RunAsync(Seeds, async sim =>
    {
        bool isDone = false;
        HelloServer server = Create(sim);
        server.OnGreet = client => client.RunInBackground(
            async _ =>
            {
                await Task.Delay(TimeSpan.FromSeconds(5), sim.TimeProvider, CancellationToken.None);
                isDone = true;
            },
            HelloServer.Event.Rested,
            HelloServer.Event.Terminate);
        using HandPeer peer = await HandPeer.ConnectAsync(sim, server);
        peer.Send(HelloMsg.CreateHello(0, "a"));
        await sim.DelayAsync(TimeSpan.FromSeconds(1));
        await server.StopAsync();
        Assert.True(isDone);
        Assert.InRange(sim.Now, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.1));
        await server.Completion;
    });

    [Fact]
    public Task Call_ends_by_a_token_of_the_simulations_clock() => Simulation.RunAsync(Seeds, async sim =>
    {
        await using HelloServer server = Create(sim);
        await server.BindAsync("inproc://hello");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(3), sim.TimeProvider);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.InvokeAsync(() => new TaskCompletionSource().Task, cancellation.Token));
        Assert.Equal(TimeSpan.FromSeconds(3), sim.Now);
    });

    [Fact]
    public async Task Key_of_a_mesh_is_decided_by_the_seed()
    {
        List<PeerKey> keys = [];
        for (int run = 0; run < 2; run++)
        {
            await Simulation.RunAsync(Seeds, async sim =>
            {
                await using var mesh = new ClubMesh { Options = { Loop = sim.AddNode("club").Loop } };
                await mesh.BindAsync("inproc://club");
                keys.Add(mesh.Options.Key);
            });
        }
        Assert.Equal(keys[..Seeds], keys[Seeds..]);
        Assert.Equal(Seeds, keys.Distinct().Count());
    }

    [Fact]
    public async Task Code_that_leaves_the_simulation_fails_it_by_name()
    {
        using var release = new SemaphoreSlim(0);
        Func<Simulation, Task>[] ways =
        [
            _ => Task.Run(() => release.Wait()),
            async sim => await sim.DelayAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false),
            sim => sim.DelayAsync(TimeSpan.FromSeconds(1)).ContinueWith(_ => release.Wait(), TaskScheduler.Default),
        ];
        foreach (Func<Simulation, Task> leave in ways)
        {
            SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(1, async sim =>
            {
                HelloServer server = Create(sim);
                await server.BindAsync("inproc://hello");
                await leave(sim);
                await sim.DelayAsync(TimeSpan.FromSeconds(1));
            }));
            Assert.Matches("outside the simulation|another thread takes part", failure.Message);
        }
        release.Release(2);
    }

    private static HelloServer Create(Simulation sim) => new() { Options = { Loop = sim.AddNode("server").Loop } };

    // A DEALER without an engine.
    private sealed class HandPeer : IDisposable
    {
        private readonly ITransportLoop _loop;
        private readonly ITransportSocket _socket;

        private HandPeer(SimulatedNode node, string endpoint)
        {
            _loop = node.Transport.CreateLoop();
            _socket = _loop.CreateSocket(SocketType.Dealer, new SocketOptions());
            _socket.Connect(endpoint);
        }

        public static async Task<HandPeer> ConnectAsync(Simulation sim, HelloServer server)
            => new(sim.AddNode("peer"), await server.BindAsync("inproc://hello"));

        public void Send(HelloMsg message)
        {
            var frames = new MultipartMessage();
            var writer = new FrameWriter(frames);
            message.Encode(ref writer);
            _socket.Send(default, frames);
        }

        public HelloMsg.MessageId? Receive()
        {
            var message = new HelloMsg();
            if (!_socket.TryReceive(out ReceivedMessage received))
                return null;
            var reader = new FrameReader(received.Frames);
            return HelloMsg.TryDecode(ref reader, message, out _) ? message.Id : null;
        }

        public void Dispose()
        {
            _socket.Dispose();
            _loop.Dispose();
        }
    }
}
