namespace ZProto.Hosting;

/// <summary>An engine as it was added to the container.</summary>
/// <param name="Kind"><c>server</c>, <c>client</c> or <c>mesh</c>.</param>
/// <param name="Name">The name of its options and health checks.</param>
/// <param name="IsNamed">Whether it was given that name, and is a keyed service; else it is that of its class.</param>
internal sealed record EngineRegistration(string Kind, string Name, bool IsNamed)
{
    /// <summary>The section of the configuration.</summary>
    public string Section => Kind switch
    {
        "server" => $"ZProto:Servers:{Name}",
        "mesh" => $"ZProto:Meshes:{Name}",
        _ => $"ZProto:Clients:{Name}",
    };

    public override string ToString() => $"{Kind} '{Name}'";
}
