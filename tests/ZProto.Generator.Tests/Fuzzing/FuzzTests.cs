using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Fuzzing;

/// <summary>Whatever names and texts a model holds, it is refused with a reason, or its C# compiles without a warning.</summary>
public class FuzzTests
{
    private const int ModelsInBatch = 80;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_model_is_refused_or_compiles(int seed)
    {
        TestModel[] models = [.. Enumerable.Range(0, ModelsInBatch).Select(number => NastyModel.Make(seed, number))];
        GeneratorRun run = GeneratorRun.Of(new TestProject(models));

        Assert.Null(run.Result.Exception);
        HashSet<string> refused = [.. run.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Location.GetLineSpan().Path)];
        Assert.Equal(models.Length - refused.Count, run.Sources.Length);
        Assert.True(refused.Count < models.Length / 2, $"{refused.Count} of {models.Length} models were refused, too many to tell something of the others.");
        Assert.True(run.CompilerDiagnostics.IsEmpty, string.Join("\n\n", run.CompilerDiagnostics.Take(12).Select(GeneratorRun.ShowInSource)));
    }
}
