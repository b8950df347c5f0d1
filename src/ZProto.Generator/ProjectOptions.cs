using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator;

/// <summary>What generated code needs to know of the project.</summary>
/// <param name="RootNamespace">The project's root namespace, or empty.</param>
/// <param name="Language">The C# that the project compiles.</param>
internal sealed record ProjectOptions(string RootNamespace, LanguageVersion Language)
{
    public static ProjectOptions Of(AnalyzerConfigOptionsProvider provider, CSharpParseOptions parse)
    {
        provider.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? rootNamespace);
        return new ProjectOptions(rootNamespace?.Trim() ?? "", parse.LanguageVersion);
    }
}
