using System.Diagnostics;

namespace ZProto.Transport.Tests;

/// <summary>What the in-process transport does beyond what every transport must, exactly since nothing lies between the peers.</summary>
public sealed class InProcessTransportTests
{
    private const string Endpoint = "inproc://server";

    private readonly InProcessTransport _transport = new();

    [Fact]
    public void Instances_have_endpoints_of_their_own()
    {
        var other = new InProcessTransport();
        using ITransportLoop loop = _transport.CreateLoop(), same = _transport.CreateLoop(), apart = other.CreateLoop();
        Router(loop).Bind(Endpoint);
        Router(apart).Bind(Endpoint);
        Assert.Throws<TransportException>(() => Router(same).Bind(Endpoint));
    }

    [Fact]
    public void The_shared_instance_is_one()
        => Assert.Same(InProcessTransport.Shared, InProcessTransport.Shared);

    [Fact]
    public void A_picked_name_is_neither_taken_nor_waited_for()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        Router(loop).Bind("inproc://1");
        Dealer(loop).Connect("inproc://2");
        Assert.Equal("inproc://3", Router(loop).Bind("inproc://*"));
    }

    [Fact]
    public void A_client_cannot_connect_to_a_name_that_is_to_be_picked()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        TransportException e = Assert.Throws<TransportException>(() => Dealer(loop).Connect("inproc://*"));
        Assert.Contains("inproc://*", e.Message);
    }

    [Fact]
    public void A_queue_holds_what_sender_and_receiver_allow_together()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket client = Dealer(loop, new SocketOptions { SendHighWatermark = 3, ReceiveHighWatermark = 7 });
        client.Connect(Endpoint);
        Assert.Equal(3, SendUntilFull(client, default));
        ITransportSocket server = Router(loop, new SocketOptions { SendHighWatermark = 5, ReceiveHighWatermark = 2 });
        server.Bind(Endpoint);
        Assert.Equal(2, SendUntilFull(client, default));
        Assert.True(server.TryReceive(out ReceivedMessage received));
        Assert.Equal(12, SendUntilFull(server, new RoutingId(received.RoutingId)));
        Assert.Equal(1, SendUntilFull(client, default));
    }

    [Fact]
    public void Peers_are_received_from_in_turn()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket server = Router(loop), loud = Dealer(loop), quiet = Dealer(loop);
        server.Bind(Endpoint);
        loud.Connect(Endpoint);
        quiet.Connect(Endpoint);
        for (int i = 0; i < 100; i++)
            Send(loud, "loud");
        Assert.Equal("loud", ReceiveText(server));
        Send(quiet, "quiet 1");
        Send(quiet, "quiet 2");
        string[] next = [ReceiveText(server), ReceiveText(server), ReceiveText(server), ReceiveText(server)];
        Assert.Equal(["loud", "quiet 1", "loud", "quiet 2"], next);
    }

    [Fact]
    public void What_a_peer_left_comes_before_what_its_successor_sends()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        var options = new SocketOptions { RoutingId = new RoutingId("alice"u8) };
        ITransportSocket server = Router(loop, new SocketOptions { RouterHandover = false }), first = Dealer(loop, options);
        server.Bind(Endpoint);
        first.Connect(Endpoint);
        for (int i = 0; i < 3; i++)
            Send(first, $"{i}");
        Assert.Equal("0", ReceiveText(server));
        first.Dispose();
        Assert.Equal(SendResult.PeerUnreachable, server.Send("alice"u8, TestSocket.Buffer([1])));
        ITransportSocket second = Dealer(loop, options);
        second.Connect(Endpoint);
        Send(second, "3");
        Assert.Equal(["1", "2", "3"], [ReceiveText(server), ReceiveText(server), ReceiveText(server)]);
        Assert.False(server.TryReceive(out _));
        Assert.Equal(SendResult.Sent, server.Send("alice"u8, TestSocket.Buffer([1])));
        Assert.True(second.TryReceive(out _));
    }

    [Fact]
    public void A_peer_that_was_replaced_is_heard_no_more_and_does_not_take_its_id_back()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        var options = new SocketOptions { RoutingId = new RoutingId("alice"u8) };
        ITransportSocket server = Router(loop), first = Dealer(loop, options), second = Dealer(loop, options);
        server.Bind(Endpoint);
        first.Connect(Endpoint);
        Send(first, "first");
        Send(first, "never heard");
        Assert.Equal("first", ReceiveText(server));
        second.Connect(Endpoint);
        Send(second, "second");
        Send(first, "nor this");
        Assert.Equal("second", ReceiveText(server));
        Assert.False(server.TryReceive(out _));
        Assert.Equal(SendResult.Sent, server.Send("alice"u8, TestSocket.Buffer([1])));
        Assert.True(second.TryReceive(out _));
        Assert.False(first.TryReceive(out _));
        first.Dispose();
        Send(second, "still here");
        Assert.Equal("still here", ReceiveText(server));
    }

    [Fact]
    public void Requests_while_the_server_is_away_wait_for_the_next_one()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket server = Router(loop), client = Dealer(loop);
        server.Bind(Endpoint);
        client.Connect(Endpoint);
        Send(client, "answered never");
        server.Dispose();
        for (int i = 0; i < 3; i++)
            Send(client, $"{i}");
        server = Router(loop);
        server.Bind(Endpoint);
        Assert.Equal(["0", "1", "2"], [ReceiveText(server), ReceiveText(server), ReceiveText(server)]);
        Assert.False(server.TryReceive(out _));
    }

    [Fact]
    public void A_dealer_may_be_bound_and_a_router_may_connect()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket router = Router(loop);
        ITransportSocket dealer = Dealer(loop, new SocketOptions { RoutingId = new RoutingId("dealer"u8) });
        router.Connect(Endpoint);
        Assert.Equal(SendResult.PeerUnreachable, router.Send("dealer"u8, TestSocket.Buffer([1])));
        for (int i = 0; i < 3; i++)
        {
            dealer.Bind(Endpoint);
            Send(dealer, $"round {i}");
            Received round = Receive(router);
            Assert.Equal(($"round {i}", new RoutingId("dealer"u8)), (round.Text, round.From));
            Assert.Equal(SendResult.Sent, router.Send("dealer"u8, TestSocket.Buffer("reply"u8.ToArray())));
            Assert.Equal("reply", ReceiveText(dealer));
            dealer.Dispose();
            dealer = Dealer(loop, new SocketOptions { RoutingId = new RoutingId("dealer"u8) });
        }
    }

    [Fact]
    public void A_socket_may_connect_to_itself()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket socket = Dealer(loop);
        socket.Bind(Endpoint);
        socket.Connect(Endpoint);
        Send(socket, "note to self");
        Assert.Equal("note to self", ReceiveText(socket));
    }

    [Fact]
    public void A_client_too_may_refuse_large_frames_and_is_connected_again()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket server = Router(loop), client = Dealer(loop, new SocketOptions { MaxFrameSize = 10 });
        server.Bind(Endpoint);
        client.Connect(Endpoint);
        Send(client, "hello");
        Received hello = Receive(server);
        Assert.Equal("hello", hello.Text);
        Assert.Equal(SendResult.Sent, server.Send(hello.From.Span, TestSocket.Buffer(new byte[11])));
        Assert.Equal(SendResult.Sent, server.Send(hello.From.Span, TestSocket.Buffer([1])));
        Assert.False(client.TryReceive(out _));
        Assert.Equal(SendResult.PeerUnreachable, server.Send(hello.From.Span, TestSocket.Buffer([1])));
        Send(client, "hello again");
        Received again = Receive(server);
        Assert.Equal("hello again", again.Text);
        Assert.NotEqual(hello.From, again.From);
    }

    [Fact]
    public async Task Comings_and_goings_do_not_end_a_wait()
    {
        var comings = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waited = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            using ITransportLoop loop = _transport.CreateLoop();
            ITransportSocket server = Router(loop);
            server.Bind(Endpoint);
            comings.SetResult();
            long started = Stopwatch.GetTimestamp();
            loop.Wait(TimeSpan.FromMilliseconds(200));
            waited.SetResult(Stopwatch.GetElapsedTime(started));
        });
        thread.Start();
        await comings.Task;
        using (ITransportLoop loop = _transport.CreateLoop())
        {
            for (int i = 0; i < 10; i++)
            {
                using ITransportSocket client = Dealer(loop);
                client.Connect(Endpoint);
            }
        }
        Assert.True(await waited.Task.WaitAsync(Deadline.Span) >= TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Clients_that_come_and_go_on_many_threads_are_answered_by_servers_that_do_so_too()
    {
        using var serverThread = new LoopThread(_transport);
        LoopThread[] clientThreads = [new(_transport), new(_transport), new(_transport)];
        Task clients = Task.WhenAll(clientThreads.Select(async (thread, i) =>
        {
            var options = new SocketOptions { RoutingId = i == 0 ? new RoutingId("alice"u8) : RoutingId.Empty };
            for (int round = 0; round < 200; round++)
            {
                TestSocket client = await thread.Socket(SocketType.Dealer, options);
                await client.Connect(Endpoint);
                await client.SendUntilAnswered($"{i} {round}");
                await client.Dispose();
            }
        }));
        while (!clients.IsCompleted)
        {
            TestSocket server = await serverThread.Socket(SocketType.Router);
            await server.Echo();
            await server.Bind(Endpoint);
            await Task.Yield();
            await server.Dispose();
        }
        await clients;
        foreach (LoopThread thread in clientThreads)
            thread.Dispose();
    }

    [Fact]
    public void A_socket_that_is_disposed_says_so()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        ITransportSocket socket = Dealer(loop);
        socket.Dispose();
        Assert.Throws<ObjectDisposedException>(() => socket.Bind(Endpoint));
        Assert.Throws<ObjectDisposedException>(() => socket.Connect(Endpoint));
        Assert.Throws<ObjectDisposedException>(() => socket.TryReceive(out _));
        Assert.Throws<ObjectDisposedException>(() => socket.Send([], TestSocket.Buffer([1])));
    }

    private static ITransportSocket Router(ITransportLoop loop, SocketOptions? options = null)
        => loop.CreateSocket(SocketType.Router, options ?? new SocketOptions());

    private static ITransportSocket Dealer(ITransportLoop loop, SocketOptions? options = null)
        => loop.CreateSocket(SocketType.Dealer, options ?? new SocketOptions());

    private static void Send(ITransportSocket socket, string text)
        => Assert.Equal(SendResult.Sent, socket.Send([], TestSocket.Buffer(System.Text.Encoding.UTF8.GetBytes(text))));

    private static Received Receive(ITransportSocket socket)
    {
        Received? received = Received.Next(socket);
        Assert.NotNull(received);
        return received;
    }

    private static string ReceiveText(ITransportSocket socket) => Receive(socket).Text;

    private static int SendUntilFull(ITransportSocket socket, RoutingId to)
    {
        for (int sent = 0; ; sent++)
        {
            if (socket.Send(to.Span, TestSocket.Buffer([1])) == SendResult.QueueFull)
                return sent;
        }
    }
}
