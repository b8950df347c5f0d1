using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.CodeFixes;

/// <summary>Writes the methods that the user's part of an engine lacks, one or all, in the model's order and with the model's descriptions.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingMethodsFix))]
[Shared]
public sealed class MissingMethodsFix : CodeFixProvider
{
    private const string WriteAll = "Write all missing methods";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("ZP0506");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider()
        => FixAllProvider.Create(static async (context, document, diagnostics) => await WriteAsync(document, diagnostics, ParseKey(context.CodeActionEquivalenceKey), context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        ImmutableArray<Diagnostic> diagnostics = context.Diagnostics;
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation)
        {
            return;
        }
        List<MissingMethodsReport> classes = diagnostics.Select(diagnostic => MissingMethodsReport.Read(diagnostic, compilation)).Where(found => found.Missing.Any()).ToList();
        if (classes.Count == 0)
            return;
        if (ClassAt(root, diagnostics[0]) is null)
        {
            INamedTypeSymbol engine = classes[0].Class.ContainingType ?? classes[0].Class;
            string title = $"Write class '{engine.Name}' with its methods";
            context.RegisterCodeFix(CodeAction.Create(title, cancellationToken => PartialClassFile.AddAsync(document, engine, classes, cancellationToken), title), diagnostics);
            return;
        }
        List<string> missing = classes.SelectMany(found => found.Missing).Select(method => method.Name).Distinct().ToList();
        if (missing.Count > 1)
            Register(WriteAll, null);
        foreach (string name in missing)
            Register($"Write method '{name}'", name);

        void Register(string title, string? only)
            => context.RegisterCodeFix(CodeAction.Create(title, cancellationToken => WriteAsync(document, diagnostics, only, cancellationToken), GetKey(only)), diagnostics);
    }

    private static async Task<Document> WriteAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string? only, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || compilation is null)
            return document;
        string newLine = Layout.GetNewLine(root);
        ILookup<TypeDeclarationSyntax, MissingMethodsReport> parts = diagnostics
            .Select(diagnostic => (Part: ClassAt(root, diagnostic), Methods: MissingMethodsReport.Read(diagnostic, compilation)))
            .Where(pair => pair.Part is not null && pair.Methods.Class is not null)
            .ToLookup(pair => pair.Part!, pair => pair.Methods);
        // A class may hold another that lacks methods too, so what is within is replaced first.
        SyntaxNode written = root.ReplaceNodes(
            parts.Select(pair => pair.Key),
            (part, rewritten) => parts[part].Aggregate(rewritten, (type, methods) => new PartialClassEditor(part, newLine).Add(type, methods, only, cancellationToken)));
        return await Layout.ApplyAsync(document.WithSyntaxRoot(written), newLine, cancellationToken).ConfigureAwait(false);
    }

    private static TypeDeclarationSyntax? ClassAt(SyntaxNode root, Diagnostic diagnostic)
        => root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is TypeDeclarationSyntax type ? type : null;

    private static string GetKey(string? only) => only is null ? WriteAll : $"{WriteAll} called {only}";

    private static string? ParseKey(string? key) => key is null || key.Length <= WriteAll.Length ? null : key.Substring(GetKey("").Length);
}
