using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ZProto.Zyre.Tests;

/// <summary>What a beacon sends and reports, with a fake clock and a network that tests play.</summary>
public sealed class BeaconTests : IAsyncLifetime
{
    private const string Mine = "5a52450100112233445566778899aabbccddeeff";

    private static readonly Guid s_me = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Guid s_ada = Guid.NewGuid(), s_bob = Guid.NewGuid(), s_last = Guid.NewGuid();

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly RecordingSink _sink = new();
    private readonly TestBeaconSocket _socket = new();
    private ZyreBeacon _beacon = null!;

    public Task InitializeAsync()
    {
        _beacon = Create(new ZyreBeaconOptions());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _beacon.DisposeAsync();

    [Fact]
    public async Task It_is_sent_at_the_start_each_second_and_with_port_0_at_the_end()
    {
        await StartAsync();
        Assert.Equal([$"10.255.255.255 {Mine}c001"], _socket.Sent);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Single(_socket.Sent);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, _socket.Sent.Count);
        await _beacon.DisposeAsync();
        Assert.Equal($"10.255.255.255 {Mine}0000", _socket.Sent[^1]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4, _socket.Sent.Count);
        Assert.True(_socket.IsDisposed);
    }

    // What is news, its mesh knows.
    [Fact]
    public async Task Each_beacon_of_a_peer_is_reported_with_where_its_datagram_came_from()
    {
        await StartAsync();
        _socket.Deliver(s_ada, 49152, "10.0.0.7");
        _socket.Deliver(s_bob, 5671, "10.0.0.8");
        _socket.Deliver(s_ada, 49152, "10.0.0.7");
        _socket.Deliver(s_ada, 1, "10.0.0.9");
        await AssertReportedAsync(
            $"{s_ada} tcp://10.0.0.7:49152", $"{s_bob} tcp://10.0.0.8:5671", $"{s_ada} tcp://10.0.0.7:49152", $"{s_ada} tcp://10.0.0.9:1");
    }

    [Fact]
    public async Task A_peer_that_says_port_0_has_left_and_may_come_back()
    {
        await StartAsync();
        _socket.Deliver(s_ada, 1);
        _socket.Deliver(s_ada, 0);
        _socket.Deliver(s_ada, 1);
        await AssertReportedAsync($"{s_ada} tcp://10.0.0.1:1", $"{s_ada} left", $"{s_ada} tcp://10.0.0.1:1");
    }

    // It may be known by its HELLO.
    [Fact]
    public async Task A_peer_that_was_not_heard_before_can_leave()
    {
        await StartAsync();
        _socket.Deliver(s_ada, 0);
        await AssertReportedAsync($"{s_ada} left");
    }

