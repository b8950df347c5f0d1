namespace ZProto.Zyre.Tests.Engines;

/// <summary>What the machine of a generated node hears and does.</summary>
public sealed class WatchTests : EngineTests
{
    [Fact]
    public async Task Events_of_the_network_come_with_their_sender()
    {
        WatchNode a = await StartWatchAsync("a");
        WatchNode b = await StartWatchAsync("b", Options("b") with { Headers = new Dictionary<string, string> { ["X-ROLE"] = "printer" } });
        await b.EnterRoomAsync();
        await b.LeaveRoomAsync();
        await SettleAsync();
        Assert.Equal(["event of b X-ROLE=printer", "event of b X-ROLE=printer WATCH", "event of b X-ROLE=printer WATCH"], a.Notes);
        Network.CutOff(b.Id);
        await PassAsync(1);
        await b.DisposeAsync();
        await SettleAsync();
        await PassAsync(31);
        Assert.Equal(["event of b X-ROLE=printer", "event of b X-ROLE=printer"], a.Notes.Skip(3));
        Assert.Empty(await a.GetPeersAsync());
    }

    [Fact]
    public async Task A_shout_reaches_the_group_with_its_sender_and_its_group()
    {
        WatchNode a = await StartWatchAsync("a");
        WatchNode b = await StartWatchAsync("b");
        WatchNode c = await StartWatchAsync("c");
        await a.EnterRoomAsync();
        await b.EnterRoomAsync();
        await a.ReportAsync("rain");
        await SettleAsync();
        Assert.Equal("News rain of a WATCH", b.Notes[^1]);
        Assert.DoesNotContain(c.Notes, note => note.StartsWith("News", StringComparison.Ordinal));
        Assert.DoesNotContain(a.Notes, note => note.StartsWith("News", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_is_answered_by_a_whisper()
    {
        WatchNode a = await StartWatchAsync("a");
        WatchNode b = await StartWatchAsync("b");
        Task<string> call = a.LookAsync(b.Id);
        await SettleAsync();
        Assert.Equal("Watching, to a", await call);
        Assert.Equal("Watching, to a", a.Mood);
        Assert.Contains("Ask of a", b.Notes);
    }

    [Fact]
    public async Task A_whisper_to_a_peer_that_is_not_there_is_known_at_once()
    {
        WatchNode a = await StartWatchAsync("a");
        await Assert.ThrowsAsync<WatchNode.NoSuchPeerException>(() => a.LookAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_call_that_no_peer_answers_says_how_many_there_are()
    {
        WatchNode a = Create("a");
        a.Options.CallTimeout = TimeSpan.FromSeconds(4);
        await a.StartAsync();
        ZyreNode deaf = await StartAsync("deaf");
        Task<string> call = a.LookAsync(deaf.Id);
        await SettleAsync();
        await PassAsync(4);
        TimeoutException late = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("the node has 1 peer, which has not answered", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whisper_where_no_peer_is_at_work_ends_the_node_and_is_logged()
    {
        WatchNode a = await StartWatchAsync("a");
        await Assert.ThrowsAsync<ClientClosedException>(() => a.WhisperToNoOneAsync());
        Assert.Contains("say to whom", await Log.WaitForAsync("say to whom"), StringComparison.Ordinal);
        await a.DisposeAsync();
    }

    [Fact]
    public async Task A_message_for_the_program_is_handed_on_with_its_frames_and_who_sent_it()
    {
        WatchNode a = await StartWatchAsync("a");
        ZyreNode b = await StartAsync("b");
        await b.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateParcel([new byte[] { 1 }, new byte[] { 2, 3 }])));
        WatchMsg parcel = await a.ReceiveAsync();
        Assert.Equal(2, parcel.Content.Count);
        Assert.Equal(PeerKey.From(b.Id).Span, parcel.RoutingId.Span);
    }

    [Fact]
    public async Task A_node_is_told_that_it_stops_while_it_can_still_speak_and_of_no_peer_after_that()
    {
        WatchNode a = await StartWatchAsync("a");
        WatchNode b = await StartWatchAsync("b");
        await a.EnterRoomAsync();
        await b.EnterRoomAsync();
        await SettleAsync();
        await a.DisposeAsync();
        await SettleAsync();
        Assert.Equal("event of no one", a.Notes[^1]);
        Assert.Equal(["News of a WATCH", "event of a"], b.Notes.TakeLast(2));
        Assert.Empty(await b.GetPeersAsync());
    }

    [Fact]
    public async Task A_peer_cannot_raise_an_event_of_the_network()
    {
        WatchNode a = await StartWatchAsync("a");
        ZyreNode b = await StartAsync("b");
        await b.WhisperAsync(a.Id, ZyreMessage.From(new WatchMsg { Id = WatchMsg.MessageId.ZyreStop }));
        await SettleAsync();
        Assert.Equal(["event of b"], a.Notes);
    }

    [Fact]
    public async Task What_is_no_message_of_the_protocol_is_logged_with_its_sender_and_the_node_goes_on()
    {
        WatchNode a = await StartWatchAsync("a");
        ZyreNode b = await StartAsync("b");
        await b.WhisperAsync(a.Id, new ZyreMessage());
        await b.WhisperAsync(a.Id, "not a message");
        await b.WhisperAsync(a.Id, new ZyreMessage([0xAA, 0xA3, 99]));
        await b.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateNews("still here")));
        await SettleAsync();
        Assert.Equal("News still here of b", a.Notes[^1]);
        string line = await Log.WaitForAsync("Malformed");
        Assert.Contains(PeerKey.From(b.Id).ToString(), line, StringComparison.OrdinalIgnoreCase);
        Assert.Single(await b.GetPeersAsync());
    }

    [Fact]
    public async Task A_silent_network_expires_again_and_again()
    {
        WatchNode a = await StartWatchAsync("a");
        await a.WaitAsync();
        await PassAsync(3);
        await PassAsync(3);
        Assert.Equal(["event of no one", "event of no one"], a.Notes);
        ZyreNode b = await StartAsync("b");
        await PassAsync(2);
        await b.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateNews("a sign")));
        await SettleAsync();
        int notes = a.Notes.Count;
        await PassAsync(2);
        Assert.Equal(notes, a.Notes.Count);
    }

    [Fact]
    public async Task Tracers_see_what_is_sent_and_received()
    {
        WatchNode a = await StartWatchAsync("a");
        WatchNode b = await StartWatchAsync("b");
        Task<string> call = a.LookAsync(b.Id);
        await SettleAsync();
        await call;
        Assert.Equal(["> Ask", "< Answer 16"], a.Traced);
        Assert.Equal(["< Ask 16", "> Answer"], b.Traced);
    }

    [Fact]
    public async Task A_message_that_a_model_keeps_for_a_later_state_comes_with_its_own_sender()
    {
        KeepNode a = new() { Zyre = Options("a"), Options = { Loop = Loop, LoggerFactory = Log } };
        await using (a)
        {
            await a.StartAsync();
            ZyreNode b = await StartAsync("b");
            ZyreNode c = await StartAsync("c");
            await b.WhisperAsync(a.Id, ZyreMessage.From(WatchMsg.CreateNews("early")));
            await a.InvokeAsync(() => { });
            await c.WhisperAsync(a.Id, ZyreMessage.From(new WatchMsg { Id = WatchMsg.MessageId.Wake }));
            await SettleAsync();
            Assert.Equal(["Wake of c", "News of b"], a.Notes);
        }
    }
}
