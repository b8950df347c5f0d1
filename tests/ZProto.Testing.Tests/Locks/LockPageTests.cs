using System.Text.RegularExpressions;

namespace ZProto.Testing.Tests;

/// <summary>What <c>docs/testing.md</c> shows of the lock service is what these tests run.</summary>
public sealed partial class LockPageTests
{
    private static readonly string s_page = Read("testing.md");

    [Theory]
    [InlineData("lock_msg.xml")]
    [InlineData("lock_server.xml")]
    [InlineData("lock_client.xml")]
    [InlineData("LockServer.cs")]
    [InlineData("LockClient.cs")]
    [InlineData("LockScenario.cs")]
    public void Page_shows_the_file(string file)
        => Assert.Contains(Namespace().Replace(Read(Path.Combine("Locks", file)), "").Trim(), s_page, StringComparison.Ordinal);

    [Fact]
    public void First_simulation_of_the_page_is_run()
    {
        string first = Block().Match(s_page[s_page.IndexOf("await Simulation.RunAsync", StringComparison.Ordinal)..]).Groups[1].Value;
        Assert.Contains(Squeeze(first), Squeeze(Read(Path.Combine("Locks", "LockTests.cs"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_on_the_page_is_that_of_the_bug_but_for_numbers_and_what_is_left_out()
    {
        SimulationFailedException failure = await LockTests.FailAsync(node => LockTests.CreateClient(node, TimeSpan.FromSeconds(20)), LockScenario.Options);
        string actual = Number().Replace(failure.Message, "#");
        int at = 0;
        foreach (string line in Number().Replace(Output().Match(s_page).Groups[1].Value, "#").Split('\n').Where(line => line.Trim() is not ("" or "...")))
        {
            int next = actual.IndexOf(line.Trim(), at, StringComparison.Ordinal);
            Assert.True(next >= 0, $"'{line}' is not, or not there, in:\n{failure.Message}");
            at = next + line.Trim().Length;
        }
        Assert.True(actual.TrimEnd().Length == at, failure.Message);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)).ReplaceLineEndings("\n");

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^namespace .*;\n", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("^(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("```text\n(Seed .*?)```", RegexOptions.Singleline)]
    private static partial Regex Output();

    [GeneratedRegex(@"[0-9][0-9,.]*")]
    private static partial Regex Number();
}
