using System.Text;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Messages between a ROUTER and DEALERs.</summary>
public sealed class MessageTests : IDisposable
{
    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();
    private readonly SocketFiles _files = new();

    public static TheoryData<string> Endpoints => new() { "tcp://127.0.0.1:*", "tcp://*:*", "inproc", "ipc" };

    public void Dispose()
    {
        _loop.Dispose();
        _files.Dispose();
    }

    [LibZmqTheory]
    [MemberData(nameof(Endpoints))]
    public void A_message_goes_there_and_back_with_all_its_frames(string kind)
    {
        (ITransportSocket server, ITransportSocket client) = Connected(kind);
        Assert.Equal(SendResult.Sent, client.Send("hello", "", "world"));
        Received request = _loop.Receive(server);
        Assert.Equal("hello||world", request.Text);
        Assert.False(request.From.IsEmpty);
        Assert.Equal(SendResult.Sent, server.Reply(request, "", "greetings", ""));
        Received reply = _loop.Receive(client);
        Assert.Equal("|greetings|", reply.Text);
        Assert.True(reply.From.IsEmpty);
    }

    [LibZmqFact]
    public void Messages_in_flight_keep_their_order()
    {
        const int Messages = 20_000;
        (ITransportSocket server, ITransportSocket client) = Connected();
        int answered = 0;
        int sent = 0;
        _loop.Until(() =>
        {
            for (; sent < Messages && sent - answered < 500; sent++)
                Assert.Equal(SendResult.Sent, client.Send($"{sent}"));
            while (Received.Next(server) is { } request)
                Assert.Equal(SendResult.Sent, server.Reply(request, Sockets.Buffer(request.Frames)));
            for (; Received.Next(client) is { } answer; answered++)
                Assert.Equal($"{answered}", answer.Text);
            return answered == Messages;
        }, "last answer");
    }

    [LibZmqTheory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(8192)]
    [InlineData(65_536)]
    [InlineData(64 * 1024 * 1024)]
    public void A_frame_of_any_size_arrives_as_it_was(int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        (ITransportSocket server, ITransportSocket client) = Connected();
        Assert.Equal(SendResult.Sent, client.Send([], Sockets.Buffer(content)));
        Received request = _loop.Receive(server);
        Assert.True(Assert.Single(request.Frames).AsSpan().SequenceEqual(content));
        Assert.Equal(SendResult.Sent, server.Reply(request, Sockets.Buffer(content)));
        Assert.True(_loop.Receive(client).Frames[0].AsSpan().SequenceEqual(content));
    }

