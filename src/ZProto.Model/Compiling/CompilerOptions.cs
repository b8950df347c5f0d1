namespace ZProto.Model.Compiling;

/// <summary>What models are compiled for.</summary>
/// <param name="RootNamespace">The project's root namespace, or empty.</param>
/// <param name="AssemblyName">What its assembly is called, or empty.</param>
/// <param name="Code">Checks C# in models; null where nothing is generated from it.</param>
internal sealed record CompilerOptions(string RootNamespace, string AssemblyName, ICodeChecks? Code)
{
    /// <summary>The version of C# that the project compiles, where that is too old for generated code.</summary>
    public string? OldLanguage { get; init; }
}
