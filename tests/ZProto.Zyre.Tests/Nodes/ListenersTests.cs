namespace ZProto.Zyre.Tests.Nodes;

/// <summary>What loggers, meter listeners and a discovery of the program throw ends no node.</summary>
public sealed class ListenersTests : NodeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_logger_that_throws_ends_nothing(bool isFactory)
    {
        ZyreNode a = await StartAsync(Options("a") with { LoggerFactory = new ThrowingLoggers(isFactory), MaxPeers = 4 });
        await using FakePeer bad = await FakePeer.StartAsync(Loop, "bad");
        await bad.SendAsync(a, ZreMsg.CreatePing(1));
        await bad.SendAsync(a, [[[1, 2, 3]]]);
        await bad.GreetAsync(a, new string('é', 128));
        await bad.GreetAsync(a);
        await bad.SendAsync(ZreMsg.CreatePing(9));
        for (int i = 0; i < 10; i++)
            Network.Report(Guid.NewGuid(), $"inproc://forged {i}");
        Network.Report(Guid.NewGuid(), "nonsense");
        await SettleAsync();
        Assert.Equal(["bad enters", "bad exits"], await HeardAsync(a));
        await AssertHearsAsync(a);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_meter_listener_that_throws_ends_nothing(bool atOnce)
    {
        using var meters = new ThrowingMeters(atOnce);
        await AssertHearsAsync(await StartAsync(Options("a") with { MeterFactory = meters }));
    }

    [Fact]
    public async Task A_discovery_that_cannot_be_created_fails_the_start_and_the_node_can_be_disposed()
    {
        var node = new ZyreNode(Options("a") with { Discovery = (_, _) => throw new InvalidTimeZoneException("No discovery.") });
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => node.StartAsync());
        await node.DisposeAsync();
        Assert.Equal(["end"], await HeardAsync(node));
    }

    // Another comes, and what it says is heard.
    private async Task AssertHearsAsync(ZyreNode node)
    {
        ZyreNode other = await StartAsync("other");
        await PassAsync(1);
        Assert.True(await other.WhisperAsync(node.Id, "there"));
        Assert.Equal(["other enters", "other whispers there"], await HeardAsync(node));
        Assert.False(node.Completion.IsCompleted);
    }
}
