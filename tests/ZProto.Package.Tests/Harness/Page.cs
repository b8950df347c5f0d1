using System.Text.RegularExpressions;

namespace ZProto.Package.Tests.Harness;

/// <summary>
/// A page of the documentation that somebody follows: its commands (<c>```console</c>, after <c>$ </c>, with what they print below them),
/// its files (<c>```csharp Program.cs</c>), and what a program that runs on prints after a change of them (<c>```text</c>), in their order.
/// </summary>
internal sealed partial class Page
{
    public Page(string path)
    {
        Text = Tree.Read(path);
        foreach (Match block in Block().Matches(Text))
        {
            (string language, string file, string body) = (block.Groups[1].Value, block.Groups[2].Value, block.Groups[3].Value);
            if (file.Length > 0)
                Steps.Add(new Step(null, file, body));
            else if (language == "console")
                Steps.AddRange(body.Split("$ ", StringSplitOptions.RemoveEmptyEntries).Select(command => new Step(command.Split('\n')[0], null, command[(command.IndexOf('\n', StringComparison.Ordinal) + 1)..])));
            else if (language == "text")
                Steps.Add(new Step(null, null, body));
        }
    }

    public string Text { get; }

    /// <summary>What is to be done.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>Does it all, and compares what is printed with what the page shows.</summary>
    public void Follow(Workspace workspace)
    {
        foreach (Step step in Steps)
            Do(workspace, step);
    }

    /// <summary>Does one step, and compares what is printed with what the page shows.</summary>
    public static void Do(Workspace workspace, Step step)
    {
        if (step.File is not null)
            workspace.Write(step.File, step.Text);
        else if (workspace.Run(step.Command!) is string output && step.Text.Length > 0)
            Assert.Equal(step.Text, output);
    }

    /// <summary>A command and what it prints, where that is shown; or a file and what is in it; or what is printed next.</summary>
    internal sealed record Step(string? Command, string? File, string Text);

    [GeneratedRegex(@"^```(\w+) ?(\S*)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
