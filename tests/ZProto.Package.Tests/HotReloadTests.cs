using System.Globalization;
using System.Text.RegularExpressions;
using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>docs/hot-reload.md, followed to the letter.</summary>
[Collection("packages")]
public sealed partial class HotReloadTests(Feed feed)
{
    private readonly Page _page = new("docs/hot-reload.md");

    [NewProjectFact]
    public async Task A_running_server_takes_an_edit_of_its_model_and_keeps_its_clients_until_an_edit_needs_a_restart()
    {
        Workspace work = feed.NewWorkspace();
        int restart = _page.Steps.FindLastIndex(step => step.File is not null);
        foreach (Page.Step step in _page.Steps.TakeWhile(step => step.Command?.StartsWith("dotnet watch", StringComparison.Ordinal) != true))
            Page.Do(work, step);

        Page.Step watch = _page.Steps.Single(step => step.Command?.StartsWith("dotnet watch", StringComparison.Ordinal) == true);
        using RunningProgram program = work.Start(watch.Command!);
        await ReadAsync(program, watch.Text);
        foreach (Page.Step step in _page.Steps.Skip(_page.Steps.IndexOf(watch) + 1).Take(restart - _page.Steps.IndexOf(watch) - 1))
        {
            if (step.File is not null)
                work.Write(step.File, step.Text);
            else
                await ReadAsync(program, step.Text);
        }

        // One process and one client from the first greeting to the last.
        Assert.Equal(Enumerable.Range(1, Numbers(program).Count()), Numbers(program));

        work.Write(_page.Steps[restart].File!, _page.Steps[restart].Text);
        await ReadAsync(program, _page.Steps[^1].Text);
        Assert.Equal(1, Numbers(program).Last());
    }

    // How many greetings pass before an edit is applied is a matter of time: after the first, any number will do.
    private static async Task ReadAsync(RunningProgram program, string lines)
    {
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var expected = new Regex($"^{Number().Replace(Regex.Escape(line), number => number.Value == "1" ? "1" : "[0-9]+")}$");
            await program.ReadUntilAsync(expected.IsMatch, $"line '{line}'");
        }
    }

    private static IEnumerable<int> Numbers(RunningProgram program)
        => program.Lines.Select(line => Greeting().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"^Hello, .* ([0-9]+)\.$", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();
}
