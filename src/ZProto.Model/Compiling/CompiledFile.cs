namespace ZProto.Model.Compiling;

/// <summary>What compiling a file gave.</summary>
/// <param name="path">The file.</param>
/// <param name="model">The model, or null.</param>
/// <param name="diagnostics">What is wrong with it.</param>
internal sealed class CompiledFile(string path, CompiledModel? model, EquatableArray<ModelDiagnostic> diagnostics)
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The model to generate from, as much of it as could be read; null where that is nothing, or its class has no place.</summary>
    public CompiledModel? Model => model;

    /// <summary>What is wrong with it.</summary>
    public EquatableArray<ModelDiagnostic> Diagnostics => diagnostics;

    /// <summary>Whether it has errors.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.IsError);
}
