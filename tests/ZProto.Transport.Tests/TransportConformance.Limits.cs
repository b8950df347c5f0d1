namespace ZProto.Transport.Tests;

// Bounded queues, and peers that ask too much.
public abstract partial class TransportConformance
{
    // Enough for what a network keeps on the way, be it generous.
    private const int MoreThanFits = 4000;

    private static readonly SocketOptions _narrow = new() { SendHighWatermark = 10, ReceiveHighWatermark = 10 };

    [TransportFact]
    public virtual async Task A_peer_that_never_reads_fills_its_own_queue_and_no_other()
    {
        TestSocket server = await NewRouter(_narrow);
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket idle = await StartClient(endpoint, _narrow), busy = await StartClient(endpoint, _narrow);
        await idle.Send("hello");
        RoutingId id = (await server.Receive()).From;
        int sent = await SendUntilFull(server, id);
        Assert.InRange(sent, 10, MoreThanFits - 1);

        await server.Echo();
        for (int i = 0; i < 100; i++)
            await busy.AssertEcho($"{i}");

        await AssertReceivesWhole(idle, sent);
        await server.SendUntil(SendResult.Sent, id, "the end");
        Assert.Equal("the end", (await idle.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_server_that_never_reads_fills_its_clients_queue()
    {
        TestSocket server = await NewRouter(_narrow);
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint), _narrow);
        int sent = await SendUntilFull(client, RoutingId.Empty);
        Assert.InRange(sent, 10, MoreThanFits - 1);
        await AssertReceivesWhole(server, sent);
        await client.SendUntil(SendResult.Sent, RoutingId.Empty, "the end");
        Assert.Equal("the end", (await server.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task What_a_client_sends_before_there_is_a_server_is_bounded_and_arrives()
    {
        string endpoint = NewEndpoint();
        TestSocket client = await StartClient(endpoint, _narrow);
        int sent = await SendUntilFull(client, RoutingId.Empty);
        Assert.InRange(sent, 10, MoreThanFits - 1);
        TestSocket server = await NewRouter();
        await server.Bind(endpoint);
        await AssertReceivesWhole(server, sent);
    }

    [TransportFact]
    public virtual async Task A_client_without_a_connection_has_no_one_to_send_to()
    {
        TestSocket client = await NewDealer();
        Assert.Equal(SendResult.QueueFull, await client.TrySend("hello"));
        Assert.Equal(SendResult.QueueFull, await client.TrySend("hello|again"));
    }

    [TransportFact]
    public virtual async Task Without_a_limit_nothing_is_full()
    {
        var unlimited = new SocketOptions { SendHighWatermark = 0, ReceiveHighWatermark = 0 };
        TestSocket server = await NewRouter(unlimited);
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint), unlimited);
        await client.Do((_, socket) =>
        {
            MultipartMessage frames = TestSocket.Buffer([1], [2]);
            for (int i = 0; i < 50_000; i++)
                Assert.Equal(SendResult.Sent, socket.Send([], frames));
        });
        await server.Do((loop, socket) =>
        {
            for (int i = 0; i < 50_000; i++)
                Deadline.Receive(loop, socket);
        });
    }

    [TransportFact]
    public virtual async Task What_no_one_reads_is_bounded_by_default()
    {
        const int More = 50_000;
        TestSocket server = await NewRouter();
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket idle = await StartClient(endpoint);
        await idle.Send("hello");
        RoutingId id = (await server.Receive()).From;
        byte[] body = new byte[1_000];
        // What a network keeps on the way is not counted, and room that was made not always given back at once.
        Assert.InRange(await SendUntilFull(server, id, More, body), 9_000, More - 1);
        Assert.InRange(await SendUntilFull(idle, RoutingId.Empty, More, body), 9_000, More - 1);
    }

    [TransportFact]
    public virtual async Task A_message_of_too_many_frames_is_received_as_one_of_none()
    {
        TestSocket server = await NewRouter(new SocketOptions { MaxFrames = 3 });
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send("1|2|3");
        await client.Send("1|2|3|4");
        await client.Send("1|2|3|4|5|6|7|8|9");
        await client.Send("the|end");
        Received first = await server.Receive();
        Assert.Equal("1|2|3", first.Text);
        for (int i = 0; i < 2; i++)
        {
            Received refused = await server.Receive();
            Assert.Empty(refused.Frames);
            Assert.Equal(first.From, refused.From);
        }
        Assert.Equal("the|end", (await server.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_message_may_have_a_thousand_frames_by_default()
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send(RoutingId.Empty, new byte[1_000][].Select(_ => new byte[] { 1 }).ToArray());
        Assert.Equal(1_000, (await server.Receive()).Frames.Length);
        await client.Send(RoutingId.Empty, new byte[1_001][].Select(_ => new byte[] { 1 }).ToArray());
        Assert.Empty((await server.Receive()).Frames);
    }

    [TransportFact]
    public virtual async Task A_peer_that_floods_the_server_does_not_keep_others_from_it()
    {
        TestSocket server = await NewRouter(new SocketOptions { ReceiveHighWatermark = 1000 });
        string endpoint = await server.Bind(AnyEndpoint);
        await server.Handle((socket, received) =>
        {
            if (received.Frames[0].Length > 0)
                socket.Send(received.From.Span, TestSocket.Buffer(received.Frames[0]));
            else
                Thread.SpinWait(500);   // slower than the flood, so that it never ebbs
        });
        TestSocket quiet = await StartClient(endpoint);
        TestSocket flooding = await StartClient(endpoint, new SocketOptions { SendHighWatermark = 1000 });
        bool enough = false;
        Task flood = flooding.Do((_, socket) =>
        {
            MultipartMessage empty = TestSocket.Buffer(Array.Empty<byte>());
            while (!Volatile.Read(ref enough))
                socket.Send([], empty);
        });
        try
        {
            for (int i = 0; i < 20; i++)
                await quiet.AssertEcho($"{i}");
        }
        finally
        {
            Volatile.Write(ref enough, true);
        }
        await flood;
    }

    private static Task<int> SendUntilFull(TestSocket sender, RoutingId to, int most, byte[] body) => sender.Do((_, socket) =>
    {
        MultipartMessage frames = TestSocket.Buffer(body);
        int sent = 0;
        while (sent < most && socket.Send(to.Span, frames) == SendResult.Sent)
            sent++;
        return sent;
    });

    // Sends messages of several frames that say their number, until one does not fit.
    private static Task<int> SendUntilFull(TestSocket sender, RoutingId to) => sender.Do((_, socket) =>
    {
        byte[] ballast = new byte[64 * 1024];
        for (int sent = 0; sent < MoreThanFits; sent++)
        {
            SendResult result = socket.Send(to.Span, TestSocket.Buffer(BitConverter.GetBytes(sent), ballast, [], BitConverter.GetBytes(~sent)));
            if (result == SendResult.QueueFull)
                return sent;
            Assert.Equal(SendResult.Sent, result);
        }
        return MoreThanFits;
    });

    private static Task AssertReceivesWhole(TestSocket receiver, int count) => receiver.Do((loop, socket) =>
    {
        for (int i = 0; i < count; i++)
        {
            byte[][] frames = Deadline.Receive(loop, socket).Frames;
            Assert.Equal(4, frames.Length);
            Assert.Equal(i, BitConverter.ToInt32(frames[0]));
            Assert.Equal(64 * 1024, frames[1].Length);
            Assert.Empty(frames[2]);
            Assert.Equal(~i, BitConverter.ToInt32(frames[3]));
        }
    });
}
