namespace ZProto.ZyreChat.Tests;

/// <summary>The sample as a program.</summary>
public sealed class DemoTests
{
    private static readonly string[] s_lines =
    [
        "alice sees bob and carol",
        "bob sees alice and carol",
        "carol sees alice and bob",
        "bob reads: alice says: Who is there?",
        "carol reads: alice says: Who is there?",
        "alice reads: bob is happy",
        "carol reads: bob is happy",
        "alice reads: bob says, happy: It's me!",
        "carol reads: bob says, happy: It's me!",
        "alice reads: carol whispers: Is he always so loud?",
        "alice reads: carol goes",
        "bob reads: carol goes",
    ];

    private readonly string _options = $"--local --beacon-port {TestPort.Find()}";

    [Fact]
    public async Task Three_talk_by_themselves_in_one_process()
    {
        using var demo = new SampleProcess("Zyre", _options);
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(s_lines, lines.Select(WithoutTime));
    }

    [Fact]
    public async Task Two_in_processes_of_their_own_chat_from_their_consoles()
    {
        using var alice = new SampleProcess("Zyre", $"alice {_options}");
        using var bob = new SampleProcess("Zyre", $"bob {_options}");
        await alice.ReadLineAsync("bob comes in");
        await bob.ReadLineAsync("alice comes in");
        foreach (string line in new[] { "", "Hello", "@carol Hello", "/happy", "@bob Psst" })
            await alice.WriteLineAsync(line);
        Assert.Equal("carol is not there.", await alice.ReadLineAsync("carol"));
        foreach (string line in new[] { "alice says: Hello", "alice is happy", "alice whispers, happy: Psst" })
            Assert.Equal(line, WithoutTime(await bob.ReadLineAsync("")));
        await bob.WriteLineAsync("/who");
        Assert.Equal("alice", await bob.ReadLineAsync(""));
        await bob.WriteLineAsync("/quit");
        Assert.Equal("bob goes", await alice.ReadLineAsync("bob"));
        await bob.ReadToEndAsync();
        Assert.Equal(0, bob.ExitCode);
    }

    [Fact]
    public async Task One_that_is_killed_is_missed()
    {
        using var alice = new SampleProcess("Zyre", $"alice {_options}");
        using var bob = new SampleProcess("Zyre", $"bob {_options}");
        await alice.ReadLineAsync("bob comes in");
        bob.Kill();
        await alice.ReadLineAsync("bob is silent");
    }

    [Theory]
    [InlineData("--fly", "'--fly' is not understood.")]
    [InlineData("alice bob", "'bob' is not understood.")]
    [InlineData("alice --room", "'--room' needs a value.")]
    [InlineData("--beacon-port 0", "'0' is not understood.")]
    public async Task Arguments_that_are_not_understood_are_told_what_they_can_be(string arguments, string error)
    {
        using var sample = new SampleProcess("Zyre", arguments);
        string[] errors = await sample.ReadErrorsAsync();
        Assert.Equal(error, errors[0]);
        Assert.StartsWith("Usage: Zyre [NAME] [options]", errors[1], StringComparison.Ordinal);
    }

    // In the demo's lines it comes after "reads: ".
    private static string WithoutTime(string line) => System.Text.RegularExpressions.Regex.Replace(line, @"\d\d:\d\d ", "");
}
