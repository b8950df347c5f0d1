namespace ZProto.Generator.Tests.Driver;

/// <summary>An additional file of a project, by default a <c>ZProtoModel</c> item.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">Its text, or null where it cannot be read.</param>
internal sealed record TestModel(string Path, string? Text)
{
    public bool IsDeclared { get; init; } = true;

    public string? Namespace { get; init; }

    public string? Modifier { get; init; }

    public string? Framing { get; init; }

    public string? Emit { get; init; }

    /// <summary>What the build tells the generator of the item.</summary>
    public IEnumerable<KeyValuePair<string, string>> Metadata
        => new Dictionary<string, string?>
        {
            ["build_metadata.ZProtoModel.IsZProtoModel"] = IsDeclared ? "true" : null,
            ["build_metadata.ZProtoModel.Namespace"] = Namespace,
            ["build_metadata.ZProtoModel.Modifier"] = Modifier,
            ["build_metadata.ZProtoModel.Framing"] = Framing,
            ["build_metadata.ZProtoModel.Emit"] = Emit,
        }
        .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!));
}
