using ZProto.Runtime.Tests;

namespace ZProto.Zyre.Tests;

/// <summary>What docs/security.md says of nodes.</summary>
public sealed class SecurityPageTests
{
    [Fact]
    public void The_page_lists_every_limit_of_nodes_with_its_default()
        => LimitsTable.AssertListed(name => name.StartsWith("Zyre", StringComparison.Ordinal), new ZyreOptions());
}
