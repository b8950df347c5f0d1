namespace ZProto.Zyre.Tests.Engines;

/// <summary>A model of the shape of zproto's example of a peer.</summary>
public sealed class ChatTests : EngineTests
{
    [Fact]
    public async Task Nodes_of_a_model_as_zproto_has_them_chat()
    {
        PartyNode alice = await StartGuestAsync("alice");
        PartyNode bob = await StartGuestAsync("bob");
        Assert.Equal(["PARTY"], await alice.GetGroupsAsync());
        Assert.Equal("bob", Assert.Single(await alice.GetPeersAsync()).Name);
        await alice.TellAsync("once upon a time");
        await SettleAsync();
        Assert.Equal(["alice: once upon a time, from alice in PARTY"], bob.Stories);
        Assert.Empty(alice.Stories);

        PartyNode carol = await StartGuestAsync("carol");
        await bob.TellAsync("the end");
        await SettleAsync();
        Assert.Equal(["bob: the end, from bob in PARTY"], alice.Stories);
        Assert.Equal(alice.Stories, carol.Stories);
        Assert.Empty(Log.Lines);
    }

    [Fact]
    public async Task A_node_of_no_model_talks_with_those_of_a_model()
    {
        PartyNode alice = await StartGuestAsync("alice");
        await StartGuestAsync("bob");
        ZyreNode plain = await StartAsync("plain");
        await plain.JoinAsync("PARTY");
        await SettleAsync();
        await HeardAsync(plain);
        await plain.ShoutAsync("PARTY", ZyreMessage.From(PartyMsg.CreateGreet("?", "?", "?")));
        List<string> heard = await HeardAsync(plain);
        Assert.Equal(2, heard.Count);
        Assert.All(heard, line => Assert.Contains("whispers", line, StringComparison.Ordinal));
        await plain.WhisperAsync(alice.Id, ZyreMessage.From(PartyMsg.CreateStory("", "someone", "a whispered one")));
        await SettleAsync();
        Assert.Equal(["someone: a whispered one, from plain in "], alice.Stories);
    }
}
