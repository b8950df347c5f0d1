using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ZProto.Generator.Analyzers;

/// <summary>Suppresses the warning that a switch expression misses a value where it has an arm for every reply of a call: the compiler does not know that there is no other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplySwitchSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_hasEveryReply = new("ZPS0001", "CS8509", "The switch has an arm for every reply of the call");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.Create(s_hasEveryReply);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (EngineTypes.TryCreate(context.Compilation) is not { } engines)
            return;
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<SwitchExpressionSyntax>() is { } node
                && context.GetSemanticModel(tree).GetOperation(node, context.CancellationToken) is ISwitchExpressionOperation { Value.Type: INamedTypeSymbol result } expression
                && IsResult(result, engines)
                && HasEveryReply(expression, result))
            {
                context.ReportSuppression(Suppression.Create(s_hasEveryReply, diagnostic));
            }
        }
    }

    private static bool IsResult(INamedTypeSymbol type, EngineTypes engines)
        => type is { IsRecord: true, IsAbstract: true } && engines.IsClientEngine(type.ContainingType) && type.InstanceConstructors.Any(constructor => constructor is { Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Private });

    private static bool HasEveryReply(ISwitchExpressionOperation expression, INamedTypeSymbol result)
    {
        var taken = new HashSet<ITypeSymbol>(expression.Arms.Where(arm => arm.Guard is null).SelectMany(arm => GetTaken(arm.Pattern)), SymbolEqualityComparer.Default);
        return result.GetTypeMembers().Where(type => SymbolEqualityComparer.Default.Equals(type.BaseType, result)).All(taken.Contains);
    }

    /// <summary>The records that a pattern takes whatever is in them.</summary>
    private static IEnumerable<ITypeSymbol> GetTaken(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation { MatchedType: { } type } => [type],
        ITypePatternOperation { MatchedType: { } type } => [type],
        IRecursivePatternOperation recursive when recursive.DeconstructionSubpatterns.Concat(recursive.PropertySubpatterns.Select(property => property.Pattern)).All(TakesAnything) => [recursive.MatchedType],
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => GetTaken(either.LeftPattern).Concat(GetTaken(either.RightPattern)),
        _ => [],
    };

    private static bool TakesAnything(IPatternOperation pattern) => pattern is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true };
}
