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