    [LibZmqTheory]
    [InlineData(2)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void A_message_of_very_many_frames_arrives_whole_and_short_ones_after_it(int count)
    {
        (ITransportSocket server, ITransportSocket client) = Connected();
        string[] frames = Enumerable.Range(0, count).Select(i => i % 3 == 0 ? "" : $"frame {i} {new string('x', i % 50)}").ToArray();
        Assert.Equal(SendResult.Sent, client.Send(frames));
        Assert.Equal(SendResult.Sent, client.Send("short"));
        Assert.Equal(SendResult.Sent, client.Send(frames));
        Received request = _loop.Receive(server);
        Assert.Equal(frames, request.Frames.Select(Encoding.UTF8.GetString));
        Assert.Equal(SendResult.Sent, server.Reply(request, frames));
        Assert.Equal("short", _loop.ReceiveText(server));
        Assert.Equal(count, _loop.Receive(server).Frames.Length);
        Assert.Equal(string.Join('|', frames), _loop.ReceiveText(client));
    }

    [LibZmqFact]
    public void A_receive_takes_the_place_of_the_message_before_also_where_nothing_came()
    {
        (ITransportSocket server, ITransportSocket client) = Connected();
        client.Send("a", "b", "c");
        client.Send("d");
        Assert.Equal("a|b|c", _loop.ReceiveText(server));
        ReceivedMessage second;
        var deadline = new Sockets.Deadline("second message");
        while (!server.TryReceive(out second))
        {
            _loop.Wait(TimeSpan.FromMilliseconds(20));
            deadline.Check();
        }
        Assert.Equal("d", Received.Copy(second).Text);
        IMultipartMessage frames = second.Frames;
        Assert.Throws<ArgumentOutOfRangeException>(() => frames.GetFrame(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => frames.GetFrame(-1));
        Assert.False(server.TryReceive(out ReceivedMessage none));
        Assert.Equal(0, frames.Count);
        Assert.Null(second.PeerAddress);
        Assert.Null(second.UserId);
        Assert.Equal(0, none.Frames.Count);
        Assert.True(none.RoutingId.IsEmpty);
        Assert.Null(none.PeerAddress);
        Assert.Null(none.UserId);
    }

    [LibZmqFact]
    public void A_message_without_frames_cannot_be_sent()
    {
        (ITransportSocket server, ITransportSocket client) = Connected();
        Assert.Throws<ArgumentException>(() => client.Send());
        Assert.Throws<ArgumentException>(() => server.Send([1], new MultipartMessage()));
        Assert.Throws<ArgumentException>(() => client.Send([1], Sockets.Buffer("to no one")));
    }

    [LibZmqFact]
    public void A_server_has_a_thousand_connections()
    {
        const int Peers = 1000;
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        using ITransportLoop clients = new LibZmqTransport().CreateLoop();
        ITransportSocket[] dealers = Enumerable.Range(0, Peers).Select(_ => clients.Dealer()).ToArray();
        for (int i = 0; i < Peers; i++)
        {
            dealers[i].Connect(endpoint);
            dealers[i].Send($"from {i}");
        }

        var ids = new HashSet<RoutingId>();
        _loop.Until(() =>
        {
            while (Received.Next(server) is { } request)
            {
                Assert.True(ids.Add(request.From));
                Assert.Equal(SendResult.Sent, server.Reply(request, "answer " + request.Text));
            }
            return ids.Count == Peers;
        }, "message of every peer");
        for (int i = 0; i < Peers; i++)
            Assert.Equal($"answer from {i}", clients.ReceiveText(dealers[i]));
    }

    [LibZmqFact]
    public void A_dealer_names_itself_and_several_sockets_share_a_loop()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        byte[] longest = Enumerable.Range(1, 255).Select(i => (byte)i).ToArray();
        foreach (byte[] id in new[] { [7], "peer"u8.ToArray(), longest })
        {
            ITransportSocket client = _loop.Dealer(new SocketOptions { RoutingId = new RoutingId(id) });
            client.Connect(endpoint);
            client.Send("who am I?");
            Received question = _loop.Receive(server);
            Assert.Equal(("who am I?", new RoutingId(id)), (question.Text, question.From));
            Assert.Equal(SendResult.Sent, server.Send(id, Sockets.Buffer("you")));
            Assert.Equal("you", _loop.ReceiveText(client));
        }
    }

    [LibZmqTheory]
    [InlineData("tcp://127.0.0.1:*", "127.0.0.1")]
    [InlineData("inproc", null)]
    public void The_address_of_a_peer_is_known_over_tcp(string kind, string? address)
    {
        (ITransportSocket server, ITransportSocket client) = Connected(kind);
        Received? received = null;
        for (int i = 0; i < 20; i++)
        {
            client.Send("hello", "world");
            client.Send("again");
            for (int message = 0; message < 2; message++)
            {
                // Some are received after a poll and some without, which libzmq keeps in different places.
                if (i % 2 == 0)
                    _loop.Wait(TimeSpan.FromSeconds(30));
                received = _loop.Receive(server);
                Assert.Equal(address, received.Address);
                Assert.Null(received.UserId);
            }
        }
        Assert.Equal(SendResult.Sent, server.Reply(received!, "well"));
        Assert.Equal(address, _loop.Receive(client).Address);
    }

    [LibZmqFact]
    public void Over_IPv6_a_peer_is_reached_where_the_system_has_it()
    {
        var options = new SocketOptions { IPv6 = true };
        ITransportSocket server = _loop.Router(options);
        if (!System.Net.Sockets.Socket.OSSupportsIPv6 || !HasLoopback())
            return;
        string endpoint = server.Bind("tcp://[::1]:*");
        Assert.StartsWith("tcp://[::1]:", endpoint, StringComparison.Ordinal);
        ITransportSocket client = _loop.Dealer(options);
        client.Connect(endpoint);
        client.Send("six");
        Received six = _loop.Receive(server);
        Assert.Equal(("six", "::1"), (six.Text, six.Address));

        static bool HasLoopback() => System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Any(address => address.Address.Equals(System.Net.IPAddress.IPv6Loopback));
    }

    [LibZmqFact]
    public void Nothing_is_allocated_for_a_round_trip_once_it_has_run()
    {
        (ITransportSocket server, ITransportSocket client) = Connected();
        MultipartMessage request = Sockets.Buffer(new byte[20], new byte[2000], []);
        MultipartMessage reply = Sockets.Buffer(new byte[500]);
        for (int i = 0; i < 200; i++)
            RoundTrip();
        // A collection, which any test can cause, counts what is left of a thread's allocation context as allocated. A measurement
        // with one in it says nothing, and is made again.
        long allocated;
        int collections;
        int attempts = 0;
        do
        {
            collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
                RoundTrip();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        while (allocated != 0 && GC.CollectionCount(0) != collections && ++attempts < 50);
        Assert.Equal(0, allocated);

        void RoundTrip()
        {
            if (client.Send([], request) != SendResult.Sent)
                throw new InvalidOperationException("not sent");
            ReceivedMessage received;
            while (!server.TryReceive(out received))
                _loop.Wait(TimeSpan.FromSeconds(30));
            int bytes = 0;
            for (int i = 0; i < received.Frames.Count; i++)
                bytes += received.Frames.GetFrame(i).Length;
            if (bytes != 2020 || server.Send(received.RoutingId, reply) != SendResult.Sent)
                throw new InvalidOperationException("not answered");
            _loop.Wake();
            while (!client.TryReceive(out _))
                _loop.Wait(Timeout.InfiniteTimeSpan);
        }
    }

    private (ITransportSocket Server, ITransportSocket Client) Connected(string kind = "tcp://127.0.0.1:*")
    {
        string wanted = kind switch
        {
            "inproc" => Sockets.NewInprocEndpoint(),
            "ipc" => _files.NewIpcEndpoint(),
            _ => kind,
        };
        var unlimited = new SocketOptions { MaxFrameSize = 0, MaxFrames = 0 };
        ITransportSocket server = _loop.Router(unlimited);
        string endpoint = server.Bind(wanted);
        ITransportSocket client = _loop.Dealer(unlimited);
        client.Connect(endpoint.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        return (server, client);
    }
}
