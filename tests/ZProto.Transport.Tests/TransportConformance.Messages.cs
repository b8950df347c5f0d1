namespace ZProto.Transport.Tests;

// What is in a message, and in which order messages come.
public abstract partial class TransportConformance
{
    [TransportFact]
    public virtual async Task A_request_is_answered()
    {
        TestSocket client = await StartClient(await StartEchoServer());
        await client.AssertEcho("hello");
        await client.AssertEcho("hello again");
    }

    [TransportFact]
    public virtual async Task Ten_thousand_requests_in_flight_come_back_in_order()
    {
        const int count = 10_000;
        TestSocket client = await StartClient(await StartEchoServer());
        await client.Do((_, socket) =>
        {
            var frames = new MultipartMessage();
            for (int i = 0; i < count; i++)
            {
                frames.Clear();
                frames.Add(BitConverter.GetBytes(i));
                Assert.Equal(SendResult.Sent, socket.Send([], frames));
            }
        });
        for (int i = 0; i < count; i++)
            Assert.Equal(i, BitConverter.ToInt32(Assert.Single((await client.Receive()).Frames)));
    }

    [TransportFact]
    public virtual async Task A_thousand_clients_are_each_answered_their_own()
    {
        string endpoint = await StartEchoServer();
        LoopThread thread = NewThread();
        var clients = new TestSocket[ManyClients];
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i] = await thread.Socket(SocketType.Dealer);
            await clients[i].Connect(endpoint);
        }
        await Task.WhenAll(clients.Select((client, i) => client.AssertEcho($"client {i}")));
    }

    [TransportTheory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("||a||")]
    [InlineData("a|b|c")]
    public virtual async Task Frames_come_as_they_went_also_empty_ones(string frames)
    {
        TestSocket client = await StartClient(await StartEchoServer());
        await client.AssertEcho(frames);
        await client.AssertEcho("still in step");
    }

    [TransportFact]
    public virtual async Task A_message_may_have_a_thousand_frames()
    {
        TestSocket client = await StartClient(await StartEchoServer());
        await client.AssertEcho(string.Join('|', Enumerable.Range(0, 1000)));
        await client.AssertEcho("still in step");
    }

    [TransportFact]
    public virtual async Task A_frame_may_have_64_MiB()
    {
        byte[] large = new byte[64 * 1024 * 1024];
        new Random(1).NextBytes(large);
        var unlimited = new SocketOptions { MaxFrameSize = 0, MaxMessageSize = 0 };
        TestSocket client = await StartClient(await StartEchoServer(unlimited), unlimited);
        await client.Send(RoutingId.Empty, [1], large, [2]);
        byte[][] frames = (await client.Receive()).Frames;
        Assert.Equal(3, frames.Length);
        Assert.Equal([1], frames[0]);
        Assert.True(frames[1].AsSpan().SequenceEqual(large));
        Assert.Equal([2], frames[2]);
        await client.AssertEcho("still in step");
    }

    [TransportTheory]
    [InlineData(SocketType.Router)]
    [InlineData(SocketType.Dealer)]
    public virtual async Task A_message_without_frames_is_refused(SocketType kind)
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send("hello");
        RoutingId id = (await server.Receive()).From;
        TestSocket sender = kind == SocketType.Router ? server : client;
        TestSocket receiver = kind == SocketType.Router ? client : server;
        RoutingId to = kind == SocketType.Router ? id : RoutingId.Empty;
        await Assert.ThrowsAsync<ArgumentException>(() => sender.TrySend(to));
        await sender.Send(to, "something");
        Assert.Equal("something", (await receiver.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task What_was_sent_does_not_change_with_the_senders_memory()
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Do((_, socket) =>
        {
            byte[] small = [1], large = new byte[100_000];
            large[^1] = 1;
            MultipartMessage frames = TestSocket.Buffer(small, large);
            Assert.Equal(SendResult.Sent, socket.Send([], frames));
            small[0] = large[^1] = 2;
            frames.Clear();
        });
        byte[][] received = (await server.Receive()).Frames;
        Assert.Equal(1, received[0][0]);
        Assert.Equal(1, received[1][^1]);
    }

    [TransportFact]
    public virtual async Task What_was_received_stays_until_the_next_receive_whatever_else_the_socket_does()
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send("one|two");
        await client.Send("three");
        await server.Do((loop, socket) =>
        {
            ReceivedMessage message;
            while (!socket.TryReceive(out message))
                loop.Wait(Timeout.InfiniteTimeSpan);
            for (int i = 0; i < 100; i++)
                Assert.Equal(SendResult.Sent, socket.Send(message.RoutingId, TestSocket.Buffer([1, 2, 3])));
            loop.Wait(TimeSpan.FromMilliseconds(1));
            var first = Received.Copy(message);
            Assert.Equal("one|two", first.Text);
            Received second = Deadline.Receive(loop, socket);
            Assert.Equal(("three", first.From), (second.Text, second.From));
        });
        Assert.Equal([1, 2, 3], Assert.Single((await client.Receive()).Frames));
    }

    [TransportFact]
    public virtual async Task A_dealer_with_two_servers_sends_to_them_in_turn_and_receives_from_both()
    {
        TestSocket first = await NewRouter(), second = await NewRouter();
        TestSocket client = await StartClient(await first.Bind(AnyEndpoint));
        await client.Connect(await second.Bind(AnyEndpoint));
        foreach (TestSocket server in new[] { first, second })
            await server.Echo();
        var asked = Enumerable.Range(0, 10).Select(i => i.ToString()).ToArray();
        foreach (string text in asked)
            await client.Send(text);
        var answered = new List<string>();
        foreach (string _ in asked)
            answered.Add((await client.Receive()).Text);
        Assert.Equal(asked, answered.Order());
        Assert.Equal(["0", "2", "4", "6", "8"], answered.Where(text => int.Parse(text) % 2 == 0));
        Assert.Equal(["1", "3", "5", "7", "9"], answered.Where(text => int.Parse(text) % 2 == 1));
    }

    [TransportFact]
    public virtual async Task Two_routers_on_one_thread_are_both_served()
    {
        LoopThread thread = NewThread();
        foreach (int _ in new[] { 1, 2 })
        {
            TestSocket server = await thread.Socket(SocketType.Router);
            await server.Echo();
            TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
            await client.AssertEcho("hello");
        }
    }

    [TransportFact]
    public virtual async Task A_server_and_its_client_may_share_a_thread()
    {
        LoopThread thread = NewThread();
        TestSocket server = await thread.Socket(SocketType.Router), client = await thread.Socket(SocketType.Dealer);
        await server.Echo();
        await client.Connect(await server.Bind(AnyEndpoint));
        await client.AssertEcho("hello");
    }
}
