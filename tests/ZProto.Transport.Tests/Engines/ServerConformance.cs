using Hello;
using Microsoft.Extensions.Time.Testing;
using Steady;
using static ZProto.Transport.Tests.HelloBytes;

namespace ZProto.Transport.Tests;

/// <summary>
/// What a server's clients may do to it without any other noticing, on every transport. The server is generated; what it is sent
/// is made by hand.
/// </summary>
public abstract class ServerConformance : IAsyncLifetime
{
    private const int Large = 64 * 1024 * 1024;

    private readonly List<LoopThread> _threads = [];
    private uint _sequence;

    /// <summary>What the server counts.</summary>
    protected Counts Counts { get; } = new();

    protected HelloServer Server { get; } = new();

    protected string Endpoint { get; private set; } = "";

    /// <summary>A client that only ever asks whether the server is there.</summary>
    protected TestSocket Good { get; private set; } = null!;

    protected abstract string AnyEndpoint { get; }

    /// <summary>How many clients may come and go without a test taking long.</summary>
    protected virtual int ManyClients => 1_000;

    protected abstract ITransport CreateTransport();

    public async Task InitializeAsync()
    {
        Server.Options.Transport = CreateTransport();
        Server.Options.MeterFactory = Counts;
        Server.Options.Socket = new SocketOptions { SendHighWatermark = 1_000, MaxFrameSize = 2 * Large, MaxMessageSize = 4 * Large };
        Endpoint = await Server.BindAsync(AnyEndpoint);
        Good = await ClientAsync();
        await AssertServesAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (LoopThread thread in _threads)
            thread.Dispose();
        await Server.DisposeAsync();
        Counts.Dispose();
        GC.SuppressFinalize(this);
    }

    [TransportFact]
    public async Task An_action_that_throws_ends_its_client_who_may_come_back_and_no_other()
    {
        TestSocket bad = await ClientAsync();
        await bad.Send(default, Greet(1, "Bad"));
        Assert.Equal(World(1, "Hello, Bad! You are number 2."), (await bad.Receive()).Frames[0]);
        await bad.Send(default, Greet(2, HelloServer.Throw));
        await AssertServesAsync();
        await bad.Send(default, Greet(3, "Bad"));
        Assert.Equal(World(3, "Hello, Bad! You are number 3."), (await bad.Receive()).Frames[0]);
        Assert.Equal(1, Counts["zproto.exceptions"]);
    }

    [TransportFact]
    public async Task Events_without_end_are_stopped_and_others_are_served()
    {
        TestSocket bad = await ClientAsync();
        await bad.Send(default, Greet(1, HelloServer.LoopWithoutInput));
        await AssertServesAsync();
        await bad.Send(default, Greet(2, "Bad"));
        Assert.Equal(World(2, "Hello, Bad! You are number 3."), (await bad.Receive()).Frames[0]);
        Assert.Equal(1, Counts["zproto.exceptions"]);
    }

    [TransportFact]
    public async Task A_client_that_floods_keeps_no_one_from_being_served()
    {
        const int MostMessages = 2_000_000;
        TestSocket bad = await ClientAsync();
        MultipartMessage ping = TestSocket.Buffer(Ping(1));
        bool done = false;
        var deadline = new ProgressDeadline();
        Task<int> flood = bad.Do((_, socket) =>
        {
            int sent = 0;
            while (!Volatile.Read(ref done) && sent < MostMessages)
                sent += socket.Send([], ping) == SendResult.Sent ? 1 : 0;
            return sent;
        }, deadline);
        for (int i = 0; i < 200; i++)
        {
            await AssertServesAsync();
            deadline.Step();
        }
        Volatile.Write(ref done, true);
        Assert.NotEqual(0, await flood);
    }

    [TransportFact]
    public async Task Ten_thousand_messages_of_random_bytes_change_nothing()
    {
        TestSocket bad = await ClientAsync();
        var random = new Random(4711);
        for (int batch = 0; batch < 100; batch++)
        {
            // A batch at a time, with the good client's question after each.
            await bad.Do((_, socket) =>
            {
                // Some are messages by chance; with all of their answers the queue would be full.
                while (Received.Next(socket) is not null)
                {
                }
                for (int i = 0; i < 100; i++)
                    socket.Send([], TestSocket.Buffer(RandomFrames(random)));
            });
            await AssertServesAsync();
        }
        await AssertServesAsync(bad);
        Assert.InRange(Counts["zproto.messages.malformed"], 1_000, 10_000);
        Assert.Equal(0, Counts["zproto.exceptions"]);
    }

