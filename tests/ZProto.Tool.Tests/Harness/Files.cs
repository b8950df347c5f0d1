namespace ZProto.Tool.Tests.Harness;

/// <summary>The models that lie beside the tests.</summary>
internal static class Files
{
    public static string HelloProtocol => At("Models/hello_msg.xml");

    public static string HelloServer => At("Models/hello_server.xml");

    public static string Example => At("Shared/zproto_example.xml");

    /// <summary>The path of a file beside the tests.</summary>
    public static string At(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
