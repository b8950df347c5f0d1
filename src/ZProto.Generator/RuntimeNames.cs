namespace ZProto.Generator;

/// <summary>The runtime's namespaces as generated code writes them.</summary>
internal static class RuntimeNames
{
    public const string Zp = "global::ZProto.";
    public const string ZpCodec = $"{Zp}Codec.";
    public const string ZpConfig = $"{Zp}Configuration.";
    public const string ZpEngines = $"{Zp}Engines.";
}
