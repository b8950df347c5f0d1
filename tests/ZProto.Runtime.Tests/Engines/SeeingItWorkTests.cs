using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ZProto.Transport;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>"Seeing it work", sentence by sentence.</summary>
public sealed class SeeingItWorkTests : IAsyncLifetime, IMeterFactory
{
    private readonly HandTurnedClock _clock = new();
    private readonly LogBook _book = new();
    private readonly HelloServer _server = new();
    private readonly Meter _meter = new("ZProto");
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();
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
            _counts.AddOrUpdate(instrument.Name, change, (_, before) => before + change);
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
    public async Task Verbose_animates_state_event_each_action_and_next_state_with_the_log_prefix()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        Assert.Empty(_book.Lines);
        _server.Verbose = true;
        await AskAsync(HelloMsg.CreateHello(2, "you"));
        await _server.InvokeAsync(() => _server.Clients[0].LogPrefix = "prefix");
        await _peer.SendAsync(HelloMsg.CreateWait(3));
        await AskAsync(HelloMsg.CreatePing(4));
        _server.Verbose = false;
        await AskAsync(HelloMsg.CreatePing(5));
        Assert.Equal(
            [
                "Information: client 1: start:",
                "Information: client 1:     HELLO",
                "Information: client 1:         $ greet",
                "Information: client 1:         $ send WORLD",
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
        await _server.InvokeAsync(() => _server.Clients[0].Verbose = true);
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
        Assert.All(_book.Lines, line => Assert.Contains("client 1: event tired means nothing in state start", line, StringComparison.Ordinal));
        Assert.Equal(3, _counts["zproto.events.unhandled"]);
    }

    [Fact]
    public async Task Undecodable_bytes_are_counted_and_logged_at_most_once_a_second_with_the_peer()
    {
        for (int i = 0; i < 3; i++)
            await _peer.SendAsync([1, 2, 3]);
        await AskAsync(HelloMsg.CreatePing(1));
        _clock.Turn(TimeSpan.FromSeconds(1.5));
        await _peer.SendAsync([1, 2, 3]);
        await AskAsync(HelloMsg.CreatePing(2));
        Assert.Equal(2, _book.Lines.Count);
        Assert.StartsWith("Warning: peer 00", _book.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Warning: client 1 sent what is no message", _book.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("2 of that kind were not logged before it", _book.Lines[1], StringComparison.Ordinal);
        Assert.Equal(4, _counts["zproto.messages.malformed"]);
    }

    [Fact]
    public async Task The_meter_counts_clients_messages_octets_and_what_went_wrong()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        await _peer.SendAsync(HelloMsg.CreateWait(2));
        await _peer.SendAsync(HelloMsg.CreateHello(3, "kept"));
        await AskAsync(HelloMsg.CreatePing(4));
        // The last message is counted when it has been sent, and may be here before.
        await _server.InvokeAsync(() => { });
        Assert.Equal(1, _counts["zproto.clients"]);
        Assert.Equal(4, _counts["zproto.messages.received"]);
        Assert.Equal(2, _counts["zproto.messages.sent"]);
        Assert.Equal(14, _counts["zproto.bytes.sent"]);
        Assert.Equal(1, _counts["zproto.messages.kept"]);

        await _server.InvokeAsync(() => _server.SendTo(new RoutingId([1, 2, 3]), HelloMsg.CreatePingOk(1)));
        Assert.Equal(1, _counts["zproto.sends.unreachable"]);
        _server.Post(() => throw new InvalidOperationException());
        _clock.Turn(TimeSpan.FromSeconds(61));
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
        Assert.Equal(1, _counts["zproto.exceptions"]);
        Assert.Equal(0, _counts["zproto.clients"]);
        Assert.Equal(0, _counts["zproto.messages.kept"]);
    }

    private async Task AskAsync(HelloMsg message)
    {
        await _peer.SendAsync(message);
        _peer.Receive();
    }
}
