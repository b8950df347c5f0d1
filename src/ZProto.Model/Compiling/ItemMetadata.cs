namespace ZProto.Model.Compiling;

/// <summary>What a project says of one of its files.</summary>
internal sealed record ItemMetadata
{
    /// <summary>Whether it is said to be a model, so that all that is wrong with it is reported.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>The item's namespace, or empty.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The item's modifier, or empty.</summary>
    public string Modifier { get; init; } = "";

    /// <summary>The item's framing, or empty.</summary>
    public string Framing { get; init; } = "";

    /// <summary>Whether code is generated from it. Otherwise it is there for others to speak, and generated elsewhere.</summary>
    public bool Emit { get; init; } = true;

    /// <summary>The referenced project whose model it is, or empty for this project's own.</summary>
    public string Project { get; init; } = "";

    /// <summary>The root namespace of the referenced project.</summary>
    public string RootNamespace { get; init; } = "";

    /// <summary>The assemblies that see what is internal in the referenced project, with commas between.</summary>
    public string Friends { get; init; } = "";

    /// <summary>Whether it is a model of a project that this one references.</summary>
    public bool IsReferenced => Project.Length > 0;

    /// <summary>Whether an assembly sees what is internal in the referenced project.</summary>
    public bool IsFriend(string assembly)
        => Friends.Split(',').Select(friend => friend.Trim()).Contains(assembly, StringComparer.OrdinalIgnoreCase);
}
