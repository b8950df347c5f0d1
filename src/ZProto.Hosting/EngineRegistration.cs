namespace ZProto.Hosting;

/// <summary>An engine as it was added to the container.</summary>
/// <param name="Kind"><c>server</c> or <c>client</c>.</param>
/// <param name="Name">The name of its options and health checks.</param>
/// <param name="IsNamed">Whether it was given that name, and is a keyed service; else it is that of its class.</param>
internal sealed record EngineRegistration(string Kind, string Name, bool IsNamed)
{
    /// <summary>The section of the configuration.</summary>
    public string Section => Kind == "server" ? $"ZProto:Servers:{Name}" : $"ZProto:Clients:{Name}";

    public override string ToString() => $"{Kind} '{Name}'";
}
