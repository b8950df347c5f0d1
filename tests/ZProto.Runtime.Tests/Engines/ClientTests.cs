using ZProto.Transport;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client", on the in-process transport.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly InProcessTransport _transport = new();
    private readonly HandTurnedClock _clock = new();
    private RouterPeer<TalkMsg> _server = null!;
    private TalkClient _client = null!;
    private RoutingId _id;

    public async Task InitializeAsync()
    {
        _server = await RouterPeer<TalkMsg>.BindAsync(_transport, "inproc://talk");
        // Zero, since nobody turns the clock while a test ends.
        _client = new TalkClient { Options = { Transport = _transport, TimeProvider = _clock, DisposeTimeout = TimeSpan.Zero } };
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Open_gives_the_client_back_after_an_accepted_reply_of_the_constructor()
    {
        Task<TalkClient> opened = _client.OpenAsync(_server.Endpoint);
        TalkMsg open = _server.Receive();
        Assert.Equal(TalkMsg.MessageId.Open, open.Id);
        Assert.False(opened.IsCompleted);
        await _server.SendAsync(open.RoutingId, TalkMsg.CreateOpenOk());
        Assert.Same(_client, await opened);
        Assert.True(_client.Connected);
    }

    [Fact]
    public async Task Calls_may_overlap_and_a_reply_goes_to_the_oldest_that_accepts_it()
    {
        await OpenAsync();
        Task<string> first = _client.AskAsync("a");
        Task<TalkClient.TryToAskResult> second = _client.TryToAskAsync("b");
        Assert.Equal(["a", "b"], new[] { _server.Receive().Text, _server.Receive().Text });
        await _server.SendAsync(_id, TalkMsg.CreateSorry("no"));
        Assert.Equal(new TalkClient.TryToAskResult(TalkClient.Reply.Failure, Status: -1, Reason: "no", Text: "", Number: 0), await second);
        Assert.False(first.IsCompleted);
        await _server.SendAsync(_id, TalkMsg.CreateAnswer("A", 1));
        Assert.Equal("A", await first);
    }

    [Fact]
    public async Task A_received_message_reaches_the_reader_by_itself_or_when_an_action_hands_it_on()
    {
        await OpenAsync();
        await _server.SendAsync(_id, TalkMsg.CreateNews("n"));
        await _server.SendAsync(_id, TalkMsg.CreateNote("o"));
        Assert.Equal(["n", "o"], new[] { (await _client.RecvAsync()).Text, (await _client.RecvAsync()).Text });
        Assert.Equal(["note o"], _client.Log);
    }

    [Fact]
    public async Task What_the_api_sends_goes_out_in_the_order_of_the_calls()
    {
        await OpenAsync();
        for (int i = 0; i < 10; i++)
            await _client.SayAsync($"{i}");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), Enumerable.Range(0, 10).Select(_ => _server.Receive().Text));
    }

    [Fact]
    public async Task Dispose_runs_the_destructor_and_awaits_its_reply()
    {
        _client.Options.DisposeTimeout = TimeSpan.FromSeconds(5);
        await OpenAsync();
        Task disposed = _client.DisposeAsync().AsTask();
        Assert.Equal(TalkMsg.MessageId.Bye, _server.Receive().Id);
        Assert.False(disposed.IsCompleted);
        await _server.SendAsync(_id, TalkMsg.CreateByeOk());
        await disposed;
        Assert.Equal(["terminated"], _client.Log);
    }

    [Fact]
    public async Task An_action_that_throws_fails_the_open_calls_with_what_it_threw()
    {
        await OpenAsync();
        Task<string> open = _client.AskAsync("a");
        ZProtoClosedException thrown = await Assert.ThrowsAsync<ZProtoClosedException>(() => _client.CrashAsync());
        Assert.IsType<InvalidTimeZoneException>(thrown.InnerException);
        Assert.IsType<InvalidTimeZoneException>((await Assert.ThrowsAsync<ZProtoClosedException>(() => open)).InnerException);
        await _client.Completion;
        await Assert.ThrowsAsync<ZProtoClosedException>(() => _client.AskAsync("b"));
    }

    private async Task OpenAsync()
    {
        Task<TalkClient> opened = _client.OpenAsync(_server.Endpoint);
        _id = _server.Receive().RoutingId;
        await _server.SendAsync(_id, TalkMsg.CreateOpenOk());
        await opened;
    }
}
