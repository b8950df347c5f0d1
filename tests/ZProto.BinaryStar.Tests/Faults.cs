using ZProto.Testing;
using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>A pair of servers that crash and start again, or are parted, at random moments, and clients that ask all the time.</summary>
internal sealed class Faults(Simulation sim, bool withPartitions = false)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);

    private readonly CounterServer?[] _servers = new CounterServer?[2];
    private readonly SimulatedNode[] _nodes = new SimulatedNode[2];
    private int _answers;

    /// <summary>How often there was a server that had to answer in time.</summary>
    public int Recoveries { get; private set; }

    /// <summary>How long the client waited for it at most.</summary>
    public TimeSpan LongestRecovery { get; private set; }

    public async Task RunAsync()
    {
        sim.Describe<CounterMsg>();
        sim.Describe<StarMsg>();
        sim.Always("one server at most is active", () => !IsActive(Role.Primary) || !IsActive(Role.Backup));
        sim.Always("no server aborts", () => !_servers.Any(server => server is { IsAborted: true }));
        foreach (Role role in (Role[])[Role.Primary, Role.Backup])
            _nodes[(int)role] = await sim.StartNodeAsync($"{role}", node => StartAsync(role, node));
        await sim.StartNodeAsync("client", node => AskAsync(node, Role.Primary, Role.Backup, () => _answers++));
        // Others ask one server alone, whichever is active.
        foreach (Role role in (Role[])[Role.Primary, Role.Backup])
            await sim.StartNodeAsync($"clientOf{role}", node => AskAsync(node, role, role, static () => { }));
        for (int round = 0; round < 3; round++)
        {
            for (int faults = sim.Random.Next(1, 5); faults > 0; faults--)
                await CauseAsync();
            await RecoverAsync();
        }
    }

    private bool IsActive(Role role) => _nodes[(int)role] is { IsUp: true } && State(role) == StateId.Active;

    // Before its loop has begun it has no machine.
    private StateId? State(Role role) => _servers[(int)role]?.Endpoints is { Count: > 0 } ? _servers[(int)role]!.Star.State : null;

    private Task StartAsync(Role role, SimulatedNode node)
    {
        var server = new CounterServer(role, Pair.StateEndpoint(role), Pair.StateEndpoint(Pair.PeerOf(role))) { Options = { Loop = node.Loop } };
        _servers[(int)role] = server;
        return server.BindAsync(Pair.Endpoint(role));
    }

    private static async Task AskAsync(SimulatedNode node, Role first, Role second, Action answered)
    {
        var client = new CounterClient { Options = { Loop = node.Loop } };
        await client.OpenAsync(Pair.Endpoint(first), Pair.Endpoint(second));
        node.Run(() => AskAgainAsync(client, node.TimeProvider, answered));
    }

    private static async Task AskAgainAsync(CounterClient client, TimeProvider time, Action answered)
    {
        ulong last = 0;
        while (true)
        {
            try
            {
                ulong number = await client.NextAsync();
                Assert.True(number > last, $"{number} comes after {last}.");
                last = number;
                answered();
                await Task.Delay(TimeSpan.FromMilliseconds(200), time);
            }
            catch (Exception exception) when (exception is TimeoutException or ZProtoException)
            {
                // After its tries: it asks again.
            }
        }
    }

    private async Task CauseAsync()
    {
        if (withPartitions && _nodes.All(node => node.IsUp) && sim.Random.Next(2) == 0)
        {
            sim.Partition(_nodes[0], _nodes[1]);
            await DelayAsync(5_000);
            sim.Heal();
            await DelayAsync(2_000);
            return;
        }
        int role = sim.Random.Next(2);
        if (_nodes[role].IsUp)
        {
            _nodes[role].Crash();
            _servers[role] = null;
        }
        else
        {
            await _nodes[role].RestartAsync();
        }
        await DelayAsync(4_000);
    }

    // Nothing goes wrong any more: a client that asks has its answer within the bound.
    private async Task RecoverAsync()
    {
        // A backup that has never heard of its peer waits for it, whatever clients ask.
        if (!_nodes[(int)Role.Primary].IsUp && (!_nodes[(int)Role.Backup].IsUp || await WaitsForPeerAsync()))
            return;
        TimeSpan start = sim.Now;
        int answers = _answers;
        await sim.Eventually("the client has an answer", () => _answers > answers, s_bound);
        Recoveries++;
        LongestRecovery = LongestRecovery < sim.Now - start ? sim.Now - start : LongestRecovery;
    }

    private Task<bool> WaitsForPeerAsync() => _servers[(int)Role.Backup]!.InvokeAsync(() => State(Role.Backup) == StateId.Backup);

    private Task DelayAsync(int milliseconds) => sim.DelayAsync(TimeSpan.FromMilliseconds(sim.Random.Next(1, milliseconds)));
}
