using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator.Analyzers;

/// <summary>Rejects <c>async</c> actions and hooks, whose rest would run on another thread after the event has gone on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncActionAnalyzer : EngineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerRules.AsyncAction);

    /// <inheritdoc/>
    private protected override void Register(CompilationStartAnalysisContext context, EngineTypes engines)
        => context.RegisterSyntaxNodeAction(method => Check(method, engines), SyntaxKind.MethodDeclaration);

    private static void Check(SyntaxNodeAnalysisContext context, EngineTypes engines)
    {
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (!declaration.Modifiers.Any(SyntaxKind.AsyncKeyword) || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } method)
            return;
        bool isOfLoop = engines.IsEngine(method.ContainingType);
        if (isOfLoop && (declaration.Modifiers.Any(SyntaxKind.PartialKeyword) || (method.ReturnsVoid && engines.IsMachine(method.ContainingType))))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.AsyncAction, declaration.Identifier.GetLocation(), method.Name));
    }
}
