using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ZProto.Generator;
using ZProto.Generator.Analyzers;

namespace ZProto.CodeFixes.Tests;

/// <summary>A project as an IDE has it open: models, C#, the generator, its analyzers and the code fixes.</summary>
internal sealed class EditedProject
{
    private const string Protocol = """
        <class name = "talk" script = "zproto_codec" namespace = "Sample"><message name = "SAY" /><message name = "OK" /></class>
        """;

    private static readonly ImmutableArray<MetadataReference> s_references = References();
    private static readonly AnalyzerFileReference s_generator = new(typeof(ZProtoGenerator).Assembly.Location, new Loader());

    private readonly Project _project;

    private EditedProject(Project project) => _project = project;

    /// <summary>A project with models of servers that speak <c>talk</c>, and files of C#: <c>File0.cs</c> and so on.</summary>
    public static EditedProject With(IEnumerable<string> models, params string[] sources)
    {
        Project project = new AdhocWorkspace().AddProject("Sample", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose))
            .AddMetadataReferences(s_references)
            .AddAnalyzerReference(s_generator);
        foreach ((string model, int i) in models.Append(Protocol).Select((model, i) => (model, i)))
            project = project.AddAdditionalDocument($"model{i}.xml", SourceText.From(model), filePath: $"/sample/model{i}.xml").Project;
        foreach ((string source, int i) in sources.Select((source, i) => (source, i)))
            project = project.AddDocument($"File{i}.cs", SourceText.From(source), filePath: $"/sample/File{i}.cs").Project;
        return new EditedProject(project);
    }

    /// <summary>The names of the project's own files.</summary>
    public IEnumerable<string> Files => _project.Documents.Select(document => document.Name);

    /// <summary>The text of a file.</summary>
    public async Task<string> TextAsync(string file = "File0.cs") => (await File(file).GetTextAsync()).ToString();

    /// <summary>What can be done, by the titles that the IDE shows.</summary>
    public async Task<string[]> TitlesAsync() => [.. (await ActionsAsync()).Select(action => action.Title)];

    /// <summary>Does one of these things.</summary>
    public async Task<EditedProject> DoAsync(string title)
        => await ApplyAsync((await ActionsAsync()).First(action => action.Title == title));

    /// <summary>Does one of these things wherever it can be done in the project.</summary>
    public async Task<EditedProject> DoEverywhereAsync(string title)
    {
        CodeAction action = (await ActionsAsync()).First(action => action.Title == title);
        var fix = new MissingMethodsFix();
        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsAsync();
        Document first = _project.GetDocument(diagnostics[0].Location.SourceTree)!;
        var context = new FixAllContext(first, fix, FixAllScope.Project, action.EquivalenceKey, fix.FixableDiagnosticIds, new Known(diagnostics), CancellationToken.None);
        return await ApplyAsync((await fix.GetFixAllProvider().GetFixAsync(context))!);
    }

    /// <summary>Asserts that the compiler has neither errors nor warnings.</summary>
    public async Task AssertCompilesAsync()
    {
        Compilation compilation = (await _project.GetCompilationAsync())!;
        Assert.Equal([], compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString()));
    }

    private Document File(string name) => _project.Documents.Single(document => document.Name == name);

    private async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync()
    {
        Compilation compilation = (await _project.GetCompilationAsync())!;
        return await compilation.WithAnalyzers([new MissingMethodAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }

    // As an IDE does, with all diagnostics of a place at once.
    private async Task<List<CodeAction>> ActionsAsync()
    {
        var actions = new List<CodeAction>();
        foreach (IGrouping<Location, Diagnostic> diagnostics in (await DiagnosticsAsync()).GroupBy(diagnostic => diagnostic.Location))
        {
            Document document = _project.GetDocument(diagnostics.Key.SourceTree)!;
            var context = new CodeFixContext(document, diagnostics.Key.SourceSpan, [.. diagnostics], (action, _) => actions.Add(action), CancellationToken.None);
            await new MissingMethodsFix().RegisterCodeFixesAsync(context);
        }
        return actions;
    }

    private async Task<EditedProject> ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return new EditedProject(changed.GetProject(_project.Id)!);
    }

    private static ImmutableArray<MetadataReference> References()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == runtime).Select(path => MetadataReference.CreateFromFile(path)),
            MetadataReference.CreateFromFile(typeof(IProtocolMessage).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Zyre.ZyreNode).Assembly.Location),
        ];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
            => Task.FromResult(diagnostics.Where(diagnostic => document.Project.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
