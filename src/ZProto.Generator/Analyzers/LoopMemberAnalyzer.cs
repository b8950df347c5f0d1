using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ZProto.Generator.Analyzers;

/// <summary>Warns of members that belong to the loop in code that another thread runs; there they throw, or what they give changes underneath.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopMemberAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> s_members = ImmutableHashSet.Create(
        "Args", "Argument", "BroadcastEvent", "CancelTimer", "Clients", "Dealer", "Deliver", "Message", "Send", "SendEvent", "SendTo", "SetConnected", "SetException", "SetExpiry",
        "SetHeartbeat", "SetNextEvent", "SetTimer", "SetWakeup", "State", "Terminate", "TryGetClient");

    // What a server's client has too, but for anybody to read.
    private static readonly ImmutableHashSet<string> s_membersOfClients = ImmutableHashSet.Create("IsAlive", "LogPrefix");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerRules.LoopMemberElsewhere);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (EngineTypes.Of(start.Compilation) is { } engines)
                start.RegisterOperationAction(operation => Check(operation, engines), OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.MethodReference);
        });
    }

    private static bool BelongsToLoop(ISymbol member, EngineTypes engines)
        => s_members.Contains(member.Name) || (engines.IsClientEngine(member.ContainingType) && (s_membersOfClients.Contains(member.Name) || IsReply(member)));

    /// <summary>Whether a method is one of a reply of the model, by the enumeration of replies.</summary>
    private static bool IsReply(ISymbol member)
        => member is IMethodSymbol { DeclaredAccessibility: Accessibility.Private }
            && member.Name.StartsWith("Reply", StringComparison.Ordinal)
            && member.ContainingType.GetTypeMembers("Reply").Any(replies => replies.GetMembers(member.Name.Substring("Reply".Length)).Length > 0);

    private static void Check(OperationAnalysisContext context, EngineTypes engines)
    {
        ISymbol member = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IMethodReferenceOperation reference => reference.Method,
            var property => ((IPropertyReferenceOperation)property).Property,
        };
        if (BelongsToLoop(member, engines) && engines.IsOfEngines(member.ContainingType) && new OtherThreads(engines).Runs(context.Operation))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerRules.LoopMemberElsewhere, BlockingWaitAnalyzer.NameIn(context.Operation.Syntax).GetLocation(), member.Name));
    }
}
