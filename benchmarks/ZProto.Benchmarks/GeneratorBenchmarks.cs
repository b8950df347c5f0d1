using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZProto.Benchmarks;

/// <summary>The generator on a project with models: in a new process, as a build runs it, and after an edit, as an editor does.</summary>
[MemoryDiagnoser]
public abstract class GeneratorBenchmarks
{
    private protected ModelProject Project { get; private set; } = null!;

    private protected void SetUp(int models) => Project = new ModelProject(models);
}

/// <summary>The first run in a new process, just-in-time compilation of the generator included.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 5, warmupCount: 0, iterationCount: 1)]
public class GeneratorColdBenchmarks : GeneratorBenchmarks
{
    [Params(1, 100)]
    public int Models { get; set; }

    [GlobalSetup]
    public void SetUp() => SetUp(Models);

    [Benchmark]
    public GeneratorDriver Cold() => Project.Run(Project.NewDriver(), Project.Compilation);
}

/// <summary>Runs after an edit in a project of 100 models.</summary>
public class GeneratorEditBenchmarks : GeneratorBenchmarks
{
    private GeneratorDriver _driver = null!;

    [GlobalSetup]
    public void SetUp()
    {
        SetUp(100);
        _driver = Project.Run(Project.NewDriver(), Project.Compilation);
    }

    /// <summary>What the driver itself takes for an edit that leads to nothing: the floor of the other two.</summary>
    [Benchmark(Baseline = true)]
    public GeneratorDriver EditOfCSharp()
    {
        return Project.Run(_driver, Project.EditedCompilation);
    }

    [Benchmark]
    public GeneratorDriver EditOfOneModel()
    {
        // The driver is immutable: each run starts from the same state before the edit.
        return Project.Run(_driver.ReplaceAdditionalText(Project.Models[0], Project.EditedModel), Project.Compilation);
    }
}

/// <summary>A project of many models, each the example under a name of its own.</summary>
internal sealed class ModelProject
{
    private readonly CSharpParseOptions _parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    public ModelProject(int models)
    {
        string example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "zproto_example.xml"));
        Models = [.. Enumerable.Range(0, models).Select(i => Model(example, i))];
        EditedModel = Model(example.Replace("Report something that happened.", "Report what happened.", StringComparison.Ordinal), 0);
        Compilation = Compile("class C { }");
        EditedCompilation = Compile("class D { }");
    }

    public ImmutableArray<AdditionalText> Models { get; }

    public AdditionalText EditedModel { get; }

    public CSharpCompilation Compilation { get; }

    public CSharpCompilation EditedCompilation { get; }

    public GeneratorDriver NewDriver()
        => CSharpGeneratorDriver.Create([new Generator.ZProtoGenerator().AsSourceGenerator()], Models, _parse);

    public GeneratorDriver Run(GeneratorDriver driver, CSharpCompilation compilation)
    {
        GeneratorDriver after = driver.RunGenerators(compilation);
        GeneratorRunResult result = after.GetRunResult().Results[0];
        if (result.Exception is not null || result.GeneratedSources.Length != Models.Length)
            throw new InvalidOperationException($"{result.GeneratedSources.Length} of {Models.Length} models were generated.", result.Exception);
        return after;
    }

    private CSharpCompilation Compile(string source)
        => CSharpCompilation.Create("Benchmark", [CSharpSyntaxTree.ParseText(source, _parse)]);

    private static InMemoryText Model(string example, int number)
        => new(
            $"models/example_{number}.xml",
            example.Replace("\"zproto_example\"", $"\"zproto_example_{number}\"", StringComparison.Ordinal));
}

/// <summary>An additional file in memory.</summary>
internal sealed class InMemoryText(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override Microsoft.CodeAnalysis.Text.SourceText GetText(CancellationToken cancellationToken = default)
        => Microsoft.CodeAnalysis.Text.SourceText.From(text);
}
