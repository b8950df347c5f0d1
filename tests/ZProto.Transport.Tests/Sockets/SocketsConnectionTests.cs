using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using SocketType = ZProto.Transports.SocketType;

namespace ZProto.Transport.Tests;

/// <summary>Connections that come and go, and those that may not come.</summary>
public sealed class SocketsConnectionTests : SocketsTests
{
    [Theory]
    [InlineData(10, 0)]
    [InlineData(0, 10)]
    public async Task Connections_beyond_the_limit_are_closed_and_those_there_are_served(int inAll, int perAddress)
    {
        const int Limit = 10;
        (TestSocket server, string endpoint) = await StartEchoServer(new SocketOptions { MaxConnections = inAll, MaxConnectionsPerAddress = perAddress });
        TestSocket good = await StartClient(endpoint);
        await good.AssertEcho("one");
        var there = new List<RawPeer>();
        for (int i = 1; i < Limit; i++)
            there.Add(await RawPeer.ConnectDealer(endpoint));
        for (int i = 0; i < 200; i++)
        {
            using RawPeer beyond = await RawPeer.Connect(endpoint);
            await beyond.TrySend(Zmtp.Greeting());
            await beyond.WaitForClose();
            await good.AssertEcho($"{i}");
        }
        // One leaves, another may come.
        there[0].Dispose();
        await WaitForConnections(server, Limit - 1);
        using (RawPeer next = await RawPeer.ConnectDealer(endpoint))
            await good.AssertEcho("last");
        there.ForEach(peer => peer.Dispose());
        await good.Dispose();
        await WaitUntilEmpty(server);
    }

    [Fact]
    public async Task A_handshake_has_a_deadline_and_nothing_of_it_stays()
    {
        (TestSocket server, string endpoint) = await StartEchoServer(new SocketOptions { HandshakeTimeout = TimeSpan.FromMilliseconds(200) });
        byte[] bytes = [.. Zmtp.Greeting(), .. Zmtp.Ready()];
        var slow = new List<RawPeer>();
        for (int i = 0; i < bytes.Length; i++)
        {
            slow.Add(await RawPeer.Connect(endpoint));
            await slow[^1].TrySend(bytes[..i]);
        }
        foreach (RawPeer peer in slow)
        {
            await peer.WaitForClose();
            peer.Dispose();
        }
        await WaitUntilEmpty(server);
    }

    [Fact]
    public async Task A_message_of_more_bytes_than_allowed_is_refused_by_the_header_that_says_so()
    {
        (_, string endpoint) = await StartEchoServer(new SocketOptions { MaxMessageSize = 1_000 });
        TestSocket good = await StartClient(endpoint);
        using RawPeer peer = await RawPeer.ConnectDealer(endpoint);
        byte[] largest = [.. Zmtp.Message(new byte[400], more: true), .. Zmtp.Message(new byte[600])];
        await peer.Send(largest);
        Assert.Equal(largest, await peer.ReceiveExactly(largest.Length));
        byte[] larger = [.. Zmtp.Message(new byte[400], more: true), .. Zmtp.Message(new byte[601])];
        // Nothing of the frame that is too much is sent.
        await peer.Send(larger[..^601]);
        await peer.WaitForClose();
        await good.AssertEcho("still served");
    }

    [Fact]
    public async Task A_sealed_message_of_more_bytes_than_allowed_is_refused_as_well()
    {
        CurveKeyPair keys = SocketsTransport.GenerateCurveKeyPair();
        (_, string endpoint) = await StartEchoServer(new SocketOptions { MaxMessageSize = 1_000, Security = new SocketSecurity.CurveServer("", keys, new AdmitAll()) });
        TestSocket client = await StartClient(endpoint, new SocketOptions { Security = new SocketSecurity.CurveClient(keys.PublicKey, SocketsTransport.GenerateCurveKeyPair()) });
        await client.Send(RoutingId.Empty, new byte[400], new byte[600]);
        Assert.Equal([400, 600], (await client.Receive()).Frames.Select(frame => frame.Length));
        Assert.Equal(ConnectionEventKind.Connected, (await client.TakeConnectionEvent()).Kind);
        await client.Send(RoutingId.Empty, new byte[400], new byte[601]);
        Assert.Equal(ConnectionEventKind.Disconnected, (await client.TakeConnectionEvent()).Kind);
    }

