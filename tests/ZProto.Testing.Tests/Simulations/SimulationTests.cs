namespace ZProto.Testing.Tests.Simulations;

public sealed class SimulationTests
{
    [Fact]
    public async Task Client_and_server_of_different_nodes_talk()
    {
        int answered = 0;
        await Simulation.RunAsync(20, async sim =>
        {
            await using var server = new CaveServer { Options = { Loop = sim.AddNode("server").Loop } };
            string endpoint = await server.BindAsync("inproc://cave");
            await using var client = new CaveClient { Options = { Loop = sim.AddNode("client").Loop } };
            await client.OpenAsync(endpoint);
            await Assert.ThrowsAsync<CaveClient.RefusedException>(() => client.AskAsync());
            answered++;
        });
        Assert.Equal(20, answered);
    }

    [Fact]
    public async Task All_of_it_runs_on_one_thread()
    {
        await Simulation.RunAsync(5, async sim =>
        {
            int thread = Environment.CurrentManagedThreadId;
            await using var server = new CaveServer { Options = { Loop = sim.AddNode("server").Loop } };
            string endpoint = await server.BindAsync("inproc://cave");
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            await using var client = new CaveClient { Options = { Loop = sim.AddNode("client").Loop } };
            await client.OpenAsync(endpoint);
            Assert.Equal(thread, await client.InvokeAsync(() => Environment.CurrentManagedThreadId));
            await Task.WhenAll(sim.DelayAsync(TimeSpan.FromSeconds(1)), server.InvokeAsync(() => Assert.Equal(thread, Environment.CurrentManagedThreadId)));
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            await Task.Yield();
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
        });
    }

