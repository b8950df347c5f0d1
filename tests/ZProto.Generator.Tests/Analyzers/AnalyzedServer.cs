using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Analyzers;

/// <summary>A server with one action, <c>act</c>, whose user's half is analysed.</summary>
internal static class AnalyzedServer
{
    private static readonly TestProject s_project = TestProject.WithServer(
        """<class name = "talk_server" script = "server"><state name = "a"><event name = "SAY"><action name = "act" /></event></state></class>""",
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "OK" /></class>"""));

    /// <summary>What stands before the code of the action's user.</summary>
    public const string Head = "using System; using System.Threading; using System.Threading.Tasks;\nnamespace Sample;\npublic partial class TalkServer { public sealed partial class Client {\n";

    public const string Tail = "\n} }";

    // The methods that are still missing have tests of their own, and are in the way of others.
    private const string MissingMethods = "ZP0506";

    /// <summary>Asserts that analyzers report one thing, at the mark of a file, and gives its message.</summary>
    public static async Task<string> AssertReportsAsync(string id, string marked, bool compiles = true)
    {
        GeneratorRun run = Run(Marked.Read(marked, out string place), compiles);
        await run.AnalyzeAsync();
        Diagnostic found = Assert.Single(run.AnalyzerDiagnostics, diagnostic => id == MissingMethods || diagnostic.Id != MissingMethods);
        Assert.Equal($"{id} {place} Source0.cs", GeneratorRun.Show(found));
        return found.GetMessage();
    }

    /// <summary>Asserts that analyzers have nothing to say of a file.</summary>
    public static async Task AssertSilentAsync(string source, bool compiles = true)
        => Assert.DoesNotContain(await Run(source, compiles).AnalyzeAsync(), found => !found.StartsWith(MissingMethods, StringComparison.Ordinal));

    /// <summary>What analyzers report of the methods that a file lacks.</summary>
    public static async Task<IEnumerable<string>> MissingAsync(string source)
        => (await Run(source, compiles: false).AnalyzeAsync()).Where(found => found.StartsWith(MissingMethods, StringComparison.Ordinal));

    private static GeneratorRun Run(string source, bool compiles)
    {
        GeneratorRun run = GeneratorRun.Of(s_project with { Sources = [source] });
        if (compiles)
            Assert.Equal([], run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(GeneratorRun.ShowInSource));
        return run;
    }
}
