using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>"Seeing it work", sentence by sentence.</summary>
public sealed class ObservabilityTests : IAsyncLifetime, IMeterFactory
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _book = new();
    private readonly HelloServer _server = new();
    private readonly Meter _meter = new("ZProto");
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentQueue<(string Name, double Seconds)> _times = new();
    private Peer<HelloMsg> _peer = null!;

    public async Task InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, change, tags, _) =>
        {
            Assert.Equal(KeyValuePair.Create<string, object?>("zproto.engine", "HelloServer"), Assert.Single(tags.ToArray()));
            _counts.AddOrUpdate(instrument.Name, change, (_, before) => instrument.IsObservable ? change : before + change);
        });
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
        {
            Assert.Equal(KeyValuePair.Create<string, object?>("zproto.engine", "HelloServer"), Assert.Single(tags.ToArray()));
            _times.Enqueue((instrument.Name, seconds));
        });
        _listener.Start();
        _server.Options.TimeProvider = _clock;
        _server.Options.Transport = new InProcessTransport();
        _server.Options.LoggerFactory = _book;
        _server.Options.MeterFactory = this;
        string endpoint = await _server.BindAsync("inproc://hello");
        _peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport, endpoint);
    }

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _server.DisposeAsync();
        _listener.Dispose();
    }

    Meter IMeterFactory.Create(MeterOptions options)
    {
        Assert.Equal("ZProto", options.Name);
        return _meter;
    }

    void IDisposable.Dispose() => _meter.Dispose();

    [Fact]
    public async Task Verbose_traces_state_event_each_action_and_next_state_with_the_log_prefix()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        Assert.Empty(_book.Lines);
        _server.Verbose = true;
        await AskAsync(HelloMsg.CreateHello(2, "you"));
        await _server.InvokeAsync(() => _server.GetClients()[0].LogPrefix = "prefix");
        await _peer.SendAsync(HelloMsg.CreateWait(3));
        await AskAsync(HelloMsg.CreatePing(4));
        _server.Verbose = false;
        await AskAsync(HelloMsg.CreatePing(5));
        Assert.Equal(
            [
                "Information: HelloServer client 1: start:",
                "Information: HelloServer client 1:     HELLO",
                "Information: HelloServer client 1:         $ greet",
                "Information: HelloServer client 1:         $ send WORLD",
                "Information: prefix: start:",
                "Information: prefix:     WAIT",
                "Information: prefix:         > thinking",
                "Information: prefix:         $ start thinking",
                "Information: prefix: thinking:",
                "Information: prefix:     PING",
                "Information: prefix:         $ send PING-OK",
            ],
            _book.Lines);
    }

    [Fact]
    public async Task Verbose_can_be_on_for_one_client_alone()
    {
        await using Peer<HelloMsg> other = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, "inproc://hello");
        await AskAsync(HelloMsg.CreatePing(1));
        await _server.InvokeAsync(() => _server.GetClients()[0].Verbose = true);
        await AskAsync(HelloMsg.CreatePing(2));
        await other.SendAsync(HelloMsg.CreatePing(3));
        other.Receive();
        Assert.Equal(3, _book.Lines.Count(line => line.Contains("client 1", StringComparison.Ordinal)));
        Assert.DoesNotContain(_book.Lines, line => line.Contains("client 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_internal_event_without_a_row_is_one_warning_per_state_and_event_then_debug()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        for (int i = 0; i < 3; i++)
            await _server.InvokeAsync(() => _server.BroadcastEvent(HelloServer.Event.Tired));
        Assert.Equal("Warning Debug Debug", string.Join(' ', _book.Lines.Select(line => line.Split(':')[0])));
        Assert.All(_book.Lines, line => Assert.Contains("client 1: event tired is not handled in state start", line, StringComparison.Ordinal));
        Assert.Equal(3, _counts["zproto.events.unhandled"]);
    }

    [Fact]
    public async Task Undecodable_bytes_are_counted_and_logged_at_most_once_a_second_with_the_peer()
    {
        for (int i = 0; i < 3; i++)
            await _peer.SendAsync([1, 2, 3]);
        await AskAsync(HelloMsg.CreatePing(1));
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        await _peer.SendAsync([1, 2, 3]);
        await AskAsync(HelloMsg.CreatePing(2));
        Assert.Equal(2, _book.Lines.Count);
        Assert.StartsWith("Warning: Malformed message from peer 00", _book.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Warning: Malformed message from HelloServer client 1: ", _book.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" (2 more of these were not logged)", _book.Lines[1], StringComparison.Ordinal);
        Assert.Equal(4, _counts["zproto.messages.malformed"]);
    }

    [Fact]
    public async Task The_meter_counts_clients_messages_bytes_and_what_went_wrong()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        await _peer.SendAsync(HelloMsg.CreateWait(2));
        await _peer.SendAsync(HelloMsg.CreateHello(3, "kept"));
        await AskAsync(HelloMsg.CreatePing(4));
        // The last message is counted when it has been sent, and may be here before.
        await _server.InvokeAsync(() => { });
        _listener.RecordObservableInstruments();
        Assert.Equal(1, _counts["zproto.clients"]);
        Assert.Equal(4, _counts["zproto.messages.received"]);
        Assert.Equal(2, _counts["zproto.messages.sent"]);
        Assert.Equal(14, _counts["zproto.bytes.sent"]);
        Assert.Equal(1, _counts["zproto.messages.kept"]);
        Assert.True(_counts["zproto.bytes.kept"] > HelloMsg.CreateHello(3, "kept").EncodedSize);

        await _server.InvokeAsync(() => _server.SendTo(new RoutingId([1, 2, 3]), HelloMsg.CreatePingOk(1)));
        Assert.Equal(1, _counts["zproto.sends.unreachable"]);
        _server.Post(() => throw new InvalidOperationException());
        _clock.Advance(TimeSpan.FromSeconds(61));
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
        Assert.Equal(1, _counts["zproto.exceptions"]);
        _listener.RecordObservableInstruments();
        Assert.Equal(0, _counts["zproto.clients"]);
        Assert.Equal(0, _counts["zproto.messages.kept"]);
        Assert.Equal(0, _counts["zproto.bytes.kept"]);
    }

    [Fact]
    public async Task Kept_bytes_are_counted_down_when_their_message_is_taken_up()
    {
        await _peer.SendAsync(HelloMsg.CreateWait(1));
        await _peer.SendAsync(HelloMsg.CreateHello(2, "kept"));
        await _peer.SendAsync(HelloMsg.CreateHello(3, "kept too"));
        await AskAsync(HelloMsg.CreatePing(4));
        _listener.RecordObservableInstruments();
        Assert.True(_counts["zproto.bytes.kept"] > 0);
        await AskAsync(HelloMsg.CreateGoOn(5));
        _peer.Receive();
        _listener.RecordObservableInstruments();
        Assert.Equal(0, _counts["zproto.bytes.kept"]);
    }

    [Fact]
    public async Task Who_listens_later_is_told_of_the_clients_and_kept_messages_that_there_are_now_and_of_no_engine_that_has_ended()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        await _peer.SendAsync(HelloMsg.CreateWait(2));
        await _peer.SendAsync(HelloMsg.CreateHello(3, "kept"));
        await AskAsync(HelloMsg.CreatePing(4));
        await _server.InvokeAsync(() => { });
        var now = new Dictionary<string, long>();
        using var late = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, _meter))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        late.SetMeasurementEventCallback<long>((instrument, value, _, _) => now[instrument.Name] = value);
        late.Start();
        late.RecordObservableInstruments();
        Assert.Equal(1, now["zproto.clients"]);
        Assert.Equal(1, now["zproto.messages.kept"]);
        Assert.True(now["zproto.bytes.kept"] > 0);

        await _server.DisposeAsync();
        now.Clear();
        late.RecordObservableInstruments();
        Assert.Empty(now);
    }

    [Fact]
    public async Task How_long_the_actions_of_an_event_take_is_measured_and_a_hundred_milliseconds_are_a_warning_that_names_them()
    {
        _server.OnGreet = _ => _clock.Advance(TimeSpan.FromMilliseconds(99));
        await AskAsync(HelloMsg.CreateHello(1, "you"));
        Assert.Empty(_book.Lines);
        _server.OnGreet = client =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            client.SetNextEvent(HelloServer.Event.Rested);
        };
        await AskAsync(HelloMsg.CreateHello(2, "you"));
        _peer.Receive();
        Assert.Equal(["Warning: HelloServer client 1: state start, event HELLO: the actions took 250 ms, and the loop did nothing else in the meantime"], _book.Lines);
        await _server.InvokeAsync(() => { });
        Assert.Equal([0.099, 0.25, 0], _times.Where(time => time.Name == "zproto.actions.duration").Select(time => time.Seconds));
    }

    [Fact]
    public async Task How_long_a_round_kept_what_had_come_waiting_is_measured()
    {
        _server.OnGreet = _ => _clock.Advance(TimeSpan.FromSeconds(2));
        await AskAsync(HelloMsg.CreateHello(1, "you"));
        await AskAsync(HelloMsg.CreatePing(2));
        // Both may be read in one round; the round after that one tells.
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
        Assert.Contains(("zproto.loop.lag", 2), _times);
        Assert.All(_times.Where(time => time.Name == "zproto.loop.lag"), time => Assert.True(time.Seconds is 0 or 2));
    }

    [Fact]
    public async Task A_line_that_a_machine_repeats_is_logged_a_hundred_times_a_second_and_summed_up()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        _server.Verbose = true;
        for (uint i = 0; i < 130; i++)
            await AskAsync(HelloMsg.CreatePing(i));
        await AskAsync(HelloMsg.CreateHello(1, "you"));
        Assert.Equal(100, _book.Lines.Count(line => line.EndsWith("    PING", StringComparison.Ordinal)));
        Assert.Single(_book.Lines, line => line.EndsWith("$ greet", StringComparison.Ordinal));
        Assert.DoesNotContain(_book.Lines, line => line.Contains("times more", StringComparison.Ordinal));
        await using Peer<HelloMsg> other = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, "inproc://hello");
        await other.SendAsync(HelloMsg.CreatePing(1));
        other.Receive();
        Assert.Contains("Information: HelloServer client 2:     PING", _book.Lines);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
        Assert.Equal(
            ["Information: HelloServer client 1: 'start' came 31 times more within a second", "Information: HelloServer client 1: 'PING' came 30 times more within a second", "Information: HelloServer client 1: 'send PING-OK' came 30 times more within a second"],
            _book.Lines.Where(line => line.Contains("times more", StringComparison.Ordinal)));
        await AskAsync(HelloMsg.CreatePing(1));
        Assert.Equal(101, _book.Lines.Count(line => line.StartsWith("Information: HelloServer client 1:     PING", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_left_of_a_second_is_summed_up_when_the_server_ends()
    {
        _server.Verbose = true;
        for (uint i = 0; i < 101; i++)
            await AskAsync(HelloMsg.CreatePing(i));
        await _server.DisposeAsync();
        Assert.Contains("Information: HelloServer client 1: 'PING' came 1 times more within a second", _book.Lines);
    }

    private async Task AskAsync(HelloMsg message)
    {
        await _peer.SendAsync(message);
        _peer.Receive();
    }
}