    [Fact]
    public async Task What_is_not_a_beacon_or_its_own_is_ignored()
    {
        await StartAsync();
        byte[] beacon = [.. "ZRE\x01"u8, .. s_ada.ToByteArray(), 1, 1];
        foreach (byte[] other in (byte[][])[[], [0], beacon[..^1], [.. beacon, 0], [.. "ZRE\x03"u8, .. beacon[4..]], new byte[22], new byte[65_507]])
            _socket.Deliver(other, "10.0.0.1");
        _socket.Deliver(s_me, 49153);
        _socket.Deliver(s_me, 0);
        await AssertReportedAsync();
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_network_that_is_down_is_logged_once_a_second_at_most_and_tried_again()
    {
        _beacon = Create(new ZyreBeaconOptions { Interval = TimeSpan.FromMilliseconds(100) });
        _socket.IsDown = true;
        await StartAsync();
        for (int i = 0; i < 19; i++)
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(20, _socket.Sent.Count);
        Assert.Equal(2, _log.Lines.Count);
        Assert.StartsWith($"Warning: The beacon of {s_me} could not be sent to 10.255.255.255:5670: ", _log.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" (9 more of these were not logged)", _log.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_again_a_second_after_an_error()
    {
        await StartAsync();
        _socket.Fail(SocketError.ConnectionReset);
        _socket.Fail(SocketError.MessageSize);
        _socket.Deliver(s_ada, 1);
        Assert.StartsWith("Warning: Beacons cannot be received: ", await _log.WaitForAsync("received"), StringComparison.Ordinal);
        Assert.Equal(0, _sink.Count);
        Task<string> report = _sink.NextAsync();
        while (!report.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(report, Task.Delay(1));
        }
        Assert.Equal($"{s_ada} tcp://10.0.0.1:1", await report);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public async Task Neither_a_sink_nor_a_logger_that_throws_ends_the_search()
    {
        _beacon = Create(new ZyreBeaconOptions { LoggerFactory = new ThrowingLogger() });
        _socket.IsDown = true;
        _sink.OnReport = () => throw new InvalidOperationException("no");
        await StartAsync();
        _socket.Deliver(s_ada, 1);
        _socket.Deliver(s_ada, 0);
        await AssertReportedAsync($"{s_ada} tcp://10.0.0.1:1", $"{s_ada} left");
    }

    [Fact]
    public async Task A_sink_that_throws_is_logged()
    {
        _sink.OnReport = () => throw new InvalidOperationException("no");
        await StartAsync();
        _socket.Deliver(s_ada, 1);
        Assert.Equal("Error: What was told of a beacon threw; the search goes on [no]", await _log.WaitForAsync("threw"));
    }

    [Fact]
    public async Task The_sink_may_end_it_and_is_not_called_any_more()
    {
        await StartAsync();
        _sink.OnReport = () => Assert.True(_beacon.DisposeAsync().IsCompleted);
        _socket.Deliver(s_ada, 1);
        _socket.Deliver(s_bob, 2);
        Assert.Equal($"{s_ada} tcp://10.0.0.1:1", await _sink.NextAsync());
        await _beacon.DisposeAsync();
        Assert.Equal(0, _sink.Count);
        Assert.EndsWith("0000", _socket.Sent[^1], StringComparison.Ordinal);
        Assert.Equal(2, _socket.Sent.Count);
    }

    [Fact]
    public async Task What_comes_as_it_ends_is_not_reported()
    {
        _socket.Arrived = () => Assert.True(_beacon.DisposeAsync().IsCompleted);
        await StartAsync();
        _socket.Deliver(s_ada, 1);
        await _beacon.Receiving.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(_socket.IsDisposed);
        Assert.Equal(0, _sink.Count);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task It_is_started_once_and_not_after_its_end()
    {
        await StartAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(StartAsync);
        await _beacon.DisposeAsync();
        await _beacon.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(StartAsync);
        Assert.Equal(2, _socket.Sent.Count);

        ZyreBeacon never = Create(new ZyreBeaconOptions());
        await never.DisposeAsync();
        Assert.Equal(2, _socket.Sent.Count);
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await Create(new ZyreBeaconOptions()).StartAsync(_sink, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreBeaconOptions { Port = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreBeaconOptions { Port = 65_536 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreBeaconOptions { Interval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreBeaconOptions { Interval = TimeSpan.MaxValue });
        Assert.Throws<ArgumentException>(() => new ZyreBeaconOptions { Destinations = [IPAddress.IPv6Loopback] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreBeacon(s_me, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreBeacon(s_me, 65_536));
    }

    private ZyreBeacon Create(ZyreBeaconOptions options) => new(
        s_me,
        49153,
        options with { Destinations = [IPAddress.Parse("10.255.255.255")], TimeProvider = _clock, LoggerFactory = options.LoggerFactory ?? _log },
        _ => _socket);

    private async Task StartAsync() => await _beacon.StartAsync(_sink, CancellationToken.None);

    // A last peer shows that all before it was handled.
    private async Task AssertReportedAsync(params string[] reports)
    {
        _socket.Deliver(s_last, 0);
        foreach (string report in reports)
            Assert.Equal(report, await _sink.NextAsync());
        Assert.Equal($"{s_last} left", await _sink.NextAsync());
    }

    private sealed class ThrowingLogger : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => throw new InvalidOperationException("full");

        public bool IsEnabled(LogLevel logLevel) => throw new InvalidOperationException("full");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
