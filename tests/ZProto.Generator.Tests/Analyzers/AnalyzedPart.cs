using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Analyzers;

/// <summary>The user's part of an engine, as analyzers see it.</summary>
/// <param name="project">The project with the engine's models.</param>
internal sealed class AnalyzedPart(TestProject project)
{
    // The methods that are still missing have tests of their own, and are in the way of others.
    private const string MissingMethods = "ZP0506";

    /// <summary>Asserts that analyzers report one thing, at the mark of a file, and gives its message.</summary>
    public async Task<string> AssertReportsAsync(string id, string marked, bool compiles = true)
    {
        GeneratorRun run = Run(Marked.Read(marked, out string index), compiles);
        await run.AnalyzeAsync();
        Diagnostic found = Assert.Single(run.AnalyzerDiagnostics, diagnostic => id == MissingMethods || diagnostic.Id != MissingMethods);
        Assert.Equal($"{id} {index} Source0.cs", GeneratorRun.Format(found));
        return found.GetMessage();
    }

    /// <summary>Asserts that analyzers have nothing to say of a file.</summary>
    public async Task AssertSilentAsync(string source, bool compiles = true)
        => Assert.DoesNotContain(await Run(source, compiles).AnalyzeAsync(), found => !found.StartsWith(MissingMethods, StringComparison.Ordinal));

    /// <summary>What analyzers report of the methods that a file lacks.</summary>
    public async Task<IEnumerable<string>> MissingAsync(string source)
        => (await Run(source, compiles: false).AnalyzeAsync()).Where(found => found.StartsWith(MissingMethods, StringComparison.Ordinal));

    private GeneratorRun Run(string source, bool compiles)
    {
        GeneratorRun run = GeneratorRun.Run(project with { Sources = [source] });
        if (compiles)
            Assert.Equal([], run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(GeneratorRun.FormatWithSource));
        return run;
    }
}
