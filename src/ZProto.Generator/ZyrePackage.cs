using Microsoft.CodeAnalysis;
using ZProto.Model;
using ZProto.Model.Compiling;

namespace ZProto.Generator;

/// <summary>The package that nodes need, which a project with ZProto alone does not have.</summary>
internal static class ZyrePackage
{
    private const string FileName = "ZProto.Zyre";

    /// <summary>Whether the project references it.</summary>
    public static IncrementalValueProvider<bool> IsReferenced(IncrementalGeneratorInitializationContext context)
        => context.MetadataReferencesProvider
            .Where(static reference => reference.GetFileName() == FileName)
            .Collect()
            .Select(static (references, _) => references.Length > 0);

    /// <summary>What is wrong with a node of a project that does not reference it. Errors of the model itself come first.</summary>
    public static IEnumerable<ModelDiagnostic> Check(CompiledFile file)
        => !file.HasErrors && file.Model?.Model.Source?.Attribute("script") is { } script
            ? [ModelDiagnostic.Create(script.ValueSpan, DiagnosticRules.MissingPackage, script.Value)]
            : [];
}
