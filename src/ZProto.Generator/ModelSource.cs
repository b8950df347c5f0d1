namespace ZProto.Generator;

/// <summary>All that a generated file is made of: two that are equal make the same file.</summary>
internal abstract record ModelSource
{
    /// <summary>The name of the file among those generated.</summary>
    public string HintName { get; init; } = "";
}
