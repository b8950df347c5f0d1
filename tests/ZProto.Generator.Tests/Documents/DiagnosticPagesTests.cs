using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ZProto.Generator.Analyzers;
using ZProto.Generator.Parts;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;

namespace ZProto.Generator.Tests.Documents;

/// <summary>Every diagnostic has a page whose examples do what the page says.</summary>
public partial class DiagnosticPagesTests
{
    private static readonly Dictionary<string, (string Severity, string Title)> s_known = DiagnosticIds()
        .Concat(typeof(AnalyzerRules).GetFields().Select(field => (DiagnosticDescriptor)field.GetValue(null)!).Select(rule => (rule.Id, Severity: rule.DefaultSeverity.ToString(), Title: rule.Title.ToString(null))))
        .ToDictionary(known => known.Id, known => (known.Severity, known.Title));

    // What the build files report, without a generator: each is raised by a build in ZProto.Package.Tests.
    private static readonly Dictionary<string, (string Severity, string Title)> s_ofBuildFiles = new()
    {
        ["ZP0601"] = ("Error", "Model in a project of another language"),
        ["ZP0602"] = ("Error", "Unknown transport"),
        ["ZP0603"] = ("Error", "Transport is not referenced"),
    };

    // Those whose message can say which name was meant.
    private static readonly string[] s_referToNames =
    [
        "ZP0008", "ZP0009", "ZP0010", "ZP0102", "ZP0119", "ZP0124", "ZP0131", "ZP0201", "ZP0204", "ZP0213", "ZP0303", "ZP0312", "ZP0313", "ZP0318", "ZP0319", "ZP0322", "ZP0325", "ZP0326", "ZP0403", "ZP0404",
        "ZP0407", "ZP0507", "ZP0508",
    ];

    public static TheoryData<string> Ids => [.. s_known.Keys];

    public static TheoryData<string> IdsThatReferToNames => [.. s_referToNames];

    [Fact]
    public void Every_id_has_a_page_and_every_page_an_id()
        => Assert.Equal(s_known.Concat(s_ofBuildFiles).Select(known => known.Key).Order(StringComparer.Ordinal), DiagnosticPage.Ids);

    [Fact]
    public void The_page_of_what_the_build_files_report_starts_with_its_id_and_says_what_they_say()
    {
        string targets = Repository.Read("src/ZProto.Core/build/net8.0/ZProto.Core.targets");
        Assert.Equal(s_ofBuildFiles.Keys, BuildFileId().Matches(targets).Select(match => match.Groups[1].Value));
        Assert.All(s_ofBuildFiles, known =>
        {
            DiagnosticPage page = DiagnosticPage.Create(known.Key);
            Assert.StartsWith($"# {known.Key}: {known.Value.Title}\n\n*{known.Value.Severity}.* ", page.Heading, StringComparison.Ordinal);
            Assert.Contains($"HelpLink=\"$(_ZProtoDiagnostics){known.Key}.md\"", targets, StringComparison.Ordinal);
            string said = Regex.Match(targets, $"Code=\"{known.Key}\"[^>]*? Text=\"([^\"]*)\"", RegexOptions.Singleline).Groups[1].Value;
            string pattern = string.Concat(Regex.Split(said, @"(\$\([^)]*\))").Select(part => part.StartsWith("$(", StringComparison.Ordinal) ? ".*" : Regex.Escape(part)));
            Assert.Matches($"error {known.Key}: {pattern}\n$", page.Output);
        });
    }

    [Fact]
    public void The_index_lists_every_id_with_its_severity_and_title()
    {
        string text = Repository.Read("docs/diagnostics/README.md").ReplaceLineEndings("\n");
        Assert.Equal(
            s_known.Concat(s_ofBuildFiles).OrderBy(known => known.Key, StringComparer.Ordinal).Select(known => $"| [{known.Key}]({known.Key}.md) | {known.Value.Severity.ToLowerInvariant()} | {known.Value.Title} |"),
            text.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_starts_with_the_id_the_title_and_the_severity(string id)
        => Assert.StartsWith($"# {id}: {s_known[id].Title}\n\n*{s_known[id].Severity}.* ", DiagnosticPage.Create(id).Heading, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_example_of_a_page_raises_its_id_and_nothing_else(string id)
    {
        DiagnosticPage page = DiagnosticPage.Create(id);
        IReadOnlyList<Diagnostic> found = await DiagnoseAsync(id, page.Project);
        string output = Format(found);
        if (Snapshot.IsAccepting)
            page.Accept(output);
        else
            Assert.Equal(output, page.Output);
        Assert.Equal([id], found.Select(diagnostic => diagnostic.Id).Distinct());
        Assert.All(found, diagnostic => Assert.EndsWith($"/docs/diagnostics/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_fixed_example_raises_nothing_and_compiles(string id)
    {
        DiagnosticPage page = DiagnosticPage.Create(id);
        Assert.Equal("", Format(await DiagnoseAsync(id, page.Fixed)));
        GeneratorRun run = GeneratorRun.Run(page.Fixed);
        Assert.NotEmpty(run.Sources);
        // The examples of models have no user's part.
        Assert.Equal([], run.CompilerDiagnostics.Where(diagnostic => diagnostic.Id != "CS8795" || page.Fixed.Sources.Count > 0).Select(GeneratorRun.FormatWithSource));
    }

    [Theory]
    [MemberData(nameof(IdsThatReferToNames))]
    public void What_refers_to_a_name_says_which_was_meant(string id)
        => Assert.Contains(", did you mean '", DiagnosticPage.Create(id).Output, StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_called_unknown_refers_to_a_name_but_what_is_near_to_none_and_two_that_tell_all_choices()
    {
        IEnumerable<string> unknown = typeof(DiagnosticRules).GetFields().Where(field => field.Name.StartsWith("Unknown", StringComparison.Ordinal)).Select(field => ((DiagnosticRule)field.GetValue(null)!).Id);
        Assert.Equal([DiagnosticRules.UnknownElement.Id, DiagnosticRules.UnknownAttribute.Id, DiagnosticRules.UnknownKind.Id, DiagnosticRules.UnknownRole.Id], unknown.Except(s_referToNames));
    }

    private static async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(string id, TestProject project)
    {
        GeneratorRun run = GeneratorRun.Run(project);
        Assert.Null(run.Result.Exception);
        await run.AnalyzeAsync();
        // A class whose method stands elsewhere lacks it too.
        return [.. run.Diagnostics.Concat(run.AnalyzerDiagnostics).Where(diagnostic => diagnostic.Id == id || diagnostic.Id != AnalyzerRules.MissingMethods.Id)];
    }

    private static string Format(IEnumerable<Diagnostic> diagnostics)
        => diagnostics.Aggregate(new StringBuilder(), (text, diagnostic) => text.Append(diagnostic.ToString().Replace("Source0.cs", "TalkServer.cs", StringComparison.Ordinal)).Append('\n')).ToString();

    private static IEnumerable<(string Id, string Severity, string Title)> DiagnosticIds()
        => typeof(DiagnosticRules).GetFields().Concat(typeof(PartDiagnostics).GetFields()).Select(field => (DiagnosticRule)field.GetValue(null)!).Select(kind => (kind.Id, kind.Severity.ToString(), kind.Title));

    [GeneratedRegex("<Error Code=\"(ZP\\d+)\"")]
    private static partial Regex BuildFileId();
}
