using System.Globalization;
using Xunit.Abstractions;
using ZProto.Testing;

namespace ZProto.BinaryStar.Tests;

/// <summary>Random faults in a simulation: a thousand seeds, or as many as the environment says.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("ZPROTO_BINARY_STAR_SEEDS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whichever_server_crashes_and_starts_again_two_are_never_active_and_one_soon_answers()
    {
        int recoveries = 0;
        TimeSpan longest = TimeSpan.Zero;
        await Simulation.RunAsync(Seeds, async sim =>
        {
            var faults = new Faults(sim);
            await faults.RunAsync();
            recoveries += faults.Recoveries;
            longest = longest < faults.LongestRecovery ? faults.LongestRecovery : longest;
        });
        output.WriteLine($"{Seeds} seeds: {recoveries} recoveries, the longest of {longest.TotalSeconds} s.");
        Assert.True(recoveries > Seeds);
    }

    [Fact]
    public async Task Where_the_servers_are_parted_and_clients_see_both_the_split_is_found()
    {
        SimulationFailedException split = await Assert.ThrowsAsync<SimulationFailedException>(
            () => Simulation.RunAsync(50, sim => new Faults(sim, withPartitions: true).RunAsync()));
        output.WriteLine(split.Message);
        Assert.Contains("one server at most is active", split.Message, StringComparison.Ordinal);
    }
}
