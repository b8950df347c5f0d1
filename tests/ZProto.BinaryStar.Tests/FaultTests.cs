using System.Globalization;
using Xunit.Abstractions;

namespace ZProto.BinaryStar.Tests;

/// <summary>Random faults in simulated time: a thousand seeds, or as many as the environment says.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);

    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("ZPROTO_BINARY_STAR_SEEDS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whichever_server_is_killed_and_started_two_never_answer_and_one_soon_does()
    {
        int answers = 0, recoveries = 0;
        TimeSpan longest = TimeSpan.Zero;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var faults = new Faults(seed);
            await faults.RunAsync(s_bound);
            Assert.True(faults.Splits == 0, $"Seed {seed}: both servers answer.");
            Assert.True(faults.Aborted == 0, $"Seed {seed}: a server aborts.");
            answers += faults.Answers;
            recoveries += faults.Recoveries;
            longest = longest < faults.LongestRecovery ? faults.LongestRecovery : longest;
        }
        output.WriteLine($"{Seeds} seeds: {answers} answers of one server alone, {recoveries} recoveries, the longest of {longest.TotalSeconds} s.");
        Assert.True(answers > Seeds);
        Assert.True(recoveries > Seeds);
    }

    [Fact]
    public async Task Where_the_servers_are_parted_and_clients_see_both_the_split_is_found()
    {
        int splits = 0, aborted = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            var faults = new Faults(seed, withPartitions: true);
            await faults.RunAsync(s_bound);
            splits += faults.Splits;
            aborted += faults.Aborted;
        }
        output.WriteLine($"{splits} splits, {aborted} servers aborted.");
        Assert.True(splits > 0, "No split was found.");
        Assert.True(aborted > 0, "No server has aborted.");
    }
}
