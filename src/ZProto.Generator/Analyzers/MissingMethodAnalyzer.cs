using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ZProto.Generator.Analyzers;

/// <summary>
/// Reports the methods that the user's part of an engine lacks, so that a code fix can be offered there: the compiler's errors
/// are at the model, where none can be offered. An engine without a part is reported where it is created.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingMethodAnalyzer : EngineAnalyzer
{
    /// <summary>The property of a diagnostic with all required methods of the class, in the model's order: documentation ids, a line each.</summary>
    public const string Methods = "Methods";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerRules.MissingMethods);

    /// <inheritdoc/>
    private protected override void Register(CompilationStartAnalysisContext context, EngineTypes engines)
    {
        context.RegisterSymbolAction(type => CheckPartialClass(type, engines), SymbolKind.NamedType);
        context.RegisterOperationAction(creation => CheckCreation(creation, engines), OperationKind.ObjectCreation);
    }

    private static void CheckPartialClass(SymbolAnalysisContext context, EngineTypes engines)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!engines.IsEngine(type) || Declarations(type, context.CancellationToken).FirstOrDefault() is not { } declaration)
            return;
        // A nested class that the part does not have yet belongs to it too.
        foreach (INamedTypeSymbol part in Parts(type).Where(part => part.Equals(type, SymbolEqualityComparer.Default) || Declarations(part, context.CancellationToken).Count == 0))
            Report(part, declaration.Identifier.GetLocation(), context.ReportDiagnostic, context.CancellationToken);
    }

    private static void CheckCreation(OperationAnalysisContext context, EngineTypes engines)
    {
        if (context.Operation.Type is not INamedTypeSymbol type || !engines.IsEngine(type) || Declarations(type, context.CancellationToken).Count > 0)
            return;
        SyntaxNode name = (context.Operation.Syntax as ObjectCreationExpressionSyntax)?.Type ?? context.Operation.Syntax;
        foreach (INamedTypeSymbol part in Parts(type))
            Report(part, name.GetLocation(), context.ReportDiagnostic, context.CancellationToken);
    }

    private static void Report(INamedTypeSymbol type, Location location, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        string missing = string.Join(", ", RequiredMethods.GetMissing(type, cancellationToken).Select(method => method.Name));
        if (missing.Length == 0)
            return;
        string all = string.Join("\n", RequiredMethods.GetAll(type, cancellationToken).Select(method => method.GetDocumentationCommentId()));
        string name = type.ContainingType is null ? type.Name : $"{type.ContainingType.Name}.{type.Name}";
        report(Diagnostic.Create(AnalyzerRules.MissingMethods, location, ImmutableDictionary<string, string?>.Empty.Add(Methods, all), name, missing));
    }

    private static IEnumerable<INamedTypeSymbol> Parts(INamedTypeSymbol type) => type.GetTypeMembers().Where(part => part.TypeKind == TypeKind.Class).Prepend(type);

    /// <summary>The user's declarations of a generated class; first the one that has methods of the model already.</summary>
    private static List<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<IMethodSymbol> required = RequiredMethods.GetAll(type, cancellationToken).ToList();
        SyntaxTree? generated = Parts(type.ContainingType ?? type)
            .SelectMany(part => RequiredMethods.GetAll(part, cancellationToken))
            .FirstOrDefault()?.DeclaringSyntaxReferences[0].SyntaxTree;
        return generated is null ? [] : type.DeclaringSyntaxReferences
            .Where(reference => reference.SyntaxTree != generated)
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>()
            .OrderByDescending(declaration => required.Count(method => method.PartialImplementationPart?.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken).Parent == declaration))
            .ToList();
    }
}
