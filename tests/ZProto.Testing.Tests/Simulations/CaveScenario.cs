namespace ZProto.Testing.Tests.Simulations;

/// <summary>A server that crashes and three clients that ask, while all that can go wrong does.</summary>
internal static class CaveScenario
{
    public static SimulationOptions Options { get; } = new()
    {
        Faults = new SimulationFaults
        {
            Breaks = 6,
            HalfOpenBreaks = 6,
            Partitions = 3,
            OneWayPartitions = 3,
            Pauses = 6,
            Crashes = 3,
            Garbage = 6,
            MaxClockSkew = TimeSpan.FromHours(1),
            MaxClockDrift = 0.01,
        },
    };

    /// <summary>Runs it for two minutes, and then until all clients have an answer.</summary>
    public static async Task RunAsync(Simulation sim)
    {
        sim.Describe<CaveMsg>();
        await sim.StartNodeAsync("server", async node =>
        {
            var server = new BeatingServer { Options = { Loop = node.Loop }, HeartbeatInterval = TimeSpan.FromSeconds(5) };
            await server.BindAsync("inproc://cave");
        });
        int[] answers = new int[3];
        for (int i = 0; i < answers.Length; i++)
        {
            int number = i;
            await sim.StartNodeAsync($"client{number}", async node =>
            {
                var client = new CaveClient { Options = { Loop = node.Loop, CallTimeout = TimeSpan.FromSeconds(3) } };
                await client.OpenAsync("inproc://cave");
                node.Run(() => AskAsync(client, node, () => answers[number]++));
            });
        }
        await sim.DelayAsync(TimeSpan.FromMinutes(2));
        sim.StopFaults();
        int[] before = [.. answers];
        await sim.Eventually("all clients have answers", () => answers.Zip(before).All(pair => pair.First > pair.Second), TimeSpan.FromSeconds(30));
    }

    private static async Task AskAsync(CaveClient client, SimulatedNode node, Action answered)
    {
        while (true)
        {
            try
            {
                await client.AskAsync();
                answered();
            }
            catch (Exception exception) when (exception is ZProtoException or TimeoutException)
            {
                // Whatever becomes of it, it asks again.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(300), node.TimeProvider);
        }
    }
}