    [Fact]
    public async Task What_is_sent_to_peers_that_have_left_reaches_no_other()
    {
        const int Late = 32, Threads = 4;
        int peers = LongRun.Scale(5_000, most: 250_000);
        TestSocket server = await NewSocket(SocketType.Router, new SocketOptions { ReceiveHighWatermark = 0 });
        var asked = new Queue<(RoutingId From, byte[] Number)>();
        await server.Handle((socket, received) =>
        {
            // Once at once, and once when the peer may have left and others have come.
            socket.Send(received.From.Span, TestSocket.Buffer(received.Frames));
            asked.Enqueue((received.From, received.Frames[0]));
            if (asked.Count > Late && asked.Dequeue() is var (from, number))
                socket.Send(from.Span, TestSocket.Buffer(number));
        });
        var address = IPEndPoint.Parse((await server.Bind("tcp://127.0.0.1:*"))["tcp://".Length..]);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() => ComeAndGo(thread), TaskCreationOptions.LongRunning)));
        await WaitUntilEmpty(server);

        void ComeAndGo(int thread)
        {
            byte[] handshake = [.. Zmtp.Greeting(), .. Zmtp.Ready()];
            var random = new Random(thread);
            byte[] received = new byte[4096];
            for (int i = 0; i < peers; i++)
            {
                byte[] expected = Zmtp.Message(BitConverter.GetBytes(((long)thread << 32) + i));
                using var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Deadline.Span.TotalMilliseconds };
                // Ports of connections that end with a reset are free at once.
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Connect(address);
                socket.Send([.. handshake, .. expected]);
                if (random.Next(4) == 0)
                    continue;
                int count = 0, start = -1;
                while (start < 0 || count < start + expected.Length)
                {
                    int read = socket.Receive(received.AsSpan(count));
                    Assert.NotEqual(0, read);
                    count += read;
                    if (start < 0 && count > 65)
                        start = 64 + 2 + received[65];
                }
                count += socket.Available > 0 ? socket.Receive(received.AsSpan(count)) : 0;
                for (int at = start; at + expected.Length <= count; at += expected.Length)
                    Assert.Equal(expected, received[at..(at + expected.Length)]);
            }
        }
    }

    [Fact]
    public async Task Steady_traffic_throws_nothing()
    {
        (TestSocket server, string endpoint) = await StartEchoServer();
        TestSocket client = await StartClient(endpoint);
        await client.AssertEcho("there");
        int serverThread = await server.Do((_, _) => Environment.CurrentManagedThreadId);
        int thrown = 0;
        await client.Do((loop, socket) =>
        {
            int clientThread = Environment.CurrentManagedThreadId;
            AppDomain.CurrentDomain.FirstChanceException += Count;
            try
            {
                MultipartMessage request = TestSocket.Buffer([1, 2, 3]);
                for (int i = 0; i < 10_000; i++)
                {
                    Assert.Equal(SendResult.Sent, socket.Send([], request));
                    while (!socket.TryReceive(out _))
                        loop.Wait(Deadline.Span);
                }
            }
            finally
            {
                AppDomain.CurrentDomain.FirstChanceException -= Count;
            }

            void Count(object? sender, FirstChanceExceptionEventArgs exception)
            {
                if (Environment.CurrentManagedThreadId == clientThread || Environment.CurrentManagedThreadId == serverThread)
                    Interlocked.Increment(ref thrown);
            }
        });
        Assert.Equal(0, thrown);
    }
}
