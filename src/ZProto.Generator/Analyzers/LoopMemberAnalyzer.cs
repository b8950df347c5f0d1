using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ZProto.Generator.Analyzers;

/// <summary>Warns of members that belong to the loop in code that another thread runs; there they throw, or their values change at any time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopMemberAnalyzer : EngineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerRules.LoopMemberElsewhere);

    /// <inheritdoc/>
    private protected override void Register(CompilationStartAnalysisContext context, EngineTypes engines)
        => context.RegisterOperationAction(operation => Check(operation, engines), OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.MethodReference);

    private static void Check(OperationAnalysisContext context, EngineTypes engines)
    {
        // What belongs to the loop and was got there only to be used is one mistake.
        if (Use(context.Operation) is not ({ } member, var instance) || !engines.IsLoopOnly(member) || (Use(instance) is ({ } owner, _) && engines.IsLoopOnly(owner)))
            return;
        if (new OffLoopAnalysis(engines).RunsOffLoop(context.Operation))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.LoopMemberElsewhere, BlockingWaitAnalyzer.NameIn(context.Operation.Syntax).GetLocation(), member.Name));
    }

    private static (ISymbol? Member, IOperation? Instance) Use(IOperation? operation) => operation switch
    {
        IInvocationOperation call => (call.TargetMethod, call.Instance),
        IMethodReferenceOperation reference => (reference.Method, reference.Instance),
        IPropertyReferenceOperation property => (property.Property, property.Instance),
        _ => default,
    };
}
