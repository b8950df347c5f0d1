using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;

namespace ZProto.Runtime.Tests;

/// <summary>The table of limits in docs/security.md; what it says of Zyre nodes is tested with them.</summary>
public sealed class SecurityPageTests
{
    [Fact]
    public void The_page_lists_every_limit_of_the_options_with_its_default()
    {
        var server = new HelloServer();
        LimitsTable.AssertListed(
            name => !name.StartsWith("Zyre", StringComparison.Ordinal),
            new SocketOptions(),
            server.Options,
            new TalkClient().Options,
            (typeof(ServerEngine), (object)server),
            new MeshOptions(),
            (typeof(MeshEngine), (object)new Mesh.TestMesh()));
    }
}
