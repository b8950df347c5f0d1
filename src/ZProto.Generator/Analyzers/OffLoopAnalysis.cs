using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZProto.Generator.Analyzers;

/// <summary>Finds code that runs on another thread than the code around it, by what it is passed to.</summary>
internal sealed class OffLoopAnalysis(EngineTypes engines)
{
    /// <summary>Whether code inside a method is in a lambda or local function that another thread runs.</summary>
    public bool RunsOffLoop(IOperation operation) => RunsOffLoop(operation, []);

    private bool RunsOffLoop(IOperation operation, HashSet<ISymbol> seen)
    {
        for (IOperation? at = operation; at is not null; at = at.Parent)
        {
            switch (at)
            {
                case IAnonymousFunctionOperation or IMethodReferenceOperation:
                    if (RunsItsArgumentOnLoop(at))
                        return false;
                    if (RunsItsArgumentOffLoop(at))
                        return true;
                    break;
                case ILocalFunctionOperation local:
                    return RunsLocalOffLoop(local, seen);
            }
        }
        return false;
    }

    /// <summary>Whether a local function is handed to another thread, or called by what is.</summary>
    private bool RunsLocalOffLoop(ILocalFunctionOperation local, HashSet<ISymbol> seen)
    {
        if (!seen.Add(local.Symbol))
            return false;
        IOperation root = local;
        while (root.Parent is not null)
            root = root.Parent;
        return root.Descendants().Any(use => IsUseOf(use, local.Symbol) && RunsOffLoop(use, seen));
    }

    private static bool IsUseOf(IOperation operation, IMethodSymbol method) => operation switch
    {
        IInvocationOperation call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method),
        IMethodReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, method),
        _ => false,
    };

    private bool RunsItsArgumentOffLoop(IOperation function) => Receiver(function) is { ContainingType: { } type } receiver && (Name(type), receiver.Name) switch
    {
        (_, "RunInBackground") when engines.IsMachine(type) => true,
        ("System.Threading.Tasks.Task", "Run" or "ContinueWith") => true,
        ("System.Threading.Tasks.TaskFactory", "StartNew") => true,
        ("System.Threading.ThreadPool", "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "RegisterWaitForSingleObject") => true,
        ("System.Threading.Tasks.Parallel", _) => true,
        ("System.Threading.Thread" or "System.Threading.Timer", ".ctor") => true,
        _ => false,
    };

    /// <summary>Whether code is handed to an engine, which runs it on its loop.</summary>
    private bool RunsItsArgumentOnLoop(IOperation function) => Receiver(function) is { Name: "InvokeAsync" or "Post" or "Monitor" or "Handle" } receiver && engines.IsOfEngines(receiver.ContainingType);

    /// <summary>What a lambda or method is an argument of.</summary>
    private static IMethodSymbol? Receiver(IOperation function)
    {
        IOperation? at = function.Parent;
        while (at is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            at = at.Parent;
        return at is not IArgumentOperation argument ? null : argument.Parent switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
    }

    // The name of a generic class is that of the other.
    private static string Name(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.{type.Name}";
}
