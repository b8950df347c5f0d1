using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Documents;

/// <summary>What the documentation shows compiles, and its links lead somewhere.</summary>
public sealed partial class DocumentPagesTests
{
    // Pages with code, and those that go on with the models of another.
    private static readonly Dictionary<string, string?> s_pages = new()
    {
        ["README.md"] = "docs/codec.md",
        ["docs/codec.md"] = null,
        ["docs/model.md"] = null,
        ["docs/engines.md"] = "docs/model.md",
        ["docs/transports.md"] = "docs/model.md",
        ["docs/security.md"] = "docs/model.md",
        ["docs/from-zproto.md"] = "docs/model.md",
        ["docs/hosting.md"] = "docs/model.md",
        ["docs/testing.md"] = "docs/model.md",
        ["docs/zpl.md"] = null,
        ["docs/zyre.md"] = null,
    };

    public static TheoryData<string> Pages => [.. s_pages.Keys];

    public static TheoryData<string> AllPages =>
    [
        "README.md",
        .. Directory.GetFiles(Repository.GetPath("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.GetPath(""), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_models_and_the_code_of_a_page_compile(string path)
    {
        DocumentPage page = new(path, s_pages[path] is { } basis ? new DocumentPage(basis) : null);
        GeneratorRun run = GeneratorRun.Run(page.Project);
        Assert.Null(run.Result.Exception);
        AssertNone(run.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        AssertNone(run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void The_links_of_a_page_lead_to_files_and_headings_of_the_tree(string path)
    {
        foreach (Match link in Link().Matches(WithoutCode(Repository.Read(path))))
        {
            string target = link.Groups["file"].Value.Length == 0
                ? Repository.GetPath(path)
                : Path.Combine(Path.GetDirectoryName(Repository.GetPath(path))!, link.Groups["file"].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{path}: {link.Value} leads nowhere.");
            if (link.Groups["heading"].Value is { Length: > 0 } heading)
                Assert.True(Headings(target).Contains(heading), $"{path}: {link.Value} leads to no heading of {target}.");
        }
    }

    // That it is so, the tests of NetMQ show.
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/ZProto.NetMQ/README.md")]
    [InlineData("docs/transports.md")]
    [InlineData("docs/security.md")]
    public void A_page_that_offers_NetMQ_says_who_can_end_the_process_and_what_to_use_then(string path)
        => Assert.Matches(@"(?s)[Aa]nyone who can reach a port.{0,60}\bcan end (the|your) process\b.*\blibzmq\b", Repository.Read(path).Replace("ZProto.LibZmq", "libzmq", StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<Diagnostic> diagnostics) => Assert.True(!diagnostics.Any(), string.Join("\n", diagnostics));

    private static IEnumerable<string> Headings(string file)
        => Heading().Matches(WithoutCode(File.ReadAllText(file))).Select(heading => Slug(heading.Groups[1].Value));

    // As GitHub makes them.
    private static string Slug(string heading)
        => new([.. heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c)]);

    private static string WithoutCode(string text) => Code().Replace(text.ReplaceLineEndings("\n"), "");

    [GeneratedRegex("""\]\((?!\w+:)(?<file>[^)#\s]*)(#(?<heading>[^)\s]+))?\)""")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^ *```.*?^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
