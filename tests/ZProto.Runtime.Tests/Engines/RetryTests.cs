using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": methods with <c>retry</c>, as the Lazy Pirate of the Guide.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(2_500);

    // Only bounds a hang.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _book = new();
    private readonly InProcessTransport _transport = new();
    private readonly PirateClient _client = new();
    private RouterPeer<PairMsg> _server = null!;

    public async Task InitializeAsync()
    {
        await BindAsync();
        _client.Options.Name = "pirate_client";
        _client.Options.Transport = _transport;
        _client.Options.TimeProvider = _clock;
        _client.Options.LoggerFactory = _book;
        _client.Options.DisposeTimeout = TimeSpan.Zero;
        await _client.OpenAsync(_server.Endpoint);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_call_without_an_answer_is_made_again_on_a_new_connection()
    {
        Task<string> call = _client.AskAsync("a");
        PairMsg first = _server.Receive();
        _clock.Advance(s_timeout);
        PairMsg second = _server.Receive();
        Assert.Equal("a", second.Text);
        Assert.NotEqual(first.RoutingId, second.RoutingId);
        await AnswerAsync(second);
        Assert.Equal("to a", await call.WaitAsync(s_patience));
        Assert.Contains("Warning: pirate_client: 'ask' had no reply within 2500 ms and is tried again, 2 of 3", _book.Lines);
    }

    [Fact]
    public async Task A_call_fails_after_all_its_tries()
    {
        Task<string> call = _client.AskAsync("a");
        var peers = new HashSet<RoutingId>();
        for (int i = 0; i < 3; i++)
        {
            peers.Add(_server.Receive().RoutingId);
            Assert.False(call.IsCompleted);
            _clock.Advance(s_timeout);
        }
        TimeoutException timeout = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(s_patience));
        Assert.StartsWith("'ask' had no reply within 2.5 seconds of 3 tries: it is connected to ", timeout.Message, StringComparison.Ordinal);
        Assert.Equal(3, peers.Count);
        Assert.False(_server.HasReceived);
    }

    [Fact]
    public async Task The_next_call_is_not_answered_by_a_late_answer_to_one_that_failed()
    {
        Task<string> failed = _client.AskAsync("a");
        PairMsg last = null!;
        for (int i = 0; i < 3; i++)
        {
            last = _server.Receive();
            _clock.Advance(s_timeout);
        }
        await Assert.ThrowsAsync<TimeoutException>(() => failed.WaitAsync(s_patience));
        Task<string> next = _client.AskAsync("b");
        PairMsg asked = _server.Receive();
        Assert.NotEqual(last.RoutingId, asked.RoutingId);
        await AnswerAsync(asked);
        Assert.Equal("to b", await next.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Calls_wait_for_one_that_may_be_made_again_and_it_for_them()
    {
        Task<string>[] calls = [_client.AskAsync("a"), _client.AskOnceAsync("b"), _client.AskAsync("c")];
        foreach (string text in (string[])["a", "b", "c"])
        {
            PairMsg asked = _server.Receive();
            Assert.Equal(text, asked.Text);
            await SettleAsync();
            Assert.False(_server.HasReceived);
            await AnswerAsync(asked);
        }
        Assert.Equal(["to a", "to b", "to c"], await Task.WhenAll(calls).WaitAsync(s_patience));
    }

    [Fact]
    public async Task The_time_of_a_call_that_waits_begins_when_it_is_made()
    {
        Task<string> once = _client.AskOnceAsync("a"), call = _client.AskAsync("b");
        PairMsg asked = _server.Receive();
        for (int i = 0; i < 5; i++)
        {
            _clock.Advance(s_timeout);
            await SettleAsync();
        }
        await AnswerAsync(asked);
        await AnswerAsync(_server.Receive());
        Assert.Equal(["to a", "to b"], await Task.WhenAll(once, call).WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_makes_way_on_a_new_connection()
    {
        using var cancellation = new CancellationTokenSource();
        Task<string> cancelled = _client.AskAsync("a", cancellation.Token), next = _client.AskAsync("b");
        PairMsg first = _server.Receive();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        PairMsg second = _server.Receive();
        Assert.Equal("b", second.Text);
        Assert.NotEqual(first.RoutingId, second.RoutingId);
        await AnswerAsync(second);
        Assert.Equal("to b", await next.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_whose_connection_is_lost_is_made_again_at_once_and_its_time_goes_on()
    {
        Task<string> call = _client.AskAsync("a");
        _server.Receive();
        for (int i = 0; i < 10; i++)
        {
            await _server.DisposeAsync();
            await BindAsync();
            Assert.Equal("a", _server.Receive().Text);
        }
        for (int i = 0; i < 3; i++)
        {
            Assert.False(call.IsCompleted);
            _clock.Advance(s_timeout);
            await SettleAsync();
        }
        await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(s_patience));
    }

    [Fact]
    public async Task An_action_that_gives_the_connection_up_has_the_call_made_again_once_it_is_done()
    {
        Task<string> call = _client.AskAsync("a");
        PairMsg first = _server.Receive();
        // By then the client has heard that it is connected: what is not there cannot be lost.
        await SettleAsync();
        await _client.InvokeAsync(_client.Lose);
        PairMsg second = _server.Receive();
        Assert.NotEqual(first.RoutingId, second.RoutingId);
        await AnswerAsync(second);
        Assert.Equal("to a", await call.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_to_a_server_that_is_not_there_is_sent_once_when_it_comes()
    {
        await _server.DisposeAsync();
        await SettleAsync();
        Task<string> call = _client.AskAsync("a");
        await SettleAsync();
        _clock.Advance(s_timeout);
        await SettleAsync();
        await BindAsync();
        PairMsg asked = _server.Receive();
        await SettleAsync();
        Assert.False(_server.HasReceived);
        await AnswerAsync(asked);
        Assert.Equal("to a", await call.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_client_that_ends_fails_the_call()
    {
        Task<string> call = _client.AskAsync("a"), waiting = _client.AskAsync("b");
        _server.Receive();
        await _client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => call.WaitAsync(s_patience));
        await Assert.ThrowsAsync<ClientClosedException>(() => waiting.WaitAsync(s_patience));
    }

    [Fact]
    public async Task With_correlation_a_call_is_made_again_with_its_value_on_the_same_connection_beside_others()
    {
        await using var client = new PairClient { Options = { Transport = _transport, TimeProvider = _clock, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(_server.Endpoint);
        Task<string> call = client.AskAgainAsync("a"), other = client.AskAsync("b");
        PairMsg first = _server.Receive(), second = _server.Receive();
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        PairMsg again = _server.Receive();
        Assert.Equal((first.Text, first.Sequence, first.RoutingId), (again.Text, again.Sequence, again.RoutingId));
        await AnswerAsync(second);
        await AnswerAsync(first);
        Assert.Equal(["to a", "to b"], await Task.WhenAll(call, other).WaitAsync(s_patience));
    }

    private async Task BindAsync() => _server = await RouterPeer<PairMsg>.BindAsync(_transport, "inproc://pirates");

    private Task AnswerAsync(PairMsg asked)
        => _server.SendAsync(asked.RoutingId, PairMsg.CreateAnswer(asked.Sequence, asked.Origin, $"to {asked.Text}"));

    private async Task SettleAsync()
    {
        // Posted work comes first in a round, so that one whole round lies between the two.
        await _client.InvokeAsync(() => { });
        await _client.InvokeAsync(() => { });
    }
}
