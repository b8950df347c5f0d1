using System.Reflection;

namespace ZProto.Package.Tests.Harness;

/// <summary>The tree that the packages are made of.</summary>
internal static class Tree
{
    /// <summary>The root of the tree, with a separator at its end.</summary>
    public static string Root { get; } = Metadata("RootDirectory");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The version of all packages.</summary>
    public static string Version { get; } = Metadata("Version");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Metadata(string key)
        => typeof(Tree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value ?? "";
}
