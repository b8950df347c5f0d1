using System.Reflection;

namespace ZProto.Tool.Tests.Harness;

/// <summary>Files that tests read.</summary>
internal static class Files
{
    /// <summary>The root of the tree, with a separator at its end.</summary>
    public static string RootDirectory { get; } = Metadata("RootDirectory");

    /// <summary>The folder of this test project.</summary>
    public static string ProjectDirectory { get; } = Metadata("ProjectDirectory");

    /// <summary>What writes documents in a build.</summary>
    public static string DocumentsProgram { get; } = Metadata("DocumentsProgram");

    public static string HelloProtocol => At("Models/hello_msg.xml");

    public static string HelloServer => At("Models/hello_server.xml");

    public static string Example => At("Shared/zproto_example.xml");

    /// <summary>The path of a file beside the tests.</summary>
    public static string At(string path) => Path.Combine(AppContext.BaseDirectory, path);

    private static string Metadata(string key)
        => typeof(Files).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