    [Fact]
    public async Task Time_is_the_simulations_own_and_passes_from_deadline_to_deadline()
    {
        await Simulation.RunAsync(3, async sim =>
        {
            Assert.Equal(2000, sim.TimeProvider.GetUtcNow().Year);
            var server = new BeatingServer { Options = { Loop = sim.AddNode("server").Loop }, HeartbeatInterval = TimeSpan.FromSeconds(1) };
            string endpoint = await server.BindAsync("inproc://cave");
            await using var client = new CaveClient { Options = { Loop = sim.AddNode("client").Loop, CallTimeout = TimeSpan.FromDays(1) } };
            await client.OpenAsync(endpoint);
            await client.AskAsync();
            await sim.DelayAsync(TimeSpan.FromMinutes(10));
            Assert.InRange(sim.Now, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.1));
            Assert.InRange(sim.TimeProvider.GetUtcNow(), new DateTimeOffset(2000, 1, 1, 0, 10, 0, TimeSpan.Zero), new DateTimeOffset(2000, 1, 1, 0, 11, 0, TimeSpan.Zero));
            await server.DisposeAsync();
        });
    }

    [Fact]
    public async Task Scenario_that_waits_for_something_else_fails_and_says_so()
    {
        var never = new TaskCompletionSource();
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(1, _ => never.Task));
        Assert.Contains("waits for work outside the simulation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_on_another_thread_fails_the_run_with_its_stack()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(1, async sim =>
        {
            SimulatedNode node = sim.AddNode("server");
            var server = new CaveServer { Options = { Loop = node.Loop } };
            await server.BindAsync("inproc://cave");
            var thread = new Thread(UseFromOutside);
            thread.Start();
            thread.Join();
            await sim.DelayAsync(TimeSpan.FromSeconds(1));

            void UseFromOutside() => Assert.Throws<InvalidOperationException>(() => server.Post(() => { }));
        }));
        Assert.Contains("another thread takes part", failure.Message, StringComparison.Ordinal);
        Assert.Contains("UseFromOutside", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_of_the_scenario_is_the_cause_of_the_failure()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(
            5,
            sim => sim.Seed == 3 ? throw new InvalidDataException("three") : Task.CompletedTask));
        Assert.Equal(3, failure.Seed);
        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Contains("Seed 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("three", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_with_a_loop_of_its_own_has_the_clock_of_its_node()
    {
        await Simulation.RunAsync(3, async sim =>
        {
            SimulatedNode node = sim.AddNode("client");
            await using var server = new BeatingServer { Options = { Transport = sim.AddNode("server").Transport } };
            await server.BindAsync("inproc://cave");
            await using var client = new CaveClient { Options = { Transport = node.Transport, CallTimeout = TimeSpan.FromSeconds(2), DisposeTimeout = TimeSpan.Zero } };
            await client.OpenAsync("inproc://cave");
            await client.AskAsync();
            sim.Partition(node, sim.Nodes[1]);
            await Assert.ThrowsAsync<TimeoutException>(() => client.AskAsync());
            Assert.InRange(sim.Now, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.1));
        });
    }

    [Fact]
    public async Task What_the_code_of_a_node_throws_fails_the_run()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(1, async sim =>
        {
            SimulatedNode node = sim.AddNode("node");
            node.Run(async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), node.TimeProvider);
                throw new InvalidDataException("rotten");
            });
            await sim.DelayAsync(TimeSpan.FromSeconds(2));
        }));
        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Contains("after 1.0000 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_of_a_node_ends_with_it()
    {
        await Simulation.RunAsync(1, async sim =>
        {
            int rounds = 0;
            SimulatedNode node = sim.AddNode("node");
            node.Run(async () =>
            {
                for (; ; rounds++)
                    await Task.Delay(TimeSpan.FromSeconds(1), node.TimeProvider);
            });
            await sim.DelayAsync(TimeSpan.FromSeconds(10.5));
            node.Crash();
            await sim.DelayAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(10, rounds);
        });
    }

    [Fact]
    public async Task Engine_on_another_transport_is_refused()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(1, async _ =>
        {
            var server = new CaveServer { Options = { Transport = new InProcessTransport() } };
            await server.BindAsync("inproc://cave");
        }));
        Assert.Contains("node.Loop", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_always_holds_is_checked_after_each_step()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(1, async sim =>
        {
            sim.Always("it is early", () => sim.Now < TimeSpan.FromSeconds(5));
            await sim.DelayAsync(TimeSpan.FromSeconds(10));
        }));
        Assert.Contains("it does not hold that it is early", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_holds_eventually_is_waited_for_and_in_time()
    {
        await Simulation.RunAsync(3, async sim =>
        {
            await sim.Eventually("it is late", () => sim.Now >= TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
            Assert.InRange(sim.Now, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
        });
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(
            () => Simulation.RunAsync(1, sim => sim.Eventually("pigs fly", () => false, TimeSpan.FromSeconds(6))));
        Assert.Contains("in time it does not hold that pigs fly", failure.Message, StringComparison.Ordinal);
        Assert.Contains("after 6.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invariant_may_read_what_belongs_to_a_loop()
    {
        await Simulation.RunAsync(3, async sim =>
        {
            var server = new CaveServer { Options = { Loop = sim.AddNode("server").Loop } };
            string endpoint = await server.BindAsync("inproc://cave");
            sim.Always("there is at most one client", () => server.GetClients().Count <= 1);
            await using var client = new CaveClient { Options = { Loop = sim.AddNode("client").Loop } };
            await client.OpenAsync(endpoint);
            _ = client.AskAsync();
            await sim.Eventually("there is a client", () => server.GetClients().Count == 1, TimeSpan.FromSeconds(1));
        });
    }

    [Fact]
    public async Task Scenario_without_end_fails_at_its_limits()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(
            1, sim => sim.DelayAsync(TimeSpan.FromDays(2))));
        Assert.Contains("has not ended after 1.00:00:00 of simulated time", failure.Message, StringComparison.Ordinal);
        failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(
            1,
            async _ =>
            {
                while (true)
                    await Task.Yield();
            },
            new SimulationOptions { MaxSteps = 1_000 }));
        Assert.Contains("has not ended after 1,000 steps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_is_shrunk_to_the_fault_that_it_takes()
    {
        SimulationFailedException failure = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.RunAsync(
            100,
            async sim =>
            {
                Task scenario = CaveScenario.RunAsync(sim);
                sim.Always("the server is up", () => sim.Nodes is not [{ IsUp: false }, ..]);
                await scenario;
            },
            new SimulationOptions { Faults = CaveScenario.Options.Faults with { Crashes = 1, Breaks = 30 } }));
        string faults = failure.Message[failure.Message.IndexOf("Faults that took part:", StringComparison.Ordinal)..failure.Message.IndexOf("The l", StringComparison.Ordinal)];
        Assert.Matches(@"^Faults that took part:\n  \d+\. [0-9.]+ s: server crashes, and comes back [0-9.]+ s later\n$", faults.TrimEnd() + "\n");
        Assert.NotEmpty(failure.WithoutFaults);
    }

    [Fact]
    public async Task Node_does_not_crash_in_the_middle_of_an_action()
    {
        await Simulation.RunAsync(1, async sim =>
        {
            SimulatedNode node = sim.AddNode("server");
            await using var server = new CaveServer { Options = { Loop = node.Loop } };
            await Assert.ThrowsAsync<InvalidOperationException>(() => server.InvokeAsync(node.Crash));
            Assert.True(node.IsUp);
        });
    }

    [Fact]
    public async Task Names_of_nodes_are_such_as_charts_can_show_and_each_its_own()
    {
        await Simulation.RunAsync(1, sim =>
        {
            sim.AddNode("a_1");
            Assert.Throws<ArgumentException>(() => sim.AddNode("a_1"));
            Assert.Throws<ArgumentException>(() => sim.AddNode(""));
            Assert.Throws<ArgumentException>(() => sim.AddNode("a b"));
            return Task.CompletedTask;
        });
    }
}
