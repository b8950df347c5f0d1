using System.Globalization;
using Hello;
using ZProto.Testing;

namespace ZProto.Samples.Tests;

/// <summary>Hello while all goes wrong that can: a few seeds, or as many as the environment says.</summary>
public sealed class HelloSimulationTests
{
    private static readonly SimulationOptions s_options = new()
    {
        Faults = new SimulationFaults
        {
            Breaks = 6,
            HalfOpenBreaks = 6,
            Partitions = 4,
            OneWayPartitions = 4,
            MaxPartition = TimeSpan.FromSeconds(5),
            Pauses = 4,
            Crashes = 4,
            Garbage = 6,
        },
    };

    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("ZPROTO_SIMULATION_SEEDS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public Task Greeting_is_for_whoever_asked_and_comes_soon_once_all_works_again()
        => Simulation.RunAsync(
            Seeds,
            async sim =>
            {
                sim.Describe<HelloMsg>();
                await sim.StartNodeAsync("server", node => new HelloServer { Options = { Loop = node.Loop } }.BindAsync("inproc://hello"));
                int[] greeted = new int[2];
                for (int i = 0; i < greeted.Length; i++)
                {
                    int number = i;
                    await sim.StartNodeAsync($"client{number}", node =>
                    {
                        node.Run(() => UseAsync(node, () => greeted[number]++));
                        return Task.CompletedTask;
                    });
                }
                await sim.DelayAsync(TimeSpan.FromMinutes(1));
                sim.StopFaults();
                int[] before = [.. greeted];
                await sim.Eventually("both are greeted", () => greeted.Zip(before).All(pair => pair.First > pair.Second), TimeSpan.FromSeconds(15));
            },
            s_options);

    // Three callers of one client, whose calls overlap.
    private static async Task UseAsync(SimulatedNode node, Action greeted)
    {
        HelloClient client = await OpenAsync(node);
        for (int i = 0; i < 3; i++)
        {
            string caller = $"{node.Name} {i}";
            node.Run(() => GreetAsync(client, caller, node.TimeProvider, greeted));
        }
    }

    private static async Task<HelloClient> OpenAsync(SimulatedNode node)
    {
        while (true)
        {
            var client = new HelloClient { Options = { Loop = node.Loop, CallTimeout = TimeSpan.FromSeconds(3) } };
            try
            {
                await client.OpenAsync("inproc://hello");
                return client;
            }
            catch (TimeoutException)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task GreetAsync(HelloClient client, string caller, TimeProvider time, Action greeted)
    {
        for (int i = 0; ; i++)
        {
            string name = $"{caller} {i}";
            try
            {
                string reply = $"{await client.GreetAsync(name)}";
                bool isGreeting = reply.Contains($"Hello, {name}!", StringComparison.Ordinal);
                Assert.True(isGreeting || reply.Contains("the server is", StringComparison.Ordinal), $"'{name}' got '{reply}'.");
                if (isGreeting)
                    greeted();
            }
            catch (Exception exception) when (exception is ZProtoException or TimeoutException)
            {
                // The connection broke, or the server is away.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        }
    }
}
