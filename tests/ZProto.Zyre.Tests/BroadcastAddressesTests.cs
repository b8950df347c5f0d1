using System.Net;

namespace ZProto.Zyre.Tests;

/// <summary>Where beacons go.</summary>
public sealed class BroadcastAddressesTests
{
    [Theory]
    [InlineData("192.0.2.17", 24, "192.0.2.255")]
    [InlineData("10.1.2.3", 8, "10.255.255.255")]
    [InlineData("172.16.5.6", 20, "172.16.15.255")]
    [InlineData("192.0.2.2", 30, "192.0.2.3")]
    [InlineData("192.0.2.2", 31, null)]
    [InlineData("192.0.2.2", 32, null)]
    [InlineData("192.0.2.2", 0, null)]
    public void A_network_is_addressed_by_its_last_address(string address, int prefixLength, string? broadcast)
        => Assert.Equal(broadcast, BroadcastAddresses.Broadcast(IPAddress.Parse(address), prefixLength)?.ToString());

    [Fact]
    public void There_is_always_one_and_loopback_only_where_there_is_no_other()
    {
        IReadOnlyList<IPAddress> found = BroadcastAddresses.Find();
        Assert.NotEmpty(found);
        Assert.True(found.Count == 1 || !found.Contains(BroadcastAddresses.Loopback));
        Assert.Equal(found.Distinct(), found);
    }
}
