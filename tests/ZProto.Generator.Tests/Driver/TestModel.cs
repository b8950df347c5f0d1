using System.Text;

namespace ZProto.Generator.Tests.Driver;

/// <summary>An additional file of a project, by default a <c>ZProtoModel</c> item.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">Its text, or null where it cannot be read.</param>
internal sealed record TestModel(string Path, string? Text)
{
    /// <summary>What the compiler has read its bytes as.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    public bool IsDeclared { get; init; } = true;

    public string? Namespace { get; init; }

    public string? Modifier { get; init; }

    public string? Framing { get; init; }

    public string? Emit { get; init; }

    /// <summary>Whether it is XML that the project has for another purpose.</summary>
    public bool IsOther { get; init; }

    /// <summary>The referenced project whose model it is, or null.</summary>
    public string? Project { get; init; }

    /// <summary>The root namespace of the referenced project.</summary>
    public string? RootNamespace { get; init; }

    /// <summary>The assemblies that see what is internal in the referenced project.</summary>
    public string? Friends { get; init; }

    private string Item => Project is null ? "ZProtoModel" : "ZProtoReferencedModel";

    /// <summary>What the build tells the generator of the item.</summary>
    public IEnumerable<KeyValuePair<string, string>> Metadata
        => new Dictionary<string, string?>
        {
            ["build_metadata.ZProtoModel.IsZProtoModel"] = IsDeclared && !IsOther && Project is null ? "true" : null,
            [$"build_metadata.{Item}.Namespace"] = Namespace,
            [$"build_metadata.{Item}.Modifier"] = Modifier,
            [$"build_metadata.{Item}.Framing"] = Framing,
            ["build_metadata.ZProtoModel.Emit"] = Emit,
            ["build_metadata.ZProtoOtherXml.IsOther"] = IsOther ? "true" : null,
            ["build_metadata.ZProtoReferencedModel.Project"] = Project,
            ["build_metadata.ZProtoReferencedModel.RootNamespace"] = RootNamespace,
            ["build_metadata.ZProtoReferencedModel.Friends"] = Friends,
        }
        .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!));
}
