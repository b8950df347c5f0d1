using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace ZProto.Generator.Tests.Driver;

/// <summary>A run of the generator over a project, and what the compiler makes of its output under the strictest settings.</summary>
internal sealed class GeneratorRun
{
    private static readonly Dictionary<string, MetadataReference[]> s_packages = new()
    {
        // With all of the host that a program adds beside it.
        ["ZProto.Hosting"] =
        [
            Reference(typeof(ZProto.Hosting.HostedServerOptions)),
            .. Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.Extensions.*.dll")
                .Where(file => file != typeof(Microsoft.Extensions.Logging.ILoggerFactory).Assembly.Location && !file.Contains("TimeProvider", StringComparison.Ordinal))
                .Select(file => MetadataReference.CreateFromFile(file)),
        ],
        ["ZProto.LibZmq"] = [Reference(typeof(LibZmqTransport))],
        ["ZProto.NetMQ"] = [Reference(typeof(NetMQTransport)), Reference(typeof(NetMQ.NetMQMessage))],
        ["ZProto.Testing"] = [Reference(typeof(ZProto.Testing.TestServer)), Reference(typeof(Microsoft.Extensions.Time.Testing.FakeTimeProvider))],
        ["ZProto.Zyre"] = [Reference(typeof(ZProto.Zyre.ZyreNode))],
    };

