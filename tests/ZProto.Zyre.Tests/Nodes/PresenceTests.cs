namespace ZProto.Zyre.Tests.Nodes;

/// <summary>RFC 36: how nodes find each other, and miss each other.</summary>
public sealed class PresenceTests : NodeTests
{
    [Fact]
    public async Task Nodes_that_hear_each_others_beacons_enter_with_name_endpoint_and_headers()
    {
        ZyreNode a = await StartAsync(Options("a") with { Headers = new Dictionary<string, string> { ["X-ROLE"] = "first" } });
        ZyreNode b = await StartAsync("b");
        Assert.Equal(["b enters"], await HeardAsync(a));
        Assert.Equal(["a enters"], await HeardAsync(b));
        ZyrePeer peer = Assert.Single(await b.GetPeersAsync());
        Assert.Equal((a.Id, "a", a.Endpoint, false), (peer.Id, peer.Name, peer.Endpoint, peer.IsEvasive));
        Assert.Equal("first", peer.Headers["X-ROLE"]);
    }

    [Fact]
    public async Task A_node_has_the_first_six_digits_of_its_uuid_as_its_name_unless_it_is_given_one()
    {
        ZyreNode node = await StartAsync(Options("") with { Name = null });
        Assert.Equal(node.Id.ToString("N")[..6].ToUpperInvariant(), node.Name);
    }

    [Fact]
    public async Task A_node_that_leaves_exits_at_once()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        await b.DisposeAsync();
        Assert.Equal(["b enters", "b exits"], await HeardAsync(a));
        Assert.Empty(await a.GetPeersAsync());
        Assert.Equal(["a enters", "a exits", "end"], await HeardAsync(b));
    }

    [Fact]
    public async Task Only_messages_refresh_a_peer_and_beacons_do_not_and_after_five_seconds_it_is_asked_for_a_sign_of_life()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        await PassAsync(20);
        Assert.Equal(["b enters"], (await HeardAsync(a)).Distinct().Where(line => !line.Contains("evasive", StringComparison.Ordinal)));
        Assert.Single(await a.GetPeersAsync());
        Assert.Single(await b.GetPeersAsync());
    }

    [Fact]
    public async Task A_peer_of_which_nothing_comes_is_evasive_once_and_gone_after_thirty_seconds()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        Assert.Equal(["fake enters"], await HeardAsync(a));
        Assert.Equal(["HELLO 1"], await peer.ReceivedAsync());
        await PassAsync(4);
        Assert.Empty(await HeardAsync(a));
        await PassAsync(1);
        Assert.Equal(["fake is evasive"], await HeardAsync(a));
        Assert.Equal(["PING 2"], await peer.ReceivedAsync());
        await PassAsync(3);
        Assert.Equal(["PING 3", "PING 4", "PING 5"], await peer.ReceivedAsync());
        await PassAsync(21);
        Assert.Empty(await HeardAsync(a));
        await PassAsync(1);
        Assert.Equal(["fake exits"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_sign_of_life_ends_the_asking_until_the_next_silence()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        await PassAsync(6);
        await peer.SendAsync(ZreMsg.CreatePingOk(2));
        await SettleAsync();
        await PassAsync(4);
        Assert.Equal(["fake enters", "fake is evasive"], await HeardAsync(a));
        await PassAsync(1);
        Assert.Equal(["fake is evasive"], await HeardAsync(a));
        Assert.Equal(["PING 2", "PING 3", "PING 4"], (await peer.ReceivedAsync()).Where(line => line.StartsWith("PING", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PING_is_answered_by_PING_OK()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        await peer.SendAsync(ZreMsg.CreatePing(2));
        Assert.Equal(["HELLO 1", "PING-OK 2"], await peer.ReceivedAsync());
    }

    [Fact]
    public async Task A_peer_that_is_found_is_greeted_first_and_enters_with_its_own_greeting()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        Network.Report(peer.Id, peer.Endpoint);
        Assert.Equal(["HELLO 1"], await peer.ReceivedAsync());
        Assert.Empty(await HeardAsync(a));
        await peer.GreetAsync(a);
        await SettleAsync();
        Assert.Equal(["fake enters"], await HeardAsync(a));
        Assert.Empty(await peer.ReceivedAsync());
    }

    [Fact]
    public async Task A_peer_that_begins_again_exits_and_enters()
    {
        ZyreNode a = await StartAsync("a");
        await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
        await peer.GreetAsync(a);
        await peer.GreetAsync(a);
        await SettleAsync();
        Assert.Equal(["fake enters", "fake exits", "fake enters"], await HeardAsync(a));
        Assert.Equal(["HELLO 1", "HELLO 1"], await peer.ReceivedAsync());
    }
}