    [TransportFact]
    public async Task A_message_of_another_signature_is_counted_and_makes_no_client()
    {
        TestSocket bad = await ClientAsync();
        await bad.Send(default, [0xAA, 0xA0, 3, 0, 0, 0, 1]);
        await bad.Send(default, [0xAB, 0xA7, 3, 0, 0, 0, 1]);
        await AssertServesAsync();
        // What two peers sent is read in no order; that another has sent and been answered says only that nothing broke.
        await AssertServesAsync(bad);
        Assert.Equal(2, Counts["zproto.messages.malformed"]);
        Assert.Equal(2, await Server.InvokeAsync(() => Server.GetClients().Count));
    }

    [TransportTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Frames_of_64_MiB_are_read_and_dropped(int frames)
    {
        TestSocket bad = await ClientAsync();
        byte[] noMessage = new byte[Large];
        byte[] message = new byte[Large];
        Ping(7).CopyTo(message.AsSpan());
        await bad.Send(default, [.. Enumerable.Repeat(noMessage, frames)]);
        await AssertServesAsync();
        // Bytes and frames after the last field are ignored.
        await bad.Send(default, [message, .. Enumerable.Repeat(noMessage, frames - 1)]);
        Assert.Equal(PingOk(7), (await bad.Receive()).Frames[0]);
        await AssertServesAsync();
        Assert.Equal(1, Counts["zproto.messages.malformed"]);
    }

    [TransportTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(999)]
    public async Task Empty_frames_are_no_message_and_after_one_they_mean_nothing(int frames)
    {
        TestSocket bad = await ClientAsync();
        byte[][] empty = [.. Enumerable.Repeat(Array.Empty<byte>(), frames)];
        await bad.Send(default, empty);
        await bad.Send(default, [Ping(7), .. empty]);
        Assert.Equal(PingOk(7), (await bad.Receive()).Frames[0]);
        await AssertServesAsync();
        Assert.Equal(1, Counts["zproto.messages.malformed"]);
    }

    [TransportTheory]
    [InlineData(1_001)]
    [InlineData(5_000)]
    public async Task A_message_of_more_frames_than_allowed_is_dropped_and_counted(int frames)
    {
        TestSocket bad = await ClientAsync();
        await bad.Send(default, [Ping(7), .. Enumerable.Repeat(Array.Empty<byte>(), frames - 1)]);
        await bad.Send(default, [Ping(8), .. Enumerable.Repeat(Array.Empty<byte>(), 999)]);
        Assert.Equal(PingOk(8), (await bad.Receive()).Frames[0]);
        await AssertServesAsync();
        Assert.Equal(1, Counts["zproto.messages.refused"]);
    }

    [TransportFact]
    public async Task A_peer_that_never_reads_fills_its_queue_which_ends_its_client_and_others_are_served()
    {
        TestSocket lazy = await ClientAsync(new SocketOptions { ReceiveHighWatermark = 1 });
        MultipartMessage hello = TestSocket.Buffer(Greet(1, new string('x', 200)));
        Task fill = lazy.Do((loop, socket) => Deadline.Await(loop, () =>
        {
            for (int i = 0; i < 1_000; i++)
                socket.Send([], hello);
            return Counts["zproto.clients.ended"] > 0;
        }));
        do
            await AssertServesAsync();
        while (!fill.IsCompleted);
        await fill;
        await AssertServesAsync();
        Assert.Equal(0, Counts["zproto.exceptions"]);
        Assert.NotEqual(0, Counts["zproto.sends.full"]);
    }

    [TransportFact]
    public async Task Peers_that_vanish_with_their_answers_under_way_change_nothing()
    {
        for (int i = 0; i < 50; i++)
        {
            TestSocket bad = await ClientAsync();
            await bad.Do((_, socket) =>
            {
                for (int j = 0; j < 20; j++)
                    socket.Send([], TestSocket.Buffer(Ping(1)));
            });
            await bad.Dispose();
        }
        await AssertServesAsync();
        Assert.Equal(0, Counts["zproto.exceptions"]);
    }

    [TransportFact]
    public async Task A_server_with_as_many_clients_as_allowed_serves_those_and_takes_no_other()
    {
        using var counts = new Counts();
        await using var server = new HelloServer { Options = { Transport = Server.Options.Transport, MeterFactory = counts, MaxClients = 2 } };
        string endpoint = await server.BindAsync(AnyEndpoint);
        TestSocket one = await ClientAsync(endpoint: endpoint), two = await ClientAsync(endpoint: endpoint);
        await AssertServesAsync(one);
        await AssertServesAsync(two);
        TestSocket three = await ClientAsync(endpoint: endpoint);
        await three.Send(default, Ping(1));
        await Deadline.Until(() => counts["zproto.clients.refused"] == 1);
        await AssertServesAsync(one);
        await AssertServesAsync(two);
        Assert.Equal(2, await server.InvokeAsync(() => server.GetClients().Count));
    }

    [TransportFact]
    public async Task A_server_whose_model_has_no_expired_forgets_all_clients_that_are_gone()
    {
        var clock = new FakeTimeProvider();
        await using var server = new SteadyServer { Options = { Transport = Server.Options.Transport, TimeProvider = clock } };
        string endpoint = await server.BindAsync(AnyEndpoint);
        var thread = new LoopThread(Server.Options.Transport!);
        _threads.Add(thread);
        MultipartMessage hello = TestSocket.Buffer(SteadyMsg.CreateHello().ToFrames());
        for (int i = 0; i < ManyClients; i++)
        {
            await thread.Do(loop =>
            {
                using ITransportSocket socket = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
                socket.Connect(endpoint);
                Assert.Equal(SendResult.Sent, socket.Send([], hello));
                Deadline.Receive(loop, socket);
            });
        }
        Assert.Equal(ManyClients, await server.InvokeAsync(() => server.GetClients().Count));
        clock.Advance(server.IdleTimeout);
        await Deadline.Until(async () => await server.InvokeAsync(() => server.GetClients().Count) == 0);
    }

    [TransportFact]
    public async Task A_flood_keeps_no_silent_client_from_expiring()
    {
        var clock = new FakeTimeProvider();
        using var counts = new Counts();
        await using var server = new HelloServer { Options = { Transport = Server.Options.Transport, TimeProvider = clock, MeterFactory = counts } };
        string endpoint = await server.BindAsync(AnyEndpoint);
        TestSocket silent = await ClientAsync(endpoint: endpoint), flooding = await ClientAsync(endpoint: endpoint);
        await AssertServesAsync(silent);
        await AssertServesAsync(flooding);
        // Handled more slowly than it comes, so that the socket is not found empty in the meantime.
        MultipartMessage slow = TestSocket.Buffer(Greet(1, HelloServer.Dawdle));
        bool done = false;
        Task flood = flooding.Do((_, socket) =>
        {
            while (!Volatile.Read(ref done))
                socket.Send([], slow);
        });
        try
        {
            await Deadline.Until(() =>
            {
                clock.Advance(server.ClientTimeout / 10);
                return counts["zproto.clients.expired"] > 0;
            });
        }
        finally
        {
            Volatile.Write(ref done, true);
        }
        await flood;
    }

    /// <summary>Asks, and is answered.</summary>
    protected async Task AssertServesAsync(TestSocket? client = null)
    {
        client ??= Good;
        uint sequence = ++_sequence;
        await client.Send(default, Ping(sequence));
        byte[][] answer;
        // Others of its questions may have been made by chance.
        do
            answer = (await client.Receive()).Frames;
        while (client != Good && !answer[0].AsSpan().SequenceEqual(PingOk(sequence)));
        Assert.Equal(PingOk(sequence), Assert.Single(answer));
    }

    protected async Task<TestSocket> ClientAsync(SocketOptions? options = null, string? endpoint = null)
    {
        var thread = new LoopThread(Server.Options.Transport!);
        _threads.Add(thread);
        TestSocket client = await thread.Socket(SocketType.Dealer, options);
        await client.Connect(endpoint ?? Endpoint);
        return client;
    }

    private static byte[][] RandomFrames(Random random)
    {
        byte[][] frames = new byte[random.Next(1, 5)][];
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i] = new byte[random.Next(300)];
            random.NextBytes(frames[i]);
        }
        // Half of them go deeper: the right signature, and often an id that there is.
        if (random.Next(2) == 0)
            frames[0] = [0xAA, 0xA7, (byte)random.Next(6), .. frames[0]];
        return frames;
    }
}
