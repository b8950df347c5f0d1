using System.Reflection;

namespace ZProto.Generator;

internal static class ThisAssembly
{
    /// <summary>The version that generated code names: the package's, without the commit that it was built from.</summary>
    public static readonly string Version = typeof(ThisAssembly).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>().InformationalVersion.Split('+')[0];
}
