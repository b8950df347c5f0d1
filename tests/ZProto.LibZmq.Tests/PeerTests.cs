using System.Net;
using System.Net.Sockets;
using System.Text;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Peers that vanish, come back, take each other's place, do not read, or are none.</summary>
public sealed class PeerTests : IDisposable
{
    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();
    private readonly SocketFiles _files = new();

    public void Dispose()
    {
        _loop.Dispose();
        _files.Dispose();
    }

    [LibZmqFact]
    public void A_peer_that_never_was_is_unreachable()
    {
        ITransportSocket server = _loop.Router();
        server.Bind("tcp://127.0.0.1:*");
        Assert.Equal(SendResult.PeerUnreachable, server.Send("no one"u8, Sockets.Buffer("hello", "there")));
        Assert.Equal(SendResult.PeerUnreachable, server.Send([], Sockets.Buffer("hello")));
    }

    [LibZmqFact]
    public void A_peer_that_has_vanished_is_unreachable()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        ITransportSocket client = _loop.Dealer();
        client.Connect(endpoint);
        client.Send("I am off");
        Received farewell = _loop.Receive(server);
        client.Dispose();
        _loop.Until(() => server.Reply(farewell, "are", "you", "there?") == SendResult.PeerUnreachable, "loss of the peer");

        ITransportSocket other = _loop.Dealer();
        other.Connect(endpoint);
        other.Send("still here?");
        Assert.Equal("still here?", _loop.ReceiveText(server));
    }

    [LibZmqFact]
    public void A_dealer_without_a_server_has_no_one_to_send_to()
    {
        ITransportSocket client = _loop.Dealer();
        Assert.Equal(SendResult.QueueFull, client.Send("hello", "world"));

        ITransportSocket server = _loop.Router();
        client.Connect(server.Bind("tcp://127.0.0.1:*"));
        Assert.Equal(SendResult.Sent, client.Send("one", "message"));
        Assert.Equal("one|message", _loop.ReceiveText(server));
        Assert.False(server.TryReceive(out _));
    }

    [LibZmqFact]
    public void A_peer_that_does_not_read_has_a_full_queue_and_gets_whole_messages_only()
    {
        ITransportSocket server = _loop.Router(new SocketOptions { SendHighWatermark = 10 });
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        ITransportSocket client = _loop.Dealer(new SocketOptions { ReceiveHighWatermark = 10 });
        client.Connect(endpoint);
        client.Send("ready");
        Received ready = _loop.Receive(server);

        string filler = new('x', 200_000);
        int sent = 0;
        _loop.Until(() =>
        {
            SendResult result;
            while ((result = server.Reply(ready, $"{sent}", filler, "end")) == SendResult.Sent)
                sent++;
            Assert.Equal(SendResult.QueueFull, result);
            return sent > 10;
        }, "full queue");

        // Another peer is not held up by it.
        ITransportSocket other = _loop.Dealer();
        other.Connect(endpoint);
        other.Send("me too");
        Received second = _loop.Receive(server);
        Assert.Equal("me too", second.Text);
        Assert.Equal(SendResult.Sent, server.Reply(second, "gladly"));
        Assert.Equal("gladly", _loop.ReceiveText(other));

        for (int i = 0; i < sent; i++)
        {
            byte[][] frames = _loop.Receive(client).Frames;
            Assert.Equal(3, frames.Length);
            Assert.Equal(Encoding.UTF8.GetBytes($"{i}"), frames[0]);
            Assert.Equal("end"u8, frames[2]);
        }
        _loop.Until(() => server.Reply(ready, "room", "again") == SendResult.Sent, "room in the queue");
        Assert.Equal("room|again", _loop.ReceiveText(client));
    }

    [LibZmqFact]
    public void A_dealer_whose_server_does_not_read_has_a_full_queue()
    {
        ITransportSocket server = _loop.Router(new SocketOptions { ReceiveHighWatermark = 5 });
        ITransportSocket client = _loop.Dealer(new SocketOptions { SendHighWatermark = 5 });
        client.Connect(server.Bind("tcp://127.0.0.1:*"));
        MultipartMessage message = Sockets.Buffer(new byte[100_000], new byte[100_000]);
        int sent = 0;
        _loop.Until(() =>
        {
            while (client.Send([], message) == SendResult.Sent)
                sent++;
            return sent > 5;
        }, "full queue");
        for (int i = 0; i < sent; i++)
            Assert.Equal(2, _loop.Receive(server).Frames.Length);
    }

    [LibZmqFact]
    public void A_peer_takes_the_place_of_another_with_its_routing_id()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        var options = new SocketOptions { RoutingId = new RoutingId("twin"u8) };
        ITransportSocket first = _loop.Dealer(options);
        first.Connect(endpoint);
        first.Send("first");
        Assert.Equal("first", _loop.ReceiveText(server));
        ITransportSocket second = _loop.Dealer(options);
        second.Connect(endpoint);
        second.Send("second");
        Received received = _loop.Receive(server);
        Assert.Equal(("second", options.RoutingId), (received.Text, received.From));
        Assert.Equal(SendResult.Sent, server.Reply(received, "to the second"));
        Assert.Equal("to the second", _loop.ReceiveText(second));
        Assert.False(first.TryReceive(out _));
    }

    [LibZmqFact]
    public void Without_handover_the_first_peer_keeps_its_place()
    {
        ITransportSocket server = _loop.Router(new SocketOptions { RouterHandover = false });
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        var options = new SocketOptions { RoutingId = new RoutingId("twin"u8) };
        ITransportSocket first = _loop.Dealer(options);
        first.Connect(endpoint);
        first.Send("first");
        Assert.Equal("first", _loop.ReceiveText(server));
        ITransportSocket second = _loop.Dealer(options);
        second.Connect(endpoint);
        second.Send("second");
        ITransportSocket witness = _loop.Dealer();
        witness.Connect(endpoint);
        witness.Send("witness");
        Assert.Equal("witness", _loop.ReceiveText(server));
        Assert.Equal(SendResult.Sent, server.Send("twin"u8, Sockets.Buffer("to the first")));
        Assert.Equal("to the first", _loop.ReceiveText(first));
        Assert.False(second.TryReceive(out _));
    }

    [LibZmqTheory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    public void Clients_find_a_server_that_was_started_again(string scheme)
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind(scheme == "tcp" ? "tcp://127.0.0.1:*" : _files.NewIpcEndpoint());
        ITransportSocket[] clients = Enumerable.Range(0, 10).Select(_ => _loop.Dealer(new SocketOptions { ReconnectInterval = TimeSpan.FromMilliseconds(10) })).ToArray();
        foreach (ITransportSocket client in clients)
            client.Connect(endpoint);
        for (int round = 0; round < 5; round++)
        {
            foreach (ITransportSocket client in clients)
            {
                // What went out just before the server ended is lost with it, so that a client asks until it is answered.
                ITransportSocket asking = client;
                _loop.Until(() =>
                {
                    asking.Send("anybody?");
                    _loop.Wait(TimeSpan.FromMilliseconds(5));
                    while (Received.Next(server) is { } request)
                        server.Reply(request, $"round {round}");
                    return Received.Next(asking)?.Text == $"round {round}";
                }, "answer of the new server");
            }
            server.Dispose();
            server = _loop.Router();
            Assert.Equal(endpoint, _loop.BindAgain(server, endpoint));
        }
    }

    [LibZmqFact]
    public void A_client_may_be_there_before_its_server()
    {
        using ITransportLoop elsewhere = new LibZmqTransport().CreateLoop();
        string endpoint;
        using (var place = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp))
        {
            place.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            endpoint = $"tcp://{place.LocalEndPoint}";
        }
        ITransportSocket client = _loop.Dealer(new SocketOptions { ReconnectInterval = TimeSpan.FromMilliseconds(10) });
        client.Connect(endpoint);
        Assert.Equal(SendResult.Sent, client.Send("early"));
        ITransportSocket server = elsewhere.Router();
        server.Bind(endpoint);
        Assert.Equal("early", elsewhere.ReceiveText(server));

        string inproc = Sockets.NewInprocEndpoint();
        ITransportSocket near = _loop.Dealer();
        near.Connect(inproc);
        Assert.Equal(SendResult.Sent, near.Send("early, too"));
        server.Bind(inproc);
        Assert.Equal("early, too", elsewhere.ReceiveText(server));
    }

    [LibZmqFact]
    public void A_peer_that_sends_larger_frames_than_allowed_is_cut_off()
    {
        ITransportSocket server = _loop.Router(new SocketOptions { MaxFrameSize = 1000 });
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        ITransportSocket client = _loop.Dealer();
        client.Connect(endpoint);
        client.Send(new string('x', 1000));
        Received largest = _loop.Receive(server);
        Assert.Equal(1000, largest.Text.Length);
        client.Send(new string('x', 1001));
        _loop.Until(() =>
        {
            Assert.Null(Received.Next(server));
            return server.Reply(largest, "?") == SendResult.PeerUnreachable;
        }, "end of the connection");
    }

    [LibZmqFact]
    public void Random_bytes_at_the_port_leave_the_server_unharmed()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        int port = int.Parse(endpoint[(endpoint.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        ITransportSocket client = _loop.Dealer();
        client.Connect(endpoint);
        byte[] greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]];
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(1, 4000)];
            random.NextBytes(bytes);
            using var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, port);
            try
            {
                // Half of them begin as a peer does.
                if (seed % 2 == 0)
                    socket.Send(greeting);
                socket.Send(bytes);
            }
            catch (SocketException)
            {
                // The server has already had enough.
            }
            if (seed % 20 == 0)
            {
                client.Send($"{seed}");
                Received? received = null;
                _loop.Until(() => (received = Received.Next(server))?.Text == $"{seed}", "message of the proper peer");
                Assert.Equal(SendResult.Sent, server.Reply(received!, "well"));
                Assert.Equal("well", _loop.ReceiveText(client));
            }
        }

        // A newcomer is served after all those before it, so that none of them is still shaking hands when the socket ends: libzmq
        // 4.3 aborts the process when that happens with one who speaks its oldest protocol, as random bytes may.
        ITransportSocket newcomer = _loop.Dealer();
        newcomer.Connect(endpoint);
        newcomer.Send("hello");
        _loop.Until(() => Received.Next(server)?.Text == "hello", "message of the newcomer");
    }

    [LibZmqFact]
    public void A_router_sends_peers_that_come_and_go_whole_messages_only()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        MultipartMessage message = Numbered(40);
        int lost = 0;
        using var peers = new ComingAndGoing(endpoint, rounds: 60, ask: true);
        _loop.Until(() =>
        {
            while (Received.Next(server) is { } request)
            {
                for (int i = 0; i < 200; i++)
                {
                    if (server.Reply(request, message) == SendResult.PeerUnreachable)
                        lost++;
                }
            }
            return peers.Ended;
        }, "end of the peers");
        peers.AssertWhole();
    }

    [LibZmqFact]
    public void A_dealer_sends_peers_that_come_and_go_whole_messages_only()
    {
        ITransportSocket server = _loop.Dealer();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        MultipartMessage message = Numbered(40);
        using var peers = new ComingAndGoing(endpoint, rounds: 60, ask: false);
        _loop.Until(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                if (server.Send([], message) == SendResult.QueueFull)
                    break;
            }
            return peers.Ended;
        }, "end of the peers");
        peers.AssertWhole();
    }

    private static MultipartMessage Numbered(int frames) => Sockets.Buffer(Enumerable.Range(0, frames).Select(i => $"{i} of {frames}").ToArray());

    /// <summary>On a thread of its own: peers that connect, take a few messages, look at each, and vanish while more are under way.</summary>
    private sealed class ComingAndGoing : IDisposable
    {
        private readonly Thread _thread;
        private Exception? _exception;
        private int _messages;

        public ComingAndGoing(string endpoint, int rounds, bool ask)
        {
            _thread = new Thread(() => Run(endpoint, rounds, ask));
            _thread.Start();
        }

        public bool Ended => !_thread.IsAlive;

        public void AssertWhole()
        {
            _thread.Join();
            Assert.Null(_exception);
            Assert.NotEqual(0, _messages);
        }

        public void Dispose() => _thread.Join();

        private void Run(string endpoint, int rounds, bool ask)
        {
            try
            {
                using ITransportLoop loop = new LibZmqTransport().CreateLoop();
                var random = new Random(rounds);
                for (int round = 0; round < rounds; round++)
                {
                    using ITransportSocket peer = loop.Dealer(new SocketOptions { Linger = TimeSpan.Zero });
                    peer.Connect(endpoint);
                    if (ask)
                        peer.Send("send me something");
                    for (int take = random.Next(1, 20); take > 0; take--)
                    {
                        byte[][] frames = loop.Receive(peer).Frames;
                        for (int i = 0; i < 40; i++)
                            Assert.Equal($"{i} of {frames.Length}", Encoding.UTF8.GetString(frames[i]));
                        _messages++;
                    }
                }
            }
            catch (Exception exception)
            {
                _exception = exception;
            }
        }
    }
}
