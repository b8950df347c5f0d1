namespace ZProto.Testing.Tests;

public sealed class LockScenario(Func<SimulatedNode, LockClient> createClient)
{
    private readonly Dictionary<SimulatedNode, LockClient> _clients = [];

    public static SimulationOptions Options { get; } = new()
    {
        Faults = new() { Breaks = 0.3, HalfOpenBreaks = 0.3, Partitions = 0.3, OneWayPartitions = 0.3, MaxPartition = TimeSpan.FromSeconds(30) },
    };

    private int Holders => _clients.Count(client => client.Key.IsUp && client.Value.IsHolder);

    public async Task RunAsync(Simulation sim)
    {
        sim.Describe<LockMsg>();
        sim.Always("at most one client holds the lock", () => Holders <= 1);
        await sim.StartNodeAsync("server", node =>
            new LockServer { Options = { Loop = node.Loop }, ClientTimeout = TimeSpan.FromSeconds(10) }.BindAsync("inproc://locks"));
        await sim.StartNodeAsync("ada", WorkAsync);
        await sim.StartNodeAsync("bob", WorkAsync);
        await sim.DelayAsync(TimeSpan.FromMinutes(10));
        sim.StopFaults();
        await sim.Eventually("somebody holds the lock", () => Holders == 1, within: TimeSpan.FromMinutes(2));
    }

    private async Task WorkAsync(SimulatedNode node)
    {
        LockClient client = _clients[node] = createClient(node);
        await client.OpenAsync("inproc://locks");
        node.Run(() => UseLockAsync(client, node.TimeProvider));
    }

    private static async Task UseLockAsync(LockClient client, TimeProvider time)
    {
        while (true)
        {
            try
            {
                await client.LockAsync();
                await Task.Delay(TimeSpan.FromMinutes(1), time);
                await client.UnlockAsync();
            }
            catch (Exception exception) when (exception is ZProtoException or TimeoutException)
            {
                // Another has it, or the server is away.
            }
            await Task.Delay(TimeSpan.FromSeconds(5), time);
        }
    }
}
