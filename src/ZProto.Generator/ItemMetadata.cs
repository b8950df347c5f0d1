using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator;

/// <summary>What the project says of an additional file.</summary>
/// <param name="IsDeclared">Whether it is a <c>ZProtoModel</c> item, so that all that is wrong with it is reported.</param>
/// <param name="IsCandidate">Whether it may be a model or included by one.</param>
/// <param name="Namespace">The item's namespace, or empty.</param>
/// <param name="Modifier">The item's modifier, or empty.</param>
/// <param name="Framing">The item's framing, or empty.</param>
/// <param name="Emit">Whether code is generated from it.</param>
internal sealed record ItemMetadata(bool IsDeclared, bool IsCandidate, string Namespace, string Modifier, string Framing, bool Emit)
{
    public static ItemMetadata Of(AdditionalText file, AnalyzerConfigOptionsProvider provider)
    {
        AnalyzerConfigOptions options = provider.GetOptions(file);
        bool declared = Get("IsZProtoModel").Equals("true", StringComparison.OrdinalIgnoreCase);
        bool candidate = declared || file.Path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
        return new ItemMetadata(declared, candidate, Get("Namespace"), Get("Modifier"), Get("Framing"), !Get("Emit").Equals("false", StringComparison.OrdinalIgnoreCase));

        string Get(string name) => options.TryGetValue($"build_metadata.ZProtoModel.{name}", out string? value) ? value.Trim() : "";
    }
}
