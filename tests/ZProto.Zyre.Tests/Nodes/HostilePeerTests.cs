namespace ZProto.Zyre.Tests.Nodes;

/// <summary>What a peer may try: at most the peer itself ends of it.</summary>
public sealed class HostilePeerTests : NodeTests
{
    [Fact]
    public async Task A_greeting_of_a_million_groups_makes_no_peer_and_tells_nothing()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a, [.. Enumerable.Range(0, 1_000_000).Select(i => $"{i}")]);
        Assert.Equal(["b enters"], await HeardAsync(a));
        Assert.Equal([b.Id], (await a.GetPeersAsync()).Select(known => known.Id));
        Assert.Contains(Log.Lines, line => line.Contains("it is in 1000000 groups, more than MaxGroupsPerPeer allows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_greeting_with_a_group_that_JOIN_could_not_carry_makes_no_peer()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a, new string('é', 128));
        Assert.Empty(await HeardAsync(a));
        await peer.GreetAsync(a, new string('x', 255));
        Assert.Equal(["fake enters", $"fake joins {new string('x', 255)}"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_greeting_with_more_headers_than_MaxHeaderBytesPerPeer_makes_no_peer()
    {
        ZyreNode a = await StartAsync(Options("a") with { MaxHeaderBytesPerPeer = 10 });
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.SendAsync(a, ZreMsg.CreateHello(1, peer.Endpoint, [], 0, "fake", new Dictionary<string, string> { ["X"] = "123456789é" }));
        await SettleAsync();
        Assert.Empty(await HeardAsync(a));
        await peer.SendAsync(a, ZreMsg.CreateHello(1, peer.Endpoint, [], 0, "fake", new Dictionary<string, string> { ["X"] = "1234567é" }));
        await SettleAsync();
        Assert.Equal(["fake enters"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_peer_that_floods_faster_than_one_reads_is_ended_and_no_other_and_can_come_back()
    {
        ZyreNode a = await StartAsync(Options("a") with { EventQueueCapacity = 40 });
        ZyreNode b = await StartAsync("b");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await using IAsyncEnumerator<ZyreEvent> reader = await ReadOneAsync(a);
        await peer.GreetAsync(a);
        await peer.SendAsync(Enumerable.Range(2, 100).Select(i => ZreMsg.CreateWhisper((ushort)i, [])));
        await SettleAsync();
        await b.WhisperAsync(a.Id, "still here");
        Assert.Equal(["fake enters", .. Enumerable.Repeat("fake whispers ", 9), "fake exits", "b whispers still here"], await HeardAsync(a));
        Assert.Contains(Log.Lines, line => line.Contains("more of its events are waiting to be read than EventQueueCapacity", StringComparison.Ordinal));
        await peer.GreetAsync(a);
        Assert.Equal(["fake enters"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_peer_that_begins_again_and_again_while_no_room_is_left_is_not_told_of()
    {
        ZyreNode a = await StartAsync(Options("a") with { EventQueueCapacity = 8 });
        await StartAsync("b");
        await using IAsyncEnumerator<ZyreEvent> reader = await ReadOneAsync(a);
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        for (int i = 0; i < 100; i++)
            await peer.GreetAsync(a);
        Assert.Equal(["fake enters", "fake exits"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_peer_whose_messages_that_wait_are_too_large_is_ended_but_one_large_message_passes()
    {
        ZyreNode a = await StartAsync(Options("a") with { MaxQueuedEventBytes = 4_000 });
        await StartAsync("b");
        await using IAsyncEnumerator<ZyreEvent> reader = await ReadOneAsync(a);
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        var large = new FrameList { new byte[3_000] };
        await peer.SendAsync(ZreMsg.CreateWhisper(2, large), ZreMsg.CreateWhisper(3, large));
        await SettleAsync();
        List<string> heard = await HeardAsync(a);
        Assert.Equal(3, heard.Count);
        Assert.Equal("fake exits", heard[^1]);
    }

    [Fact]
    public async Task A_beacon_of_no_node_at_the_endpoint_of_a_peer_does_not_end_that_peer()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        for (int i = 0; i < 10; i++)
            Network.Report(Guid.NewGuid(), b.Endpoint);
        await SettleAsync();
        Assert.Equal(["b enters"], await HeardAsync(a));
        Assert.True(await a.WhisperAsync(b.Id, "still there?"));
    }

    [Fact]
    public async Task A_beacon_of_no_node_at_the_nodes_own_endpoint_makes_no_peer()
    {
        ZyreNode a = await StartAsync("a");
        Network.Report(Guid.NewGuid(), a.Endpoint);
        await PassAsync(40);
        Assert.Empty(await HeardAsync(a));
    }

    [Fact]
    public async Task Forged_beacons_without_end_leave_room_for_nodes_that_greet()
    {
        ZyreNode a = await StartAsync(Options("a") with { MaxPeers = 4 });
        for (int i = 0; i < 100; i++)
            Network.Report(Guid.NewGuid(), $"inproc://forged {i}");
        await SettleAsync();
        ZyreNode b = await StartAsync("b");
        await PassAsync(1);
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        Assert.Equal(["b enters", "fake enters"], await HeardAsync(a));
        Assert.Contains(Log.Lines, line => line.Contains("There are 2 peers that were found and have not greeted", StringComparison.Ordinal));
        Assert.True(await b.WhisperAsync(a.Id, "there"));
        Assert.Equal(["b whispers there"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_beacon_that_says_a_peer_is_elsewhere_does_not_move_it()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        Network.Report(b.Id, "inproc://elsewhere");
        await b.JoinAsync("ROOM");
        Assert.Equal(["b enters", "b joins ROOM"], await HeardAsync(a));
        await a.WhisperAsync(b.Id, "here?");
        Assert.Equal(["a enters", "a whispers here?"], await HeardAsync(b));
    }

    [Fact]
    public async Task Faults_without_end_are_logged_once_a_second()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        for (int i = 0; i < 100; i++)
        {
            await peer.GreetAsync(a);
            await peer.SendAsync(ZreMsg.CreatePing(9));
        }
        await SettleAsync();
        Assert.Single(Log.Lines, line => line.Contains("message 2 was expected, and 9 came", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_peer_whose_name_has_control_characters_writes_no_line_of_its_own_to_the_log()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "x\nwarning: forged");
        await peer.GreetAsync(a);
        await peer.SendAsync(ZreMsg.CreatePing(9));
        await SettleAsync();
        Assert.NotEmpty(Log.Lines);
        Assert.DoesNotContain(Log.Lines, line => line.Contains('\n', StringComparison.Ordinal));
    }

    // One who reads, and is slow.
    private static async Task<IAsyncEnumerator<ZyreEvent>> ReadOneAsync(ZyreNode node)
    {
        IAsyncEnumerator<ZyreEvent> reader = node.ReadEventsAsync().GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        return reader;
    }
}
