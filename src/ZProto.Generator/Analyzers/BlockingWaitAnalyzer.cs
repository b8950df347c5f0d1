using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ZProto.Generator.Analyzers;

/// <summary>Warns of waits in a machine's class that block the loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitAnalyzer : EngineAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerRules.BlockingWait);

    /// <inheritdoc/>
    private protected override void Register(CompilationStartAnalysisContext context, EngineTypes engines)
        => context.RegisterOperationAction(operation => Check(operation, engines), OperationKind.Invocation, OperationKind.PropertyReference);

    private static void Check(OperationAnalysisContext context, EngineTypes engines)
    {
        ISymbol member = context.Operation is IInvocationOperation call ? call.TargetMethod : ((IPropertyReferenceOperation)context.Operation).Property;
        if (!Blocks(member) || !engines.RunsOnLoop(context.ContainingSymbol) || new OffLoopAnalysis(engines).RunsOffLoop(context.Operation))
            return;
        context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.BlockingWait, NameIn(context.Operation.Syntax).GetLocation(), $"{member.ContainingType.Name}.{member.Name}"));
    }

    private static bool Blocks(ISymbol member)
    {
        string @namespace = member.ContainingType.ContainingNamespace.ToDisplayString();
        return (@namespace, member.ContainingType.Name, member.Name) switch
        {
            ("System.Threading.Tasks", "Task", "Wait" or "WaitAll" or "WaitAny" or "Result") => true,
            ("System.Threading.Tasks", "ValueTask", "Result") => true,
            ("System.Runtime.CompilerServices", _, "GetResult") => true,
            ("System.Threading", "Thread", "Sleep" or "Join") => true,
            ("System.Threading", "WaitHandle", "WaitOne" or "WaitAll" or "WaitAny") => true,
            ("System.Threading", "ManualResetEventSlim" or "SemaphoreSlim" or "CountdownEvent" or "Monitor", "Wait") => true,
            ("System.Threading", "Barrier", "SignalAndWait") => true,
            _ => false,
        };
    }

    /// <summary>The member's name, rather than the whole expression before it.</summary>
    internal static SyntaxNode NameIn(SyntaxNode expression) => expression switch
    {
        InvocationExpressionSyntax call => NameIn(call.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => expression,
    };
}
