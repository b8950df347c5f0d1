using System.Globalization;
using Xunit.Abstractions;

namespace ZProto.Testing.Tests.Simulations;

/// <summary>A seed decides on all of it: ten seeds, or as many as the environment says.</summary>
public sealed class DeterminismTests(ITestOutputHelper output)
{
    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("ZPROTO_SIMULATION_SEEDS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Two_runs_of_a_seed_are_the_same_whatever_runs_beside_them()
    {
        long started = TimeProvider.System.GetTimestamp();
        Task<Run[]> first = RunAllAsync(), second = RunAllAsync();
        Run[] runs = await first;
        Assert.Equal(runs, await second);
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        // The last is to be compared with that of another process.
        ulong hash = runs.Aggregate(0UL, (sum, run) => (sum * 31) + run.Hash);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{2 * runs.Length} runs, {2 * runs.Sum(run => run.Time.TotalSeconds):N0} simulated seconds in {seconds:N1} s, hash {hash:x16}."));
        Assert.Equal(Seeds, runs.Select(run => run.Hash).Distinct().Count());
    }

    private static async Task<Run[]> RunAllAsync()
    {
        List<Run> runs = [];
        await Simulation.RunAsync(
            Seeds,
            async sim =>
            {
                await CaveScenario.RunAsync(sim);
                runs.Add(new Run(sim.Seed, sim.EventHash, sim.Now));
            },
            CaveScenario.Options);
        return [.. runs];
    }

    private sealed record Run(int Seed, ulong Hash, TimeSpan Time);
}
