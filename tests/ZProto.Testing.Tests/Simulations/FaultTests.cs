namespace ZProto.Testing.Tests.Simulations;

public sealed class FaultTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Each_kind_of_fault_happens_at_its_rate_and_is_in_the_chart()
    {
        (Func<double, SimulationFaults> Faults, string Note)[] kinds =
        [
            (rate => new SimulationFaults { Breaks = rate }, "a connection breaks"),
            (rate => new SimulationFaults { HalfOpenBreaks = rate }, "a connection breaks, and server hears of it"),
            (rate => new SimulationFaults { Partitions = rate }, "nothing comes through for"),
            (rate => new SimulationFaults { OneWayPartitions = rate }, "nothing comes from"),
            (rate => new SimulationFaults { Pauses = rate }, "is stopped"),
            (rate => new SimulationFaults { Crashes = rate }, "crashes"),
            (rate => new SimulationFaults { Garbage = rate }, "a stranger sends garbage"),
        ];
        foreach ((Func<double, SimulationFaults> faults, string note) in kinds)
        {
            int least = int.MaxValue, most = 0;
            await Simulation.RunAsync(
                5,
                async sim =>
                {
                    await CaveScenario.RunAsync(sim);
                    least = Math.Min(least, sim.Injector.Occurred.Count);
                    most = Math.Max(most, sim.Injector.Occurred.Count);
                },
                new SimulationOptions { Faults = faults(10) });
            // Twenty in the two minutes, where there is somebody to happen to.
            Assert.True(least >= 5 && most <= 45, $"{note}: {least} to {most}");
            SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(
                1,
                async sim =>
                {
                    await CaveScenario.RunAsync(sim);
                    throw new InvalidOperationException();
                },
                new SimulationOptions { Faults = faults(1_000), MaxShrinkRuns = 0 }));
            Assert.Contains(note, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Crashed_node_answers_no_one_until_it_starts_again_with_what_is_durable()
    {
        await Simulation.RunAsync(10, async sim =>
        {
            int starts = 0;
            SimulatedNode node = await sim.StartNodeAsync("server", async node =>
            {
                starts++;
                List<int> kept = node.Durable("starts", () => new List<int>());
                kept.Add(starts);
                Assert.Equal(Enumerable.Range(1, starts), kept);
                await new BeatingServer { Options = { Loop = node.Loop } }.BindAsync("inproc://cave");
            });
            await using CaveClient client = await ConnectAsync(sim);
            await client.AskAsync();
            node.Crash();
            Assert.False(node.IsUp);
            await Assert.ThrowsAnyAsync<ZProtoException>(() => client.AskAsync());
            Task<bool> waiting = SucceedsAsync(client.AskAsync());
            await node.RestartAsync();
            // Whether it came before the loss or after it, the next is answered.
            await waiting;
            await client.AskAsync();
            Assert.Equal(2, starts);
        });
    }

    [Fact]
    public async Task Calls_of_an_engine_fail_when_its_node_crashes()
    {
        await Simulation.RunAsync(5, async sim =>
        {
            SimulatedNode server = sim.AddNode("server"), node = sim.AddNode("client");
            await new BeatingServer { Options = { Loop = server.Loop } }.BindAsync("inproc://cave");
            var client = new CaveClient { Options = { Loop = node.Loop } };
            await client.OpenAsync("inproc://cave");
            server.Pause();
            Task call = client.AskAsync();
            await sim.DelayAsync(s_second);
            node.Crash();
            await Assert.ThrowsAsync<ClientClosedException>(() => call);
        });
    }

    [Fact]
    public async Task Paused_node_does_nothing_and_what_was_sent_to_it_waits()
    {
        await Simulation.RunAsync(5, async sim =>
        {
            SimulatedNode node = sim.AddNode("server");
            await using var server = new BeatingServer { Options = { Loop = node.Loop } };
            await server.BindAsync("inproc://cave");
            await using CaveClient client = await ConnectAsync(sim);
            await client.AskAsync();
            node.Pause();
            Task call = client.AskAsync();
            await sim.DelayAsync(20 * s_second);
            Assert.False(call.IsCompleted);
            node.Resume();
            await call;
            Assert.InRange(sim.Now, 20 * s_second, 21 * s_second);
        });
    }

    [Fact]
    public async Task Partition_holds_back_and_loses_nothing()
    {
        await Simulation.RunAsync(5, async sim =>
        {
            SimulatedNode node = sim.AddNode("server");
            await using var server = new BeatingServer { Options = { Loop = node.Loop } };
            await server.BindAsync("inproc://cave");
            await using CaveClient client = await ConnectAsync(sim);
            await client.AskAsync();
            // In the direction of the answers alone.
            sim.Partition(node, sim.Nodes[1], isOneWay: true);
            Task call = client.AskAsync();
            await sim.DelayAsync(10 * s_second);
            Assert.False(call.IsCompleted);
            Assert.Equal(1, await server.InvokeAsync(() => server.GetClients().Count));
            sim.Heal();
            await call;
            Assert.InRange(sim.Now, 10 * s_second, 11 * s_second);
        });
    }

    [Fact]
    public async Task Broken_connection_is_told_to_both_sides_and_made_again()
    {
        int lost = 0;
        await Simulation.RunAsync(50, async sim =>
        {
            SimulatedNode node = sim.AddNode("server");
            await using var server = new BeatingServer { Options = { Loop = node.Loop } };
            await server.BindAsync("inproc://cave");
            await using CaveClient client = await ConnectAsync(sim);
            await client.AskAsync();
            Task<bool> call = SucceedsAsync(client.AskAsync());
            await sim.DelayAsync(TimeSpan.FromMilliseconds(sim.Random.NextDouble() * 3));
            sim.Break(node, sim.Nodes[1]);
            lost += await call ? 0 : 1;
            // Where the answer was faster than the break, the client has yet to hear of that.
            await sim.DelayAsync(s_second / 10);
            await client.AskAsync();
            Assert.True(sim.Now < s_second);
        });
        Assert.InRange(lost, 5, 45);
    }

    [Fact]
    public async Task Client_that_comes_back_with_its_routing_id_stays_connected_whichever_connection_is_made_last()
    {
        await Simulation.RunAsync(100, async sim =>
        {
            SimulatedNode node = sim.AddNode("server");
            await using var server = new BeatingServer { Options = { Loop = node.Loop } };
            await server.BindAsync("inproc://cave");
            await using CaveClient client = await ConnectAsync(sim, new Transports.SocketOptions { RoutingId = new RoutingId("me"u8) });
            for (int i = 0; i < 5; i++)
            {
                await client.AskAsync();
                sim.Break(node, sim.Nodes[1]);
                await sim.DelayAsync(s_second);
            }
            await client.AskAsync();
        });
    }

    [Fact]
    public async Task Connection_to_a_server_that_ends_while_it_is_made_leads_to_the_next_server()
    {
        await Simulation.RunAsync(100, async sim =>
        {
            var former = new BeatingServer { Options = { Loop = sim.AddNode("former").Loop } };
            await former.BindAsync("inproc://cave");
            await using CaveClient client = await ConnectAsync(sim);
            await sim.DelayAsync(TimeSpan.FromMilliseconds(sim.Random.NextDouble() * 10));
            if (sim.Random.Next(2) == 0)
                await former.DisposeAsync();
            else
                sim.Nodes[0].Crash();
            await using var server = new BeatingServer { Options = { Loop = sim.AddNode("next").Loop } };
            await server.BindAsync("inproc://cave");
            await sim.DelayAsync(s_second);
            await client.AskAsync();
        });
    }

    [Fact]
    public async Task Full_queue_of_a_node_that_does_not_read_is_met_by_who_sends()
    {
        await Simulation.RunAsync(3, async sim =>
        {
            SimulatedNode node = sim.AddNode("server"), other = sim.AddNode("client");
            await using var server = new BeatingServer { Options = { Loop = node.Loop } };
            await server.BindAsync("inproc://cave");
            using var loop = other.Transport.CreateLoop();
            using var socket = loop.CreateSocket(Transports.SocketType.Dealer, new Transports.SocketOptions { SendHighWatermark = 10, ReceiveHighWatermark = 10 });
            socket.Connect("inproc://cave");
            await sim.DelayAsync(s_second);
            node.Pause();
            var message = new MultipartMessage();
            message.Add(new byte[1]);
            int sent = 0;
            while (socket.Send(default, message) == Transports.SendResult.Sent && sent < 100_000)
                sent++;
            // Ten here, and the thousand that the server takes by default.
            Assert.Equal(1_010, sent);
            node.Resume();
        });
    }

    [Fact]
    public async Task Clock_of_a_node_runs_ahead_and_fast_as_it_was_set()
    {
        await Simulation.RunAsync(3, async sim =>
        {
            SimulatedNode node = sim.AddNode("fast");
            node.SetClock(TimeSpan.FromHours(1), drift: 0.25);
            Assert.Equal(TimeSpan.FromHours(1), node.TimeProvider.GetUtcNow() - sim.TimeProvider.GetUtcNow());
            await Task.Delay(TimeSpan.FromSeconds(100), node.TimeProvider);
            Assert.Equal(TimeSpan.FromSeconds(80), sim.Now);
            Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(20), node.TimeProvider.GetUtcNow() - sim.TimeProvider.GetUtcNow());
        });
    }

    private static async Task<CaveClient> ConnectAsync(Simulation sim, Transports.SocketOptions? options = null)
    {
        var client = new CaveClient { Options = { Loop = sim.AddNode("client").Loop, Socket = options ?? new Transports.SocketOptions() } };
        await client.OpenAsync("inproc://cave");
        return client;
    }

    private static async Task<bool> SucceedsAsync(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (ZProtoException)
        {
            return false;
        }
    }
}
