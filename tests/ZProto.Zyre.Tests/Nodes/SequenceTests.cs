namespace ZProto.Zyre.Tests.Nodes;

/// <summary>RFC 36: each message to a peer has the next number of 16 bits, and a gap ends the peer.</summary>
public sealed class SequenceTests : NodeTests
{
    [Fact]
    public async Task A_gap_ends_the_peer()
    {
        (ZyreNode a, FakePeer peer) = await GreetedAsync();
        await using FakePeer fake = peer;
        await peer.SendAsync(ZreMsg.CreateJoin(2, "ONE", 1));
        await peer.SendAsync(ZreMsg.CreateJoin(4, "TWO", 2));
        await SettleBothAsync();
        Assert.Equal(["fake enters", "fake joins ONE", "fake exits"], await HeardAsync(a));
        Assert.Contains(Log.Lines, line => line.Contains("message 3 was expected, and 4 came", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_greeting_that_is_not_number_1_is_dropped()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.SendAsync(a, ZreMsg.CreateHello(2, peer.Endpoint, [], 0, "fake", []));
        await SettleBothAsync();
        Assert.Empty(await HeardAsync(a));
        Assert.Empty(await peer.ReceivedAsync());
    }

    [Fact]
    public async Task Stray_messages_before_a_greeting_are_dropped()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.SendAsync(a, ZreMsg.CreateShout(7, "ROOM", []));
        await peer.SendAsync(a, ZreMsg.CreatePing(8));
        await SettleBothAsync();
        Assert.Empty(await HeardAsync(a));
        await peer.GreetAsync(a);
        Assert.Equal(["fake enters"], await HeardAsync(a));
    }

    [Fact]
    public async Task Numbers_wrap_from_65535_to_0_both_ways()
    {
        (ZyreNode a, FakePeer peer) = await GreetedAsync();
        await using FakePeer fake = peer;
        foreach (int[] some in Enumerable.Range(2, 65_536).Chunk(500))
        {
            await peer.SendAsync(some.Select(i => ZreMsg.CreatePing((ushort)i)));
            await SettleBothAsync();
        }
        List<string> received = await peer.ReceivedAsync();
        Assert.Equal(65_537, received.Count);
        Assert.Equal(["PING-OK 65535", "PING-OK 0", "PING-OK 1"], received[^3..]);
        Assert.Equal(["fake enters"], await HeardAsync(a));
    }

    [Fact]
    public async Task ELECT_LEADER_and_GOODBYE_are_counted_and_otherwise_ignored()
    {
        (ZyreNode a, FakePeer peer) = await GreetedAsync();
        await using FakePeer fake = peer;
        await peer.SendAsync(ZreMsg.CreateElect(2, "ROOM", "someone"));
        await peer.SendAsync(ZreMsg.CreateLeader(3, "ROOM", "someone"));
        await peer.SendAsync(ZreMsg.CreateGoodbye(4));
        await peer.SendAsync(ZreMsg.CreateJoin(5, "ROOM", 1));
        await SettleBothAsync();
        Assert.Equal(["fake enters", "fake joins ROOM"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_peer_in_more_groups_than_MaxGroupsPerPeer_is_ended()
    {
        ZyreNode a = await StartAsync(Options("a") with { MaxGroupsPerPeer = 2 });
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a, "ONE");
        await peer.SendAsync(ZreMsg.CreateJoin(2, "TWO", 2));
        await peer.SendAsync(ZreMsg.CreateJoin(3, "THREE", 3));
        await SettleBothAsync();
        Assert.Equal(["fake enters", "fake joins ONE", "fake joins TWO", "fake exits"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_greeting_with_an_endpoint_that_is_not_one_makes_no_peer()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.SendAsync(a, ZreMsg.CreateHello(1, "nonsense\n", [], 0, "fake", []));
        await SettleBothAsync();
        Assert.Empty(await a.GetPeersAsync());
        Assert.Contains(Log.Lines, line => line.Contains("cannot be connected to", StringComparison.Ordinal) && !line.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_cut_off_when_as_many_messages_wait_as_the_node_allows()
    {
        ZyreNode a = await StartAsync(Options("a") with { SendQueueCapacity = 1_000 });
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        // Its greeting says it is where no one is bound.
        await peer.SendAsync(a, ZreMsg.CreateHello(1, "inproc://away", [], 0, "fake", []));
        await SettleBothAsync();
        for (int i = 0; i < 999; i++)
            Assert.True(await a.WhisperAsync(peer.Id, "more"));
        Assert.Equal(["fake enters"], await HeardAsync(a));
        for (int i = 0; i < 1_001; i++)
            await a.WhisperAsync(peer.Id, "more");
        Assert.Equal(["fake exits"], await HeardAsync(a));
    }

    private async Task<(ZyreNode Node, FakePeer Peer)> GreetedAsync()
    {
        ZyreNode a = await StartAsync("a");
        FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        await SettleAsync();
        return (a, peer);
    }

    // What a peer on a loop of its own has sent is there once it was sent.
    private async Task SettleBothAsync()
    {
        await SettleAsync();
        await SettleAsync();
    }
}
