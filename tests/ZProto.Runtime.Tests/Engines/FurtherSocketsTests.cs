using ZProto.Transport.Tests;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>The further sockets of a server, <c>&lt;socket&gt;</c> in its model.</summary>
public sealed class FurtherSocketsTests : IAsyncLifetime
{
    private const string Endpoint = "inproc://further";

    private readonly InProcessTransport _transport = new();
    private readonly RecordingLogger _log = new();
    private readonly Counts _counts = new();
    private readonly NewsServer _first, _second;

    public FurtherSocketsTests()
    {
        _first = Create();
        _second = Create();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _counts.Dispose();
    }

    [Fact]
    public async Task Each_socket_is_there_when_OnInitialize_runs_with_its_name_and_type()
    {
        var sockets = new List<(string, SocketType)>();
        await using NewsServer server = Create(starting: server => sockets.AddRange(
            new EngineSocket[] { server.News, server.Feed, server.Wire, server.Relay, server.Jobs, server.Work, server.Upstream, server.SideDoor }
                .Select(socket => (socket.Name, socket.Type))));
        await server.InvokeAsync(() => { });
        Assert.Equal(
            [("news", SocketType.Pub), ("feed", SocketType.XPub), ("wire", SocketType.Sub), ("relay", SocketType.XSub), ("jobs", SocketType.Push), ("work", SocketType.Pull), ("upstream", SocketType.Dealer), ("side door", SocketType.Router)],
            sockets);
    }

    [Fact]
    public async Task What_is_published_comes_to_the_handlers_of_those_who_subscribed()
    {
        await _first.InvokeAsync(() => _first.News.Bind(Endpoint));
        await _second.InvokeAsync(() =>
        {
            _second.Wire.Subscribe(NewsMsg.GetSubscription(NewsMsg.MessageId.News, "oslo"));
            _second.Wire.Connect(Endpoint);
            _second.Relay.Subscribe(NewsMsg.GetSubscription(NewsMsg.MessageId.Alert, ""));
            _second.Relay.Connect(Endpoint);
        });
        await _first.InvokeAsync(() =>
        {
            _first.News.Send(News("bergen", "rain"));
            _first.News.Send(News("oslo", "snow"));
        });
        Assert.Equal("wire News oslo snow", _second.Receive());
        await _first.InvokeAsync(() => _first.News.Send(new NewsMsg { Id = NewsMsg.MessageId.Alert, Topic = "bergen" }));
        Assert.Equal("relay Alert bergen ", _second.Receive());
        await _second.InvokeAsync(() => _second.Wire.Unsubscribe(NewsMsg.GetSubscription(NewsMsg.MessageId.News, "oslo")));
        await _second.InvokeAsync(() => _second.Wire.Subscribe(NewsMsg.GetSubscription(NewsMsg.MessageId.News, "b")));
        await _first.InvokeAsync(() =>
        {
            _first.News.Send(News("oslo", "thaw"));
            _first.News.Send(News("bergen", "rain"));
        });
        Assert.Equal("wire News bergen rain", _second.Receive());
    }

    [Fact]
    public async Task An_xpub_gives_notices_of_subscriptions_to_its_handler()
    {
        await _first.InvokeAsync(() => _first.Feed.Bind(Endpoint));
        await _second.InvokeAsync(() =>
        {
            _second.Wire.Connect(Endpoint);
            _second.Wire.Subscribe(NewsMsg.GetSubscription(NewsMsg.MessageId.News, "oslo"));
        });
        Assert.Equal("feed +News oslo", _first.Receive());
        await _first.InvokeAsync(() => _first.Feed.Send(News("oslo", "snow")));
        Assert.Equal("wire News oslo snow", _second.Receive());
        await _second.DisposeAsync();
        Assert.Equal("feed -News oslo", _first.Receive());
    }

    [Fact]
    public async Task What_is_pushed_comes_to_the_handler_of_a_pull()
    {
        await _first.InvokeAsync(() => _first.Work.Bind(Endpoint));
        await _second.InvokeAsync(() =>
        {
            _second.Jobs.Connect(Endpoint);
            for (uint i = 0; i < 3; i++)
                Assert.Equal(SendResult.Sent, _second.Jobs.Send(JobMsg.CreateJob(i)));
        });
        Assert.Equal(["work 0", "work 1", "work 2"], [_first.Receive(), _first.Receive(), _first.Receive()]);
    }

