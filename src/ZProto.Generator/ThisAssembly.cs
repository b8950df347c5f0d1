namespace ZProto.Generator;

internal static class ThisAssembly
{
    /// <summary>The version that generated code names, which changes with every release.</summary>
    public const string Version = "0.1.0";
}
