using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ZProto.Model;
using ZProto.Model.Compiling;

namespace ZProto.Generator;

/// <summary>What generated code needs to know of the project.</summary>
/// <param name="RootNamespace">The project's root namespace, or empty.</param>
/// <param name="AssemblyName">What its assembly is called, or empty.</param>
/// <param name="Language">The C# that the project compiles.</param>
/// <param name="Transport">The C# that returns the transport that engines are on by default; null for the one on sockets.</param>
/// <param name="HasZyre">Whether it references the package of nodes.</param>
internal sealed record ProjectOptions(string RootNamespace, string AssemblyName, LanguageVersion Language, string? Transport, bool HasZyre)
{
    /// <summary>What models are compiled for.</summary>
    public CompilerOptions ForModels => new(RootNamespace, AssemblyName, CodeChecks.Instance)
    {
        OldLanguage = Language < LanguageVersion.CSharp11 ? Language.ToDisplayString() : null,
    };

    public static ProjectOptions Read(AnalyzerConfigOptionsProvider provider, CSharpParseOptions parse, EquatableArray<string> transports, bool hasZyre)
    {
        provider.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? rootNamespace);
        provider.GlobalOptions.TryGetValue("build_property.AssemblyName", out string? assemblyName);
        return new ProjectOptions(rootNamespace?.Trim() ?? "", assemblyName?.Trim() ?? "", parse.LanguageVersion, DefaultTransport.Resolve(provider.GlobalOptions, transports), hasZyre);
    }
}
