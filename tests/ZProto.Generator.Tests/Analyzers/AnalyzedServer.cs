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

    /// <summary>Asserts that analyzers report one thing, at the mark of a file, and gives its message.</summary>
    public static async Task<string> AssertReportsAsync(string id, string marked, bool compiles = true)
    {
        GeneratorRun run = Run(Marked.Read(marked, out string place), compiles);
        Assert.Equal([$"{id} {place} Source0.cs"], await run.AnalyzeAsync());
        return run.AnalyzerDiagnostics[0].GetMessage();
    }

    /// <summary>Asserts that analyzers have nothing to say of a file.</summary>
    public static async Task AssertSilentAsync(string source, bool compiles = true)
        => Assert.Empty(await Run(source, compiles).AnalyzeAsync());

    private static GeneratorRun Run(string source, bool compiles)
    {
        GeneratorRun run = GeneratorRun.Of(s_project with { Sources = [source] });
        if (compiles)
            Assert.Equal([], run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(GeneratorRun.ShowInSource));
        return run;
    }
}
