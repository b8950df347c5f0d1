using System.Text;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>RFC 36: groups, whispers and shouts.</summary>
public sealed class TalkTests : NodeTests
{
    [Fact]
    public async Task A_whisper_reaches_its_peer_alone_with_all_its_frames()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        ZyreNode c = await StartAsync("c");
        Assert.True(await a.WhisperAsync(b.Id, "hush"));
        Assert.Equal(["a enters", "c enters", "a whispers hush"], await HeardAsync(b));
        Assert.Equal(["a enters", "b enters"], (await HeardAsync(c)).Order());
        Assert.True(await a.WhisperAsync(c.Id, new ZyreMessage([1], [], [2, 3])));
        Assert.Equal(["a whispers 01||0203"], await HeardAsync(c));
    }

    [Fact]
    public async Task A_whisper_to_no_peer_is_not_sent()
    {
        ZyreNode a = await StartAsync("a");
        Assert.False(await a.WhisperAsync(Guid.NewGuid(), "anyone?"));
        Assert.False(await a.WhisperAsync(a.Id, "me?"));
    }

    [Fact]
    public async Task A_shout_reaches_those_in_the_group_and_not_its_sender()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        ZyreNode c = await StartAsync("c");
        await a.JoinAsync("ROOM");
        await b.JoinAsync("ROOM");
        await SettleAsync();
        Assert.Equal(1, await a.ShoutAsync("ROOM", "hello"));
        Assert.Equal(2, await c.ShoutAsync("ROOM", "from outside"));
        Assert.Equal(0, await c.ShoutAsync("room", "another"));
        Assert.Equal(["b enters", "c enters", "b joins ROOM", "c shouts from outside to ROOM"], await HeardAsync(a));
        Assert.Equal(["a enters", "c enters", "a joins ROOM", "a shouts hello to ROOM", "c shouts from outside to ROOM"], await HeardAsync(b));
        Assert.Equal(["a enters", "a joins ROOM", "b enters", "b joins ROOM"], (await HeardAsync(c)).Order());
    }

    [Fact]
    public async Task A_node_that_comes_later_hears_of_the_groups_that_there_are()
    {
        ZyreNode a = await StartAsync("a");
        await a.JoinAsync("ONE");
        await a.JoinAsync("TWO");
        await a.LeaveAsync("ONE");
        await a.JoinAsync("THREE");
        ZyreNode b = await StartAsync("b");
        Assert.Equal(["a enters", "a joins THREE", "a joins TWO"], await HeardAsync(b));
        Assert.Equal(["THREE", "TWO"], await a.GetGroupsAsync());
        Assert.Equal(["THREE", "TWO"], Assert.Single(await b.GetPeersAsync()).Groups);
    }

    [Fact]
    public async Task Joining_twice_and_leaving_what_one_is_not_in_is_told_to_no_one()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        await a.JoinAsync("ONE");
        await a.JoinAsync("ONE");
        await a.LeaveAsync("TWO");
        await a.LeaveAsync("ONE");
        await a.LeaveAsync("ONE");
        Assert.Equal(["a enters", "a joins ONE", "a leaves ONE"], await HeardAsync(b));
    }

    [Fact]
    public async Task A_group_has_1_to_255_bytes()
    {
        ZyreNode a = await StartAsync("a");
        await Assert.ThrowsAsync<ArgumentException>(() => a.JoinAsync(""));
        await Assert.ThrowsAsync<ArgumentNullException>(() => a.JoinAsync(null!));
        await Assert.ThrowsAsync<ArgumentException>(() => a.JoinAsync(new string('x', 256)));
        await Assert.ThrowsAsync<ArgumentException>(() => a.ShoutAsync(new string('é', 128), "x"));
        await a.JoinAsync(new string('x', 255));
    }

    [Fact]
    public async Task Events_while_no_one_is_reading_end_the_stream_once_there_are_too_many_and_not_the_node()
    {
        ZyreNode a = await StartAsync(Options("a") with { EventQueueCapacity = 3 });
        ZyreNode b = await StartAsync("b");
        ZyreNode c = await StartAsync("c");
        for (int i = 0; i < 5; i++)
            await c.WhisperAsync(a.Id, $"{i}");
        await SettleAsync();
        var heard = new List<ZyreEvent>();
        ZProtoException exception = await Assert.ThrowsAsync<ZProtoException>(async () =>
        {
            await foreach (ZyreEvent item in a.ReadEventsAsync())
                heard.Add(item);
        });
        Assert.Equal(["b", "c"], heard.Select(item => item.Name));
        Assert.Contains("2 events of 0 bytes were not read", exception.Message, StringComparison.Ordinal);
        Assert.Equal([b.Id, c.Id], (await a.GetPeersAsync()).OrderBy(peer => peer.Name).Select(peer => peer.Id));
    }

    [Fact]
    public void A_message_can_be_one_of_another_protocol()
    {
        var message = ZyreMessage.From(ZreMsg.CreateJoin(7, "ROOM", 1));
        var read = new ZreMsg();
        Assert.True(message.TryRead(read, out _));
        Assert.Equal("ROOM", read.Group);
        Assert.False(new ZyreMessage("no such message").TryRead(read, out _));
        Assert.False(new ZyreMessage().TryRead(read, out _));
        Assert.Throws<ArgumentNullException>(() => message.TryRead<ZreMsg>(null!, out _));
        Assert.Throws<ArgumentNullException>(() => ZyreMessage.From(null!));
    }

    [Fact]
    public void A_message_is_a_text_or_frames()
    {
        Assert.Equal("Grüße", new ZyreMessage("Grüße").Text);
        Assert.Equal("", new ZyreMessage().Text);
        Assert.Equal("ab", new ZyreMessage(Encoding.UTF8.GetBytes("ab"), [1]).ToString());
        Assert.Throws<ArgumentNullException>(() => new ZyreMessage((string)null!));
        Assert.Throws<ArgumentNullException>(() => new ZyreMessage([null!]));
    }
}