    [Fact]
    public async Task A_push_without_a_peer_says_that_its_queue_is_full()
    {
        Assert.Equal(SendResult.QueueFull, await _first.InvokeAsync(() => _first.Jobs.Send(JobMsg.CreateJob(1))));
        Assert.Equal(1, _counts["zproto.sends.full"]);
    }

    [Fact]
    public async Task A_dealer_asks_a_router_and_a_server_by_its_further_socket()
    {
        await _first.InvokeAsync(() => _first.SideDoor.Bind(Endpoint));
        string server = await _first.BindAsync("inproc://server");
        await _second.InvokeAsync(() =>
        {
            _second.Upstream.Connect(Endpoint);
            Assert.Equal(SendResult.Sent, _second.Upstream.Send(JobMsg.CreateJob(7)));
        });
        Assert.Equal("side door Job 7", _first.Receive());
        Assert.Equal("upstream Done 7", _second.Receive());
        await _second.InvokeAsync(() =>
        {
            _second.Upstream.Disconnect(Endpoint);
            _second.Upstream.Connect(server);
            _second.Upstream.Send(JobMsg.CreateJob(8));
        });
        Assert.Equal("client 8", _first.Receive());
        Assert.Equal("upstream Done 8", _second.Receive());
        Assert.Equal(SendResult.PeerUnreachable, await _first.InvokeAsync(() => _first.SideDoor.Send(new RoutingId([1]), JobMsg.CreateDone(1))));
    }

    [Fact]
    public async Task What_a_handler_throws_is_logged_and_counted_and_the_next_message_comes()
    {
        await _first.InvokeAsync(() => _first.Work.Bind(Endpoint));
        await _second.InvokeAsync(() =>
        {
            _second.Jobs.Connect(Endpoint);
            _second.Jobs.Send(JobMsg.CreateJob(13));
            _second.Jobs.Send(JobMsg.CreateJob(14));
        });
        Assert.Equal("work 14", _first.Receive());
        Assert.Contains("unlucky", await _log.WaitForAsync("socket work"), StringComparison.Ordinal);
        Assert.Equal(1, _counts["zproto.exceptions"]);
        await AssertServes(_first);
    }

