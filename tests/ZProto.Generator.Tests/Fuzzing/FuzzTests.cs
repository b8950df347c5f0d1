using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Fuzzing;

/// <summary>Whatever names and texts a model holds, it is refused with a reason, or its C# compiles without a warning.</summary>
public partial class FuzzTests
{
    private const int ModelsInBatch = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_model_is_refused_or_compiles(int seed)
    {
        TestModel[] models = [.. Enumerable.Range(0, ModelsInBatch).Select(number => FuzzModel.Create(seed, number))];
        GeneratorRun run = GeneratorRun.Run(new TestProject(models));

        Assert.Null(run.Result.Exception);
        HashSet<string> refused = Refused(run);
        Assert.InRange(run.Sources.Length, models.Length - refused.Count, models.Length);
        Assert.True(refused.Count < models.Length / 2, $"{refused.Count} of {models.Length} models were refused, too many to tell something of the others.");
        Assert.True(run.CompilerDiagnostics.IsEmpty, string.Join("\n\n", run.CompilerDiagnostics.Take(12).Select(GeneratorRun.FormatWithSource)));
    }

    [Theory]
    [InlineData("server", 1)]
    [InlineData("server", 2)]
    [InlineData("server", 3)]
    [InlineData("server", 4)]
    [InlineData("client", 1)]
    [InlineData("client", 2)]
    [InlineData("client", 3)]
    [InlineData("client", 4)]
    [InlineData("client", 5)]
    [InlineData("mesh", 1)]
    [InlineData("mesh", 2)]
    public void An_engine_is_refused_or_compiles_with_its_users_part(string script, int seed)
    {
        TestModel[] models = [.. Enumerable.Range(0, ModelsInBatch / 2).SelectMany(number => FuzzEngine.Create(script, seed, number))];
        GeneratorRun run = GeneratorRun.Run(new TestProject(models)).WithUserPart();

        Assert.Null(run.Result.Exception);
        HashSet<string> refused = Refused(run);
        int engines = run.Sources.Count(source => source.SourceText.ToString().Contains($"// The {script} of ", StringComparison.Ordinal));
        Assert.True(engines > models.Length / 5, $"Only {engines} of {models.Length / 2} {script}s were generated, too few to tell something. {string.Join("\n", run.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(12))}");
        Assert.True(run.CompilerDiagnostics.IsEmpty, string.Join("\n\n", run.CompilerDiagnostics.Take(12).Select(GeneratorRun.FormatWithSource)));
        Assert.Equal(script != "client", run.Sources.Any(source => source.SourceText.ToString().Contains("global::ZProto.EngineMachine<", StringComparison.Ordinal)));

        // What is not generated has a reason, its own or its protocol's.
        int silent = Enumerable.Range(0, ModelsInBatch / 2).Count(number => !refused.Contains($"engine{number}.xml") && !refused.Contains($"protocol{number}.xml"));
        Assert.InRange(engines, silent, ModelsInBatch / 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_model_that_was_damaged_is_refused_or_compiles(int seed)
    {
        var random = new Random(seed);
        TestModel[] models = [.. Enumerable.Range(0, ModelsInBatch).Select(number => new TestModel($"model{number}.xml", Damaged(random)) { Namespace = $"N{number}" })];
        GeneratorRun run = GeneratorRun.Run(new TestProject(models)).AssertCompiles();
        Assert.InRange(run.Sources.Length, 5, ModelsInBatch);

        // What is no <class> any more is no model, and passed over.
        Assert.All(
            models.Where(model => model.Text!.StartsWith("<class ", StringComparison.Ordinal) && run.Sources.All(source => !source.HintName.StartsWith($"{model.Namespace}.", StringComparison.Ordinal))),
            model => Assert.Contains(model.Path, run.Diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().Path)));
    }

    [Theory]
    [InlineData("hello_server", "hello_msg", 1)]
    [InlineData("hello_server", "hello_msg", 2)]
    [InlineData("hello_client", "hello_msg", 1)]
    [InlineData("hello_client", "hello_msg", 2)]
    [InlineData("chat_mesh", "chat_msg", 1)]
    public void An_engine_that_was_damaged_is_refused_or_compiles(string engine, string protocol, int seed)
    {
        // What is wrong in code of the user's is the compiler's to say.
        string sound = Code().Replace(Models.Load(engine).Text!, "");
        var random = new Random(seed);
        TestModel[] models = [Models.Load(protocol), .. Enumerable.Range(0, ModelsInBatch).Select(number => new TestModel($"model{number}.xml", Damage(sound, random)) { Namespace = $"N{number}" })];
        GeneratorRun run = GeneratorRun.Run(new TestProject(models)).WithUserPart().AssertCompiles();
        Assert.True(run.Sources.Length >= 10);
        HashSet<string> generated = [.. run.Sources.Select(source => source.HintName.Split('.')[0])];
        HashSet<string> reported = [.. run.Diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().Path)];
        Assert.All(
            models.Skip(1).Where(model => model.Text!.StartsWith("<class ", StringComparison.Ordinal) && !generated.Contains(model.Namespace!)),
            model => Assert.Contains(model.Path, reported));
    }

    private static HashSet<string> Refused(GeneratorRun run)
        => [.. run.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Location.GetLineSpan().Path)];

    private static string Damaged(Random random)
        => Damage(random.Next(2) == 0 ? Models.Load("every_type").Text!.Replace("namespace = \"Sample.Types\"", "", StringComparison.Ordinal) : Models.Load("weather").Text!, random);

    private static string Damage(string text, Random random)
    {
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            int index = random.Next(text.Length);
            int length = random.Next(Math.Min(12, text.Length - index));
            text = random.Next(4) switch
            {
                0 => text.Remove(index, length),
                1 => text.Insert(random.Next(text.Length), text.Substring(index, length)),
                2 => text.Insert(index, FuzzText.Texts[random.Next(FuzzText.Texts.Length)]),
                _ => random.Next(4) == 0 ? text[..index] : text.Insert(index, " "),
            };
        }
        return text;
    }

    [GeneratedRegex("""^    <(action|custom) .*?</\1>""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
