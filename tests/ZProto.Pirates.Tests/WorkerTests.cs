using ZProto.Transports;

namespace ZProto.Pirates.Tests;

/// <summary>The worker with a queue that the test plays, on RFC 6, and a clock that the test advances.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly InProcessTransport _transport = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly PirateWorker _worker;
    private RouterPeer<Ppp> _queue = null!;

    public WorkerTests()
        => _worker = new PirateWorker { Options = { Transport = _transport, TimeProvider = _clock, LoggerFactory = _log, DisposeTimeout = TimeSpan.Zero }, Verbose = true };

    public async Task InitializeAsync()
    {
        _queue = await RouterPeer<Ppp>.BindAsync(_transport, "inproc://queue");
        await _worker.OpenAsync(_queue.Endpoint);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _queue.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_says_ready_and_then_a_heartbeat_every_second()
    {
        Assert.Equal(Ppp.MessageId.Ready, _queue.Receive().Id);
        for (int i = 0; i < 2; i++)
        {
            await AdvanceAsync(s_second);
            Assert.Equal(Ppp.MessageId.Heartbeat, _queue.Receive().Id);
        }
    }

    [Fact]
    public async Task A_reply_has_the_address_of_its_request()
    {
        await RequestAsync(_queue.Receive(), 1);
        Assert.Equal("1", Number.Of((await _worker.ReceiveAsync()).Body));
        await _worker.ReplyAsync(Number.ToBody(2));
        Ppp reply = Receive();
        Assert.Equal(Ppp.MessageId.Reply, reply.Id);
        Assert.Equal(["proxy"u8.ToArray(), "client"u8.ToArray()], reply.Address.ToArrays());
        Assert.Equal("2", Number.Of(reply.Body));
    }

    [Fact]
    public async Task Heartbeats_go_on_while_a_request_is_at_work()
    {
        Ppp ready = _queue.Receive();
        await RequestAsync(ready, 1);
        for (int i = 0; i < 10; i++)
        {
            await AdvanceAsync(s_second);
            Assert.Equal(Ppp.MessageId.Heartbeat, _queue.Receive().Id);
            await HeartbeatAsync(ready);
        }
        Assert.Equal(1, Readies);
    }

    [Fact]
    public async Task A_worker_whose_queue_is_silent_for_three_seconds_pauses_for_1_second_then_2_and_no_longer_than_32()
    {
        int readies = 1;
        foreach (int pause in (int[])[1, 2, 4, 8, 16, 32, 32, 32])
        {
            await SilenceAsync(readies, pause);
            readies++;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_message_of_the_queue_makes_the_pause_a_second_again(bool isRequest)
    {
        await SilenceAsync(1, 1);
        await SilenceAsync(2, 2);
        _queue.Receive();
        Receive();
        Ppp ready = Receive();
        if (isRequest)
        {
            await RequestAsync(ready, 1);
            await _worker.ReplyAsync(Number.ToBody(1));
        }
        else
        {
            await HeartbeatAsync(ready);
        }
        await SilenceAsync(3, 1);
    }

    [Fact]
    public async Task A_new_conversation_is_on_a_new_socket()
    {
        Ppp first = _queue.Receive();
        await SilenceAsync(1, 1);
        Ppp second = Receive();
        Assert.Equal(Ppp.MessageId.Ready, second.Id);
        Assert.NotEqual(first.RoutingId, second.RoutingId);
    }

    [Fact]
    public async Task The_reply_to_a_request_of_a_queue_that_was_lost_is_dropped_and_the_worker_takes_no_other_until_then()
    {
        await RequestAsync(_queue.Receive(), 1);
        await _worker.ReceiveAsync();
        await AdvanceAsync(3 * s_second);
        await AdvanceAsync(10 * s_second);
        Assert.Equal(1, Readies);
        await _worker.ReplyAsync(Number.ToBody(1));
        await AdvanceAsync(s_second);
        Assert.Equal(2, Readies);
        Ppp ready = Receive();
        Assert.Equal(Ppp.MessageId.Ready, ready.Id);
        await RequestAsync(ready, 2);
        Assert.Equal("2", Number.Of((await _worker.ReceiveAsync()).Body));
    }

    private int Readies => _log.Lines.Count(line => line.EndsWith("$ send READY", StringComparison.OrdinalIgnoreCase));

    // The queue is silent, and the worker says READY once more after a pause of so many seconds, and not before.
    private async Task SilenceAsync(int readies, int pause)
    {
        await AdvanceAsync((3 * s_second) - TimeSpan.FromMilliseconds(1));
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        await AdvanceAsync((pause * s_second) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(readies, Readies);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(readies + 1, Readies);
    }

    private async Task HeartbeatAsync(Ppp from)
    {
        await _queue.SendAsync(from.RoutingId, Ppp.CreateHeartbeat());
        await SettleAsync();
    }

    private async Task RequestAsync(Ppp from, int number)
    {
        await _queue.SendAsync(from.RoutingId, Ppp.CreateRequest(new FrameList { "proxy"u8, "client"u8 }, Number.ToBody(number)));
        await SettleAsync();
    }

    // The next message that is no heartbeat.
    private Ppp Receive()
    {
        Ppp message;
        do
            message = _queue.Receive();
        while (message.Id == Ppp.MessageId.Heartbeat);
        return message;
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await SettleAsync();
    }

    private async Task SettleAsync()
    {
        for (int i = 0; i < 3; i++)
            await _worker.InvokeAsync(() => { });
    }
}
