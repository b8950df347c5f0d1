using System.Reflection;
using System.Text.RegularExpressions;

namespace ZProto.Samples.Tests;

/// <summary>The figures of a sample's README.</summary>
/// <param name="sample">The sample's folder.</param>
/// <param name="demo">Files that only the demo needs: they are listed, and not in the sums.</param>
/// <param name="shared">Files of other folders that count as the sample's.</param>
public abstract class SampleReadmeTests(string sample, string[] demo, params string[] shared)
{
    private readonly string _directory = Path.Combine(SampleDirectory, "..", sample);

    private static string SampleDirectory
        => typeof(SampleReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SampleDirectory").Value!;

    /// <summary>The README, each paragraph as one line.</summary>
    protected string Text => Regex.Replace(Readme, @"(?<=\S)\r?\n(?=\S)", " ");

    private string Readme => File.ReadAllText(Path.Combine(_directory, "README.md"));

    private IEnumerable<string> Files => Directory.GetFiles(_directory).Where(file => Path.GetExtension(file) is ".cs" or ".xml").Concat(shared.Select(file => Path.Combine(_directory, file)));

    [Fact]
    public void Every_file_is_listed_with_its_lines()
    {
        Dictionary<string, int> listed = Regex.Matches(Readme, @"^\| `(?<file>[\w.]+)` \| (?<lines>\d+) \|", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups["file"].Value, match => int.Parse(match.Groups["lines"].Value, null));
        Dictionary<string, int> there = Files.ToDictionary(file => Path.GetFileName(file), Lines);
        Assert.Equal(there.OrderBy(pair => pair.Key, StringComparer.Ordinal), listed.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_sums_are_those_of_the_files()
    {
        string[] files = [.. Files.Select(file => Path.GetFileName(file)).Except(demo)];
        int model = Sum(files, ".xml"), code = Sum(files, ".cs");
        Assert.Contains(model > 0 ? $"{model} lines of model and {code} of C#" : $"{code} lines of C#", Text, StringComparison.Ordinal);
    }

    /// <summary>The lines of those of the files that end so.</summary>
    protected int Sum(IEnumerable<string> files, string extension)
        => Files.Where(file => Path.GetExtension(file) == extension && files.Contains(Path.GetFileName(file))).Sum(Lines);

    private static int Lines(string file) => File.ReadLines(file).Count();
}