    // What is known of the references is kept for the compilations that are made of this one, so that they are read once.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Sample",
        syntaxTrees: null,
        References(),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            checkOverflow: true,
            warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable));

    private readonly TestProject _project;
    private readonly GeneratorDriver _driver;
    private readonly Dictionary<(string Path, string? Text, int Copy), AdditionalText> _texts;
    private readonly InMemoryOptions _options;
    private readonly CSharpCompilation _before;
    private readonly Lazy<ImmutableArray<Diagnostic>> _compilerDiagnostics;

    private GeneratorRun(TestProject project, GeneratorRun? last)
    {
        _project = project;
        _options = last is not null && HasSameOptions(project, last._project) ? last._options : new InMemoryOptions(project);
        _texts = Texts(project, last);
        var parse = new CSharpParseOptions(project.Language, DocumentationMode.Diagnose);
        _before = Compile(project, parse, last);
        _driver = Driver(parse, last);
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_before, out Compilation after, out _);

        Compilation = after;
        Result = _driver.GetRunResult().Results.Single();
        _compilerDiagnostics = new(() => [.. after.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)]);
    }

    /// <summary>The project with what was generated.</summary>
    public Compilation Compilation { get; }

    /// <summary>What the driver knows of the run.</summary>
    public GeneratorRunResult Result { get; }

    /// <summary>What was generated.</summary>
    public ImmutableArray<GeneratedSourceResult> Sources => Result.GeneratedSources;

    /// <summary>What the generator reported.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>The compiler's errors and warnings.</summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics => _compilerDiagnostics.Value;

    /// <summary>Runs the generator over a project for the first time.</summary>
    public static GeneratorRun Run(TestProject project) => new(project, last: null);

    /// <summary>Runs the generator over a project of one model for the first time.</summary>
    public static GeneratorRun Run(string model) => Run(TestProject.With(model));

    /// <summary>Runs the same generator after an edit. What the edit left alone is handed over as the same object, as IDEs do.</summary>
    public GeneratorRun Then(TestProject edited) => new(edited, this);

    /// <summary>The same project with the methods that its servers and clients ask for.</summary>
    public GeneratorRun WithUserPart() => Then(_project with { Sources = [.. _project.Sources, UserPart.Write(this)] });

    /// <summary>The only generated source.</summary>
    public string SingleSource() => Assert.Single(Sources).SourceText.ToString();

    /// <summary>The generator's diagnostics: <c>ZP0101 2:5</c>, each of another file than <c>model.xml</c> with its name after.</summary>
    public string[] FormatDiagnostics() => [.. Diagnostics.Select(Format)];

    /// <summary>What the package's analyzers report: <c>ZP0501 2:5 Source0.cs</c>.</summary>
    public async Task<string[]> AnalyzeAsync()
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            .. typeof(ZProtoGenerator).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
                .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => throw new InvalidOperationException("An analyzer threw.", exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = await Compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        AnalyzerDiagnostics = [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
        return [.. AnalyzerDiagnostics.Select(Format)];
    }

    /// <summary>What the package's analyzers reported last, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> AnalyzerDiagnostics { get; private set; } = [];

    /// <summary>A class that the compilation has.</summary>
    public INamedTypeSymbol Type(string fullName)
    {
        INamedTypeSymbol? type = Compilation.GetTypeByMetadataName(fullName);
        Assert.True(type is not null, $"There is no class {fullName}.");
        return type;
    }

    /// <summary>Asserts that the generator went through and that the compiler has nothing to say, not even a warning.</summary>
    public GeneratorRun AssertCompiles()
    {
        Assert.Null(Result.Exception);
        Assert.True(CompilerDiagnostics.IsEmpty, string.Join("\n", CompilerDiagnostics.Take(10).Select(FormatWithSource)));
        return this;
    }

    /// <summary>Asserts that the generator went through and that the compiler writes an assembly without even a warning.</summary>
    public GeneratorRun AssertEmits()
    {
        Assert.Null(Result.Exception);
        EmitResult result = Compilation.Emit(Stream.Null);
        Assert.True(result.Success);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(FormatWithSource));
        return this;
    }

    /// <summary>A compiler's diagnostic with the line it is about.</summary>
    public static string FormatWithSource(Diagnostic diagnostic)
    {
        string line = diagnostic.Location.SourceTree is { } tree
            ? tree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString()
            : "";
        return $"{diagnostic}\n{line}";
    }

    /// <summary>A diagnostic by its id and place.</summary>
    public static string Format(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        string file = span.Path == "model.xml" ? "" : $" {span.Path}";
        return $"{diagnostic.Id} {span.StartLinePosition.Line + 1}:{span.StartLinePosition.Character + 1}{file}";
    }

    private static bool HasSameOptions(TestProject project, TestProject other)
        => project.RootNamespace == other.RootNamespace
            && project.Transport == other.Transport
            && project.Models.Select(WithoutText).SequenceEqual(other.Models.Select(WithoutText));

    private static TestModel WithoutText(TestModel model) => model with { Text = "" };

    private static Dictionary<(string Path, string? Text, int Copy), AdditionalText> Texts(TestProject project, GeneratorRun? last)
    {
        var texts = new Dictionary<(string Path, string? Text, int Copy), AdditionalText>();
        foreach (TestModel model in project.Models)
        {
            int copy = 0;
            while (texts.ContainsKey((model.Path, model.Text, copy)))
                copy++;
            (string, string?, int) key = (model.Path, model.Text, copy);
            texts.Add(key, last?._texts.GetValueOrDefault(key) ?? new InMemoryText(model.Path, model.Text, model.Encoding));
        }
        return texts;
    }

    private static CSharpCompilation Compile(TestProject project, CSharpParseOptions parse, GeneratorRun? last)
    {
        if (last is not null && last._project.Language == project.Language && last._project.Packages.SequenceEqual(project.Packages) && last._project.Sources.SequenceEqual(project.Sources))
            return last._before;
        return s_empty
            .AddReferences(project.Packages.SelectMany(name => s_packages[name]))
            .AddSyntaxTrees(project.Sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, parse, $"Source{i}.cs")));
    }

    private static ImmutableArray<MetadataReference> References()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return [
            .. trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == runtime).Select(path => MetadataReference.CreateFromFile(path)),
            Reference(typeof(IProtocolMessage)),
            Reference(typeof(Microsoft.Extensions.Logging.ILoggerFactory)),
        ];
    }

    private static MetadataReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);

    private GeneratorDriver Driver(CSharpParseOptions parse, GeneratorRun? last)
    {
        if (last is null)
        {
            return CSharpGeneratorDriver.Create(
                [new ZProtoGenerator().AsSourceGenerator()],
                _texts.Values,
                parse,
                _options,
                new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        }
        GeneratorDriver driver = last._driver.ReplaceAdditionalTexts([.. _texts.Values]);
        if (last._project.Language != _project.Language)
            driver = driver.WithUpdatedParseOptions(parse);
        return _options == last._options ? driver : driver.WithUpdatedAnalyzerConfigOptions(_options);
    }
}
