using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator.Analyzers;

/// <summary>Says where the user's half of a server or client belongs, if it stands in another namespace or has actions in the wrong class.</summary>
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
        HashSet<string> missing = Missing(server.GetTypeMembers("Client"), context.CancellationToken);
        foreach (IMethodSymbol method in server.GetMembers().OfType<IMethodSymbol>().Where(method => missing.Contains(method.Name)))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.ActionInServer, method.Locations[0], method.Name, server.Name));
    }

    private static void CheckNamespace(SymbolAnalysisContext context, EngineTypes engines, INamedTypeSymbol type)
    {
        INamedTypeSymbol? engine = context.Compilation.GetSymbolsWithName(type.Name, SymbolFilter.Type, context.CancellationToken)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(other => (engines.IsServer(other) || engines.IsClientEngine(other)) && other.DeclaringSyntaxReferences.Length == 1 && Missing(other.GetTypeMembers("Client").Append(other), context.CancellationToken).Count > 0);
        if (engine is null)
            return;
        string place = engine.ContainingNamespace.IsGlobalNamespace ? "no namespace" : $"namespace '{engine.ContainingNamespace.ToDisplayString()}'";
        foreach (Location location in type.Locations)
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.HalfInOtherNamespace, location, engine.ToDisplayString(), place));
    }

    /// <summary>What the model asks of classes and they lack.</summary>
    private static HashSet<string> Missing(IEnumerable<INamedTypeSymbol> types, CancellationToken cancellation)
        => new(types.SelectMany(type => RequiredMethods.MissingOf(type, cancellation)).Select(method => method.Name));

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => RequiredMethods.Modifiers(type, cancellation).Any(SyntaxKind.PartialKeyword);
}
