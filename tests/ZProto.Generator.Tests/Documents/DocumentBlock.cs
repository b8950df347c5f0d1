using System.Text.RegularExpressions;

namespace ZProto.Generator.Tests.Documents;

/// <summary>A block of code on a page.</summary>
/// <param name="Language">What stands after the fence first: <c>csharp</c>, <c>xml</c>.</param>
/// <param name="Info">What stands after that: the name of a file, or <c>in</c> and what the block is a part of; or empty.</param>
/// <param name="Text">The code.</param>
/// <param name="Line">The line of the page at which the code begins, from 1.</param>
/// <param name="Heading">The line of the heading that it stands under.</param>
internal sealed partial record DocumentBlock(string Language, string Info, string Text, int Line, int Heading)
{
    /// <summary>What it is a part of, or null where it is for itself.</summary>
    public string? Whole => Info.StartsWith("in ", StringComparison.Ordinal) ? Info[3..] : null;

    /// <summary>The blocks of a page.</summary>
    public static IEnumerable<DocumentBlock> Read(string page)
    {
        string[] lines = page.Split('\n');
        int heading = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
                heading = i;
            Match fence = Fence().Match(lines[i]);
            if (!fence.Success)
                continue;
            string end = fence.Groups["indent"].Value + "```";
            int first = ++i;
            while (lines[i] != end)
                i++;
            yield return new DocumentBlock(fence.Groups["language"].Value, fence.Groups["info"].Value, string.Join("\n", lines[first..i]), first + 1, heading);
        }
    }

    [GeneratedRegex("^(?<indent> *)```(?<language>\\w*) ?(?<info>.*)$")]
    private static partial Regex Fence();
}
