using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Documents;

/// <summary>A page of <c>docs/diagnostics</c>: a project, and the files that fix it.</summary>
internal sealed partial class DiagnosticPage
{
    private readonly string _id;
    private readonly Dictionary<string, string> _files;
    private readonly Dictionary<string, string> _fixed;

    private DiagnosticPage(string id)
    {
        _id = id;
        Text = Repository.Read(PathOf(id)).ReplaceLineEndings("\n");
        string[] parts = Text.Split(["\n## Example\n", "\n## How to fix\n"], StringSplitOptions.None);
        Assert.True(parts.Length == 3, $"{PathOf(id)} needs the sections 'Example' and 'How to fix', once and in this order.");
        Heading = parts[0];
        _files = Files(parts[1]);
        _fixed = Files(parts[2]);
        Assert.NotEmpty(_fixed);
        Output = OutputBlock().Match(parts[1]).Groups["text"].Value;
    }

    /// <summary>The ids that have a page.</summary>
    public static IEnumerable<string> Ids
        => Directory.GetFiles(Repository.GetPath("docs/diagnostics"), "ZP*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The whole page.</summary>
    public string Text { get; }

    /// <summary>The text before the example.</summary>
    public string Heading { get; }

    /// <summary>What the page says that the build prints.</summary>
    public string Output { get; }

    /// <summary>The project that raises the diagnostic.</summary>
    public TestProject Project => ToProject(_files);

    /// <summary>The fixed project; the page shows only the files that change.</summary>
    public TestProject Fixed => ToProject(_files.Where(file => !_fixed.ContainsKey(file.Key)).Concat(_fixed).ToDictionary());

    public static DiagnosticPage Create(string id) => new(id);

    /// <summary>Writes what the build prints into the page.</summary>
    public void Accept(string output)
        => File.WriteAllText(Repository.GetPath(PathOf(_id)), OutputBlock().Replace(Text, _ => $"```text\n{output}```", count: 1));

    private static string PathOf(string id) => $"docs/diagnostics/{id}.md";

    private static Dictionary<string, string> Files(string section)
        => FileBlock().Matches(section).ToDictionary(block => block.Groups["name"].Value, block => block.Groups["text"].Value);

    private static TestProject ToProject(Dictionary<string, string> files)
    {
        XElement? project = files.Where(file => file.Key.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => XElement.Parse(file.Value)).SingleOrDefault();
        string? Property(string name) => project?.Descendants(name).SingleOrDefault()?.Value;
        string? Metadata(string model, string name) => project?.Descendants("ZProtoModel").SingleOrDefault(item => item.Attribute("Include")!.Value == model)?.Attribute(name)?.Value;
        // A model that the project names and the page does not show is a file that cannot be read.
        IEnumerable<string> unreadable = project?.Descendants("ZProtoModel").Select(item => item.Attribute("Include")!.Value).Where(name => !files.ContainsKey(name)) ?? [];
        var test = new TestProject([.. files.Where(file => file.Key.EndsWith(".xml", StringComparison.Ordinal)).Select(file => new TestModel(file.Key, file.Value) { Emit = Metadata(file.Key, "Emit"), Namespace = Metadata(file.Key, "Namespace") }), .. unreadable.Select(name => new TestModel(name, null))])
        {
            Sources = [.. files.Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal)).Select(file => file.Value)],
            RootNamespace = Property("RootNamespace") ?? "Sample",
            Packages = [.. project?.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).Where(name => name == "ZProto.Zyre") ?? []],
        };
        return Property("LangVersion") is { } version && LanguageVersionFacts.TryParse(version, out LanguageVersion language)
            ? test with { Language = language }
            : test;
    }

    [GeneratedRegex("""^```(xml|csharp) (?<name>\S+)\n(?<text>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex("""^```text\n(?<text>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex OutputBlock();
}
