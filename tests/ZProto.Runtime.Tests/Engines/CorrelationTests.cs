using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": which call a reply answers, where the model names a field for it.</summary>
public sealed class CorrelationTests : IAsyncLifetime
{
    // Only bounds a hang.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _book = new();
    private readonly InProcessTransport _transport = new();
    private readonly PairClient _client = new();
    private RouterPeer<PairMsg> _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RouterPeer<PairMsg>.BindAsync(_transport, "inproc://pairs");
        _client.Options.Name = "pair_client";
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
    public async Task Replies_find_their_calls_in_any_order()
    {
        Task<string>[] calls = [_client.AskAsync("a"), _client.AskAsync("b"), _client.AskAsync("c")];
        PairMsg[] asked = [_server.Receive(), _server.Receive(), _server.Receive()];
        Assert.DoesNotContain(asked, message => message.Sequence == 0);
        Assert.Equal(3, asked.Select(message => message.Sequence).Distinct().Count());
        foreach (PairMsg message in asked.Reverse())
            await AnswerAsync(message, $"to {message.Text}");
        Assert.Equal(["to a", "to b", "to c"], await Task.WhenAll(calls));
    }

    [Fact]
    public async Task A_lost_answer_fails_its_own_call_alone()
    {
        Task<string> lost = _client.AskBrieflyAsync("lost");
        _server.Receive();
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAsync<TimeoutException>(() => lost);
        for (int i = 0; i < 100; i++)
        {
            Task<string> call = _client.AskAsync($"{i}");
            await AnswerAsync(_server.Receive(), $"to {i}");
            Assert.Equal($"to {i}", await call.WaitAsync(s_patience));
        }
    }

    [Fact]
    public async Task A_late_answer_is_dropped()
    {
        Task<string> late = _client.AskBrieflyAsync("late");
        PairMsg first = _server.Receive();
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        Task<string> next = _client.AskAsync("next");
        PairMsg second = _server.Receive();
        await AnswerAsync(first, "late");
        await AnswerAsync(first, "and twice");
        await AnswerAsync(second, "next");
        Assert.Equal("next", await next);
        Assert.Contains("Debug: pair_client: no one waits for reply ANSWER; it is dropped", _book.Lines);
    }

    [Fact]
    public async Task All_messages_of_a_call_carry_its_value_and_a_second_answer_is_dropped()
    {
        Task<string> call = _client.AskTwiceAsync("a");
        PairMsg first = _server.Receive();
        Assert.Equal(first.Sequence, _server.Receive().Sequence);
        Task<string> other = _client.AskAsync("b");
        PairMsg second = _server.Receive();
        await AnswerAsync(first, "once");
        await AnswerAsync(first, "twice");
        Assert.Equal("once", await call);
        await AnswerAsync(second, "other");
        Assert.Equal("other", await other);
    }

    [Fact]
    public async Task A_value_in_use_is_not_given_again_and_none_is_left_without_a_call()
    {
        // One byte: 255 values. The first call stays open.
        Task<string> open = _client.AskTwiceAsync("open");
        PairMsg held = _server.Receive();
        _server.Receive();
        for (int i = 0; i < 600; i++)
        {
            Task<string> call = _client.AskAsync("x");
            PairMsg message = _server.Receive();
            Assert.NotEqual(0, message.Sequence);
            Assert.NotEqual(held.Sequence, message.Sequence);
            await AnswerAsync(message, "y");
            await call;
        }
        await AnswerAsync(held, "at last");
        Assert.Equal("at last", await open);
    }

    [Fact]
    public async Task Calls_beyond_the_values_that_there_are_go_without_one()
    {
        List<Task<string>> calls = [];
        var asked = new List<PairMsg>();
        for (int i = 0; i < 256; i++)
        {
            calls.Add(_client.AskAsync($"{i}"));
            asked.Add(_server.Receive());
        }
        Assert.Equal(0, asked[^1].Sequence);
        Assert.Equal(255, asked.Select(message => message.Sequence).Where(value => value != 0).Distinct().Count());
        foreach (PairMsg message in asked)
            await AnswerAsync(message, message.Text);
        Assert.Equal(asked.Select(message => message.Text), await Task.WhenAll(calls));
    }

