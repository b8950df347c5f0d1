using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator.Analyzers;

/// <summary>Says where the user's half of a server belongs, if it stands in another namespace or has actions in the wrong class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MisplacedHalfAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerRules.HalfInOtherNamespace, AnalyzerRules.ActionInServer);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (EngineTypes.Of(start.Compilation) is { } engines)
                start.RegisterSymbolAction(type => Check(type, engines), SymbolKind.NamedType);
        });
    }

    private static void Check(SymbolAnalysisContext context, EngineTypes engines)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.ContainingType is not null)
            return;
        if (engines.IsServer(type))
            CheckActions(context, type);
        else if (IsPartial(type, context.CancellationToken))
            CheckNamespace(context, engines, type);
    }

    private static void CheckActions(SymbolAnalysisContext context, INamedTypeSymbol server)
    {
        HashSet<string> missing = MissingActions(server, context.CancellationToken);
        foreach (IMethodSymbol method in server.GetMembers().OfType<IMethodSymbol>().Where(method => missing.Contains(method.Name)))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.ActionInServer, method.Locations[0], method.Name, server.Name));
    }

    private static void CheckNamespace(SymbolAnalysisContext context, EngineTypes engines, INamedTypeSymbol type)
    {
        INamedTypeSymbol? server = context.Compilation.GetSymbolsWithName(type.Name, SymbolFilter.Type, context.CancellationToken)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(other => engines.IsServer(other) && other.DeclaringSyntaxReferences.Length == 1 && MissingActions(other, context.CancellationToken).Count > 0);
        if (server is null)
            return;
        string place = server.ContainingNamespace.IsGlobalNamespace ? "no namespace" : $"namespace '{server.ContainingNamespace.ToDisplayString()}'";
        foreach (Location location in type.Locations)
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.HalfInOtherNamespace, location, server.ToDisplayString(), place));
    }

    /// <summary>The actions of a server's clients that have no method.</summary>
    private static HashSet<string> MissingActions(INamedTypeSymbol server, CancellationToken cancellation)
        => new(server.GetTypeMembers("Client").SelectMany(client => RequiredMethods.MissingOf(client, cancellation)).Select(method => method.Name));

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => RequiredMethods.Modifiers(type, cancellation).Any(SyntaxKind.PartialKeyword);
}
