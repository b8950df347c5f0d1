using System.Reflection;

namespace ZProto.Generator.Tests.Driver;

/// <summary>Files of the tree that tests read.</summary>
internal static class Repository
{
    /// <summary>The folder of this test project.</summary>
    public static string ProjectDirectory { get; } = Metadata("ProjectDirectory");

    /// <summary>The text of a file, by its path from the root of the tree.</summary>
    public static string Read(string path) => File.ReadAllText(GetPath(path));

    /// <summary>Where a file or folder lies, by its path from the root of the tree.</summary>
    public static string GetPath(string path) => Path.Combine(Metadata("RootDirectory"), path);

    private static string Metadata(string key)
        => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