    [Fact]
    public async Task Malformed_messages_are_counted_and_logged_and_reach_no_handler()
    {
        await _first.InvokeAsync(() => _first.Work.Bind(Endpoint));
        using RawSocket raw = await ConnectRaw(SocketType.Push);
        await raw.Send([[1, 2, 3]]);
        await raw.Send([[]]);
        await raw.Send(JobMsg.CreateJob(1).ToFrames());
        Assert.Equal("work 1", _first.Receive());
        Assert.Equal(2, _counts["zproto.messages.malformed"]);
        Assert.Contains("socket work", await _log.WaitForAsync("Malformed message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_too_many_frames_are_refused()
    {
        _first.Options.Socket = new SocketOptions { MaxFrames = 2 };
        await _first.InvokeAsync(() => _first.Work.Bind(Endpoint));
        using RawSocket raw = await ConnectRaw(SocketType.Push);
        await raw.Send([[], [], []]);
        await raw.Send(JobMsg.CreateJob(1).ToFrames());
        Assert.Equal("work 1", _first.Receive());
        Assert.Equal(1, _counts["zproto.messages.refused"]);
    }

    [Fact]
    public async Task What_a_slow_subscriber_misses_is_counted()
    {
        _first.Options.Socket = new SocketOptions { SendHighWatermark = 2 };
        await _first.InvokeAsync(() => _first.News.Bind(Endpoint));
        using RawSocket slow = await ConnectRaw(SocketType.Sub, new SocketOptions { ReceiveHighWatermark = 1 });
        await slow.Do(socket => socket.Subscribe([]));
        await _first.InvokeAsync(() =>
        {
            for (int i = 0; i < 10; i++)
                _first.News.Send(News("oslo", $"{i}"));
            Assert.Equal(7, _first.News.DroppedMessages);
        });
        Assert.Equal(7, _counts["zproto.sends.full"]);
    }

    [Fact]
    public async Task A_flooded_socket_leaves_the_servers_clients_their_turn()
    {
        await _first.InvokeAsync(() => _first.Work.Bind(Endpoint));
        string endpoint = await _first.BindAsync("inproc://server");
        using RawSocket flood = await ConnectRaw(SocketType.Push);
        bool answered = false;
        Task flooding = flood.Do(socket =>
        {
            var frames = new MultipartMessage();
            frames.Add(JobMsg.CreateJob(1).ToFrames()[0]);
            while (!Volatile.Read(ref answered))
                socket.Send([], frames);
        });
        await using (Peer<JobMsg> peer = await Peer<JobMsg>.ConnectAsync(_transport, endpoint))
        {
            await peer.SendAsync(JobMsg.CreateJob(5));
            Assert.Equal(5u, peer.Receive().Number);
        }
        Volatile.Write(ref answered, true);
        await flooding;
    }

    [Fact]
    public async Task Sockets_end_with_their_engine_and_give_their_endpoints_away()
    {
        await _first.InvokeAsync(() => _first.Work.Bind(Endpoint));
        EngineSocket socket = await _first.InvokeAsync(() => (EngineSocket)_first.Work);
        await _first.DisposeAsync();
        await _second.InvokeAsync(() => _second.Work.Bind(Endpoint));
        Assert.Throws<InvalidOperationException>(() => socket.Bind(Endpoint));
    }

    [Fact]
    public async Task Members_of_a_socket_throw_off_the_loop()
    {
        JobMsg message = JobMsg.CreateJob(1);
        PushSocket<JobMsg> jobs = await _first.InvokeAsync(() => _first.Jobs);
        Assert.Throws<InvalidOperationException>(() => jobs.Bind(Endpoint));
        Assert.Throws<InvalidOperationException>(() => jobs.Send(message));
        Assert.Throws<InvalidOperationException>(() => jobs.Secure(null));
    }

    [Fact]
    public async Task An_endpoint_can_be_left_and_bound_again()
    {
        await _first.InvokeAsync(() =>
        {
            Assert.Equal(Endpoint, _first.News.Bind(Endpoint));
            _first.News.Unbind(Endpoint);
            _first.Work.Bind(Endpoint);
            Assert.Throws<TransportException>(() => _first.News.Bind(Endpoint));
        });
    }

    [Fact]
    public async Task An_engine_on_a_transport_without_such_sockets_does_not_start_and_says_which_have_them()
    {
        await using NewsServer server = Create(new SocketsTransport());
        TransportException exception = await Assert.ThrowsAsync<TransportException>(() => server.BindAsync("tcp://127.0.0.1:*"));
        Assert.Contains("PUB", exception.Message);
        Assert.Contains("NetMQTransport", exception.Message);
    }

    [Fact]
    public async Task An_engine_whose_start_fails_leaves_no_socket_behind()
    {
        bool fails = true;
        await using NewsServer server = Create(starting: server =>
        {
            server.Work.Bind(Endpoint);
            if (fails)
                throw new InvalidOperationException("not yet");
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.InvokeAsync(() => { }));
        fails = false;
        await server.InvokeAsync(() => server.Jobs.Connect(Endpoint));
        await server.InvokeAsync(() => server.Jobs.Send(JobMsg.CreateJob(3)));
        Assert.Equal("work 3", server.Receive());
    }

    private static NewsMsg News(string topic, string text) => new() { Id = NewsMsg.MessageId.News, Topic = topic, Text = text };

    private NewsServer Create(ITransport? transport = null, Action<NewsServer>? starting = null)
        => new() { Starting = starting, Options = { Transport = transport ?? _transport, LoggerFactory = _log, MeterFactory = _counts } };

    private async Task AssertServes(NewsServer server)
    {
        await using Peer<JobMsg> peer = await Peer<JobMsg>.ConnectAsync(_transport, await server.BindAsync("inproc://serves"));
        await peer.SendAsync(JobMsg.CreateJob(5));
        Assert.Equal(5u, peer.Receive().Number);
    }

    private Task<RawSocket> ConnectRaw(SocketType type, SocketOptions? options = null) => RawSocket.ConnectAsync(_transport, type, Endpoint, options);
}
