using System.Globalization;
using ZProto.Transports;

namespace ZProto.Testing.Tests;

/// <summary>The lock service of <c>docs/testing.md</c>: as it should be, and with bugs.</summary>
public sealed class LockTests
{
    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("ZPROTO_SIMULATION_SEEDS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Client_gets_the_lock_in_any_order_of_steps()
    {
        await Simulation.RunAsync(seeds: 100, async sim =>
        {
            await using var server = new LockServer { Options = { Loop = sim.AddNode("server").Loop } };
            await using var client = new LockClient { Options = { Loop = sim.AddNode("client").Loop } };
            await client.OpenAsync(await server.BindAsync("inproc://locks"));
            await client.LockAsync();
        });
    }

    [Fact]
    public Task Lock_has_one_holder_whatever_breaks()
        => Simulation.RunAsync(Seeds, sim => new LockScenario(CreateClient).RunAsync(sim), LockScenario.Options);

    [Fact]
    public async Task Client_that_comes_back_as_another_makes_a_second_holder()
    {
        SimulationFailedException failure = await FailAsync(CreateStranger, LockScenario.Options);
        Assert.Contains("at most one client holds the lock", failure.Message, StringComparison.Ordinal);
        Assert.Contains(": LOCKED sequence=", failure.Chart.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains("a connection breaks", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_relies_on_the_lock_for_longer_than_the_server_makes_a_second_holder()
    {
        SimulationFailedException failure = await FailAsync(node => CreateClient(node, TimeSpan.FromSeconds(20)), LockScenario.Options);
        Assert.Contains("at most one client holds the lock", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nothing comes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_crashes_with_what_it_knows_makes_a_second_holder()
    {
        // Not what the service is made for: it forgets who holds the lock.
        SimulationFailedException failure = await FailAsync(CreateClient, new SimulationOptions { Faults = new SimulationFaults { Crashes = 2, MaxDowntime = TimeSpan.FromSeconds(2) } });
        Assert.Contains("at most one client holds the lock", failure.Message, StringComparison.Ordinal);
        Assert.Contains("server crashes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holder_that_is_stopped_for_longer_than_the_time_out_makes_a_second_holder()
    {
        // Nor is it made for this: no one can look at a clock while stopped.
        SimulationFailedException failure = await FailAsync(CreateClient, new SimulationOptions { Faults = new SimulationFaults { Pauses = 2, MaxPause = TimeSpan.FromSeconds(30) } });
        Assert.Contains("is stopped for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_of_a_failure_takes_the_same_steps_to_the_same_failure()
    {
        SimulationFailedException failure = await FailAsync(CreateStranger, LockScenario.Options);
        SimulationFailedException again = await Assert.ThrowsAsync<SimulationFailedException>(() => Simulation.ReplayAsync(
            failure.Seed, sim => new LockScenario(CreateStranger).RunAsync(sim), LockScenario.Options, failure.WithoutFaults));
        Assert.Equal((failure.Step, failure.Message, failure.Chart), (again.Step, again.Message, again.Chart));
    }

    internal static Task<SimulationFailedException> FailAsync(Func<SimulatedNode, LockClient> createClient, SimulationOptions options)
        => Assert.ThrowsAsync<SimulationFailedException>(
            () => Simulation.RunAsync(1_000, sim => new LockScenario(createClient).RunAsync(sim), options));

    private static LockClient CreateStranger(SimulatedNode node)
        => new() { Options = { Loop = node.Loop, CallTimeout = TimeSpan.FromSeconds(3) } };

    private static LockClient CreateClient(SimulatedNode node) => CreateClient(node, TimeSpan.FromSeconds(5));

    internal static LockClient CreateClient(SimulatedNode node, TimeSpan lease) => new()
    {
        Lease = lease,
        Options = { Loop = node.Loop, CallTimeout = TimeSpan.FromSeconds(3), Socket = new SocketOptions { RoutingId = new RoutingId(System.Text.Encoding.UTF8.GetBytes(node.Name)) } },
    };
}
