using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>The tracers of a client, on the in-process transport.</summary>
public sealed class TracedClientTests : IAsyncLifetime
{
    private readonly InProcessTransport _transport = new();
    private readonly RecordingLogger _book = new();
    private RouterPeer<TalkMsg> _server = null!;
    private TracedClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await RouterPeer<TalkMsg>.BindAsync(_transport, "inproc://traced");
        _client = new TracedClient { Options = { Transport = _transport, LoggerFactory = _book, DisposeTimeout = TimeSpan.Zero } };
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        _book.Dispose();
    }

    [Fact]
    public async Task Tracers_see_each_message_that_is_sent_and_received()
    {
        RoutingId id = await OpenAsync();
        await _client.SayAsync("hello");
        _server.Receive();
        await AnswerAsync(id);
        await _server.SendAsync(id, TalkMsg.CreateNews("handed on"));
        await _client.ReceiveAsync();
        Assert.Equal(["OPEN  sent", "SAY hello sent", "NOTE text received", "NEWS handed on received"], await LogAsync());
    }

    [Fact]
    public async Task What_waits_in_the_client_is_seen_once_when_it_goes_out()
    {
        await _client.SayAsync("first");
        Assert.Empty(await LogAsync());
        await OpenAsync();
        Assert.Equal("OPEN", _server.Receive().Command);
        Assert.Equal(["SAY first sent", "OPEN  sent"], await LogAsync());
    }

    [Fact]
    public async Task What_a_tracer_throws_is_logged_and_ends_nothing()
    {
        _client.OnMessage = () => throw new InvalidOperationException("on purpose");
        await AnswerAsync(await OpenAsync());
        Assert.Equal(["Error: The send tracer threw; the engine goes on [on purpose]", "Error: The receive tracer threw; the engine goes on [on purpose]"], _book.Lines);
    }

    [Fact]
    public async Task An_event_that_a_tracer_raises_leaves_the_message_it_sees_alone()
    {
        RoutingId id = await OpenAsync();
        await _client.InvokeAsync(() => _client.OnMessage = () =>
        {
            _client.OnMessage = null;
            _client.Poke();
        });
        await AnswerAsync(id);
        Assert.Equal("POKE", _server.Receive().Command);
    }

    [Fact]
    public async Task A_message_on_which_a_tracer_ends_the_client_comes_to_nothing()
    {
        RoutingId id = await OpenAsync();
        await _client.InvokeAsync(() => _client.OnMessage = _client.Stop);
        await _server.SendAsync(id, TalkMsg.CreateNote("text"));
        await Assert.ThrowsAsync<ClientClosedException>(async () => await _client.NextTextAsync());
        await _client.DisposeAsync();
        Assert.Equal(0, _client.Given);
        Assert.Empty(_book.Lines);
    }

    private async Task<RoutingId> OpenAsync()
    {
        await _client.OpenAsync(_server.Endpoint);
        return _server.Receive().RoutingId;
    }

    private async Task AnswerAsync(RoutingId id)
    {
        await _server.SendAsync(id, TalkMsg.CreateNote("text"));
        Assert.Equal("text", await _client.NextTextAsync());
    }

    private Task<string[]> LogAsync() => _client.InvokeAsync(() => _client.Log.ToArray());
}