    [Fact]
    public async Task A_message_with_the_value_zero_goes_to_the_oldest_open_call()
    {
        Task<string> call = _client.AskAsync("a");
        PairMsg asked = _server.Receive();
        await _server.SendAsync(asked.RoutingId, PairMsg.CreateAnswer(0, "server", "uncorrelated"));
        Assert.Equal("uncorrelated", await call);
    }

    [Fact]
    public async Task A_reply_without_a_message_goes_to_the_oldest_open_call()
    {
        Task<string> first = _client.AskAsync("a");
        Task<string> second = _client.AskAsync("b");
        _server.Receive();
        PairMsg asked = _server.Receive();
        await _client.InvokeAsync(() => Assert.True(_client.Answer("by hand")));
        Assert.Equal("by hand", await first);
        await AnswerAsync(asked, "B");
        Assert.Equal("B", await second);
    }

    [Fact]
    public async Task Immediate_methods_take_replies_whatever_their_value()
    {
        Task<string> news = _client.NextNewsAsync();
        Task<string> call = _client.AskAsync("a");
        PairMsg asked = _server.Receive();
        await _server.SendAsync(asked.RoutingId, PairMsg.CreateNews(77, "server", "first"));
        Assert.Equal("first", await news);
        await _server.SendAsync(asked.RoutingId, PairMsg.CreateNews(78, "server", "kept"));
        await AnswerAsync(asked, "A");
        Assert.Equal("A", await call);
        Assert.Equal("kept", await _client.NextNewsAsync());
    }

    [Fact]
    public async Task A_lost_connection_leaves_calls_with_a_value_open()
    {
        Task<string> call = _client.AskBrieflyAsync("a");
        PairMsg asked = _server.Receive();
        // Until it has been told of a connection, there is none to lose.
        await SettleAsync();
        await _client.InvokeAsync(_client.Lose);
        Task<string> next = _client.AskAsync("b");
        PairMsg again = _server.Receive();
        Assert.NotEqual(asked.RoutingId, again.RoutingId);
        Assert.False(call.IsCompleted);
        // A server that knows its requests answers by the new connection.
        await _server.SendAsync(again.RoutingId, PairMsg.CreateAnswer(asked.Sequence, "server", "A"));
        Assert.Equal("A", await call);
        await AnswerAsync(again, "B");
        Assert.Equal("B", await next);
    }

    [Fact]
    public async Task A_methods_own_timeout_takes_the_place_of_the_options()
    {
        Task<string> brief = _client.AskBrieflyAsync("a");
        Task<string> usual = _client.AskAsync("b");
        Task<string> endless = _client.AskTwiceAsync("c");
        for (int i = 0; i < 4; i++)
            _server.Receive();
        _clock.Advance(TimeSpan.FromMilliseconds(499));
        await SettleAsync();
        Assert.False(brief.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Contains("within 0.5 seconds", (await Assert.ThrowsAsync<TimeoutException>(() => brief)).Message, StringComparison.Ordinal);
        Assert.False(usual.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => usual);
        _clock.Advance(TimeSpan.FromDays(1));
        await SettleAsync();
        Assert.False(endless.IsCompleted);
    }

    [Fact]
    public async Task Sent_messages_keep_the_header_of_the_one_before_unless_it_is_given_again()
    {
        await _client.SayAsync("a", origin: "here", sequence: 9);
        await _client.SayAsync("b");
        await _client.SayAsync("c", sequence: 10);
        Assert.Equal(["a 9 here", "b 9 here", "c 10 here"], Enumerable.Range(0, 3).Select(_ => _server.Receive()).Select(message => $"{message.Text} {message.Sequence} {message.Origin}"));
    }

    private Task AnswerAsync(PairMsg asked, string text) => _server.SendAsync(asked.RoutingId, PairMsg.CreateAnswer(asked.Sequence, "server", text));

    private async Task SettleAsync()
    {
        await _client.InvokeAsync(() => { });
        await _client.InvokeAsync(() => { });
    }
}
