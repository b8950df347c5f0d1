using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator.Analyzers;

/// <summary>An analyzer of what is written of engines. In a project without them it does nothing, and in generated code neither.</summary>
public abstract class EngineAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (EngineTypes.TryCreate(start.Compilation) is { } engines)
                Register(start, engines);
        });
    }

    /// <summary>Registers what is analyzed.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, EngineTypes engines);
}
