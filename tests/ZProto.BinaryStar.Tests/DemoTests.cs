namespace ZProto.BinaryStar.Tests;

/// <summary>The demo, as a program of one process.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_shows_failover_and_recovery_and_numbers_that_go_on()
    {
        using var demo = new SampleProcess("BinaryStar");
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(Enumerable.Range(1, 8).Select(number => $"client: {number}"), lines.Where(line => line.StartsWith("client", StringComparison.Ordinal)));
        // Which of both hears of the other first, at the start, is open.
        Assert.Equal(
            ["backup: passive", "primary: active", "backup: active", "primary: passive", "primary: active"],
            States(lines).Take(2).Order(StringComparer.Ordinal).Concat(States(lines).Skip(2)));
    }

    [Theory]
    [InlineData("cook", "'cook' is not understood.")]
    [InlineData("primary --backup", "'--backup' is not an option, or needs a value.")]
    [InlineData("client --speed 3", "'--speed' is not an option, or needs a value.")]
    [InlineData("client --pause soon", "'soon' is not a pause.")]
    [InlineData("client --transport pigeon", "'pigeon' is not a transport.")]
    public async Task Bad_arguments_are_told(string arguments, string problem)
    {
        using var sample = new SampleProcess("BinaryStar", arguments);
        Assert.Empty(await sample.ReadToEndAsync());
        Assert.Equal(2, sample.ExitCode);
        Assert.Equal(problem, (await sample.ReadErrorsAsync())[0]);
    }

    private static string[] States(string[] lines)
        => [.. lines.Where(line => line.StartsWith("primary: ", StringComparison.Ordinal) || line.StartsWith("backup: ", StringComparison.Ordinal))];
}
