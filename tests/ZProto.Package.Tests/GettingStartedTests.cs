using System.Text.RegularExpressions;
using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>docs/getting-started.md, followed to the letter.</summary>
[Collection("packages")]
public sealed partial class GettingStartedTests(Feed feed)
{
    private readonly Page _page = new("docs/getting-started.md");

    [NewProjectFact]
    public void Who_follows_the_page_from_an_empty_folder_has_a_server_and_a_client_that_talk()
    {
        Workspace work = feed.NewWorkspace();
        _page.Follow(work);
        Assert.Contains("tcp://", _page.Text, StringComparison.Ordinal);

        // The same on the older framework. What is printed is compared whole, so that a warning would show.
        work.Edit("Hello.csproj", "net10.0", "net8.0");
        Assert.Equal(_page.Steps[^1].Text, work.Run("dotnet run"));
        Assert.Equal(("dotnet run", 2), (_page.Steps[^1].Command, _page.Steps[^1].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [NewProjectFact]
    public void An_action_that_throws_is_told_on_stderr_with_its_state_and_event_and_the_call_fails_and_says_why()
    {
        Workspace work = feed.NewWorkspace();
        foreach (Page.Step step in _page.Steps.SkipLast(1))
            Page.Do(work, step);
        work.Edit("HelloServer.cs", "Greet() => Message.Name = ", "Greet() => throw new InvalidOperationException(Message.Name); private string Unused => ");
        work.Edit("Program.cs", "await client.OpenAsync", "client.Options.CallTimeout = TimeSpan.FromSeconds(1);\nawait client.OpenAsync");
        (int exitCode, string output) = work.TryRun("dotnet run");
        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("error: Hello.HelloServer: HelloServer client 1: state start, event HELLO: an action threw; the machine is ended\n", output, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: Ada\n", output, StringComparison.Ordinal);
        Assert.Contains("at Hello.HelloServer.Client.Greet() in ", output, StringComparison.Ordinal);
        Assert.Contains("System.TimeoutException: 'greet' had no reply within 1 second: ", output, StringComparison.Ordinal);
        Assert.Contains("; the client is in state 'connected'.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_states_how_many_commands_and_lines_it_takes()
    {
        int commands = _page.Steps.Count(step => step.Command is not null);
        int lines = _page.Steps.Where(step => step.File is not null).Sum(step => step.Text.Split('\n').Count(line => line.Trim().Length > 0));
        Assert.Contains($"in {commands} commands and {lines} lines", WhiteSpace().Replace(_page.Text, " "), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
