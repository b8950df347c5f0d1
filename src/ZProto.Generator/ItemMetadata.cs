using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator;

/// <summary>What the project says of an additional file.</summary>
/// <param name="IsDeclared">Whether it is a <c>ZProtoModel</c> item, so that all that is wrong with it is reported.</param>
/// <param name="IsCandidate">Whether it may be a model or included by one.</param>
/// <param name="IsOther">Whether it is XML that the project has for another purpose, and is looked at only for a model that was forgotten.</param>
/// <param name="Namespace">The item's namespace, or empty.</param>
/// <param name="Modifier">The item's modifier, or empty.</param>
/// <param name="Framing">The item's framing, or empty.</param>
/// <param name="Emit">Whether code is generated from it.</param>
/// <param name="Project">The referenced project whose model it is, or empty for this project's own.</param>
/// <param name="RootNamespace">The root namespace of the referenced project.</param>
/// <param name="Friends">The assemblies that see what is internal in the referenced project, with commas between.</param>
internal sealed record ItemMetadata(bool IsDeclared, bool IsCandidate, bool IsOther, string Namespace, string Modifier, string Framing, bool Emit, string Project, string RootNamespace, string Friends)
{
    /// <summary>Whether it is a model of a project that this one references.</summary>
    public bool IsReferenced => Project.Length > 0;

    public static ItemMetadata Read(AdditionalText file, AnalyzerConfigOptionsProvider provider)
    {
        AnalyzerConfigOptions options = provider.GetOptions(file);
        bool own = Is("ZProtoModel", "IsZProtoModel", "true");
        bool referenced = !own && Get("ZProtoReferencedModel", "Project").Length > 0;
        bool other = !own && !referenced && Is("ZProtoOtherXml", "IsOther", "true");
        bool candidate = own || referenced || (!other && file.Path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));
        string item = referenced ? "ZProtoReferencedModel" : "ZProtoModel";
        return new ItemMetadata(
            own || referenced,
            candidate,
            other,
            Get(item, "Namespace"),
            Get(item, "Modifier"),
            Get(item, "Framing"),
            !referenced && !Is(item, "Emit", "false"),
            referenced ? Get(item, "Project") : "",
            referenced ? Get(item, "RootNamespace") : "",
            referenced ? Get(item, "Friends") : "");

        bool Is(string item, string name, string value) => Get(item, name).Equals(value, StringComparison.OrdinalIgnoreCase);

        string Get(string item, string name) => options.TryGetValue($"build_metadata.{item}.{name}", out string? value) ? value.Trim() : "";
    }

    /// <summary>Whether an assembly sees what is internal in the referenced project.</summary>
    public bool IsFriend(string assembly)
        => Friends.Split(',').Select(friend => friend.Trim()).Contains(assembly, StringComparer.OrdinalIgnoreCase);
}
