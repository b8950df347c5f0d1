using System.Reflection;

namespace ZProto.PublicApi.Tests;

/// <summary>
/// The public API of each package is as its <c>.verified.txt</c> says. A change of it is accepted by running the tests with
/// <c>ZPROTO_ACCEPT_SNAPSHOTS=1</c>, and shows in the review of the file.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void ZProto_Runtime() => Match("ZProto.Runtime");

    [Fact]
    public void ZProto_LibZmq() => Match("ZProto.LibZmq");

    [Fact]
    public void ZProto_Testing() => Match("ZProto.Testing");

    [Fact]
    public void ZProto_NetMQ() => Match("ZProto.NetMQ");

    private static void Match(string assembly)
    {
        string name = Path.Combine(Metadata("ProjectDirectory"), assembly);
        string verified = $"{name}.verified.txt";
        string received = $"{name}.received.txt";
        string api = ApiText.Of(Assembly.Load(assembly));

        File.Delete(received);
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == api)
            return;
        bool isAccepting = Environment.GetEnvironmentVariable("ZPROTO_ACCEPT_SNAPSHOTS") == "1";
        File.WriteAllText(isAccepting ? verified : received, api);
        Assert.True(isAccepting, $"{received} differs from its .verified.txt.\nIf the change is meant, run the test again with ZPROTO_ACCEPT_SNAPSHOTS=1 and commit.");
    }

    private static string Metadata(string key)
        => typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value ?? "";
}
