using System.Reflection;
using System.Text.RegularExpressions;

namespace ZProto.Broker.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests
{
    private static readonly string s_directory = typeof(ReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SampleDirectory").Value!;
    private static readonly string s_readme = File.ReadAllText(Path.Combine(s_directory, "README.md"));

    [Fact]
    public void Every_file_is_listed_with_its_lines()
    {
        Dictionary<string, int> listed = Regex.Matches(s_readme, @"^\| `(?<file>[\w.]+)` \| (?<lines>\d+) \|", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups["file"].Value, match => int.Parse(match.Groups["lines"].Value, null));
        Dictionary<string, int> there = Directory.GetFiles(s_directory).Where(file => Path.GetExtension(file) is ".cs" or ".xml").ToDictionary(file => Path.GetFileName(file), Lines);
        Assert.Equal(there.OrderBy(pair => pair.Key, StringComparer.Ordinal), listed.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_sums_are_those_of_the_files()
    {
        string[] demo = ["Program.cs", "Arguments.cs", "Demo.cs"];
        int model = Directory.GetFiles(s_directory, "*.xml").Sum(Lines);
        int code = Directory.GetFiles(s_directory, "*.cs").Where(file => !demo.Contains(Path.GetFileName(file))).Sum(Lines);
        Assert.Contains($"{model} lines of model and {code} of C#", s_readme, StringComparison.Ordinal);
    }

    private static int Lines(string file) => File.ReadLines(file).Count();
}
