using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

public sealed class PythonTests() : PythonConformance(new LibZmqTransport());

/// <summary>The same on the sockets transport.</summary>
public sealed class SocketsPythonTests() : PythonConformance(new SocketsTransport())
{
    private static readonly SocketOptions s_beating = new() { HeartbeatInterval = TimeSpan.FromMilliseconds(50), HeartbeatTimeout = TimeSpan.FromMilliseconds(500), ReportDisconnects = true };

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("curve")]
    public void A_server_of_another_runtime_refuses_once_and_for_all(string mechanism)
    {
        CurveKeyPair serverKeys = LibZmqTransport.GenerateCurveKeyPair(), known = LibZmqTransport.GenerateCurveKeyPair();
        using var peer = new PythonPeer(["answer", "tcp://127.0.0.1:*", .. mechanism switch { "plain" => ["plain", "alice", "secret"], _ => new[] { "curve", known.PublicKey, serverKeys.PublicKey, serverKeys.SecretKey } }]);
        ITransportSocket client = Loop.Dealer(new SocketOptions
        {
            Security = mechanism == "plain" ? new SocketSecurity.PlainClient("alice", "guess") : new SocketSecurity.CurveClient(serverKeys.PublicKey, LibZmqTransport.GenerateCurveKeyPair()),
            ReconnectInterval = TimeSpan.FromMilliseconds(1),
        });
        client.Connect(peer.ReadLine());
        ConnectionEvent told = default;
        Loop.Until(() => client.TryTakeConnectionEvent(out told), "event");
        Assert.Equal(ConnectionEventKind.Refused, told.Kind);
        // Time enough for a hundred attempts more, of which there is none.
        for (int i = 0; i < 10; i++)
            Loop.Wait(TimeSpan.FromMilliseconds(20));
        Assert.False(client.TryTakeConnectionEvent(out _));
        Assert.Equal(SendResult.QueueFull, client.Send("hello"));
    }

    [PythonFact]
    public void A_REQ_of_another_runtime_is_answered()
    {
        ITransportSocket server = Loop.Router();
        using var peer = new PythonPeer("request", server.Bind("tcp://127.0.0.1:*"));
        Task<string> line = Task.Run(peer.ReadLine);
        Loop.Until(() => AnswerAll(server, line), "answer of the peer");
        Assert.Equal("answered", line.GetAwaiter().GetResult());
    }

    [PythonFact]
    public void A_server_that_is_stopped_is_lost_by_its_heartbeats_and_served_by_again()
    {
        using var peer = new PythonPeer("answer", "tcp://127.0.0.1:*");
        ITransportSocket client = Loop.Dealer(s_beating);
        client.Connect(peer.ReadLine());
        Await(client, ConnectionEventKind.Connected);
        AssertStays(client);
        peer.Signal("STOP");
        try
        {
            Await(client, ConnectionEventKind.Disconnected);
        }
        finally
        {
            peer.Signal("CONT");
        }
        Await(client, ConnectionEventKind.Connected);
        Assert.Equal(SendResult.Sent, client.Send("back"));
        Assert.Equal("back", Loop.ReceiveText(client));
    }

    [PythonFact]
    public void A_client_that_is_stopped_is_cut_by_its_heartbeats()
    {
        ITransportSocket server = Loop.Router(s_beating);
        using var peer = new PythonPeer("idle", server.Bind("tcp://127.0.0.1:*"));
        Received hello = Loop.Receive(server);
        AssertStays(server);
        peer.Signal("STOP");
        try
        {
            Await(server, ConnectionEventKind.Disconnected);
            Assert.Equal(SendResult.PeerUnreachable, server.Reply(hello, "gone"));
        }
        finally
        {
            peer.Signal("CONT");
        }
    }

    // Silent, but for its answers to heartbeats, for twice as long as a peer that gives none may be.
    private void AssertStays(ITransportSocket socket)
    {
        var elapsed = System.Diagnostics.Stopwatch.StartNew();
        while (elapsed.ElapsedMilliseconds < 1_200)
            Loop.Wait(TimeSpan.FromMilliseconds(20));
        Assert.False(socket.TryTakeConnectionEvent(out _));
    }

    private void Await(ITransportSocket socket, ConnectionEventKind kind)
    {
        ConnectionEvent told = default;
        Loop.Until(() => socket.TryTakeConnectionEvent(out told), $"{kind}");
        Assert.Equal(kind, told.Kind);
    }
}

/// <summary>Messages to and from a process of another runtime.</summary>
public abstract class PythonConformance(ITransport transport) : IDisposable
{
    private static readonly string[] s_plain = ["plain", "alice", "secret"];

    protected ITransportLoop Loop { get; } = transport.CreateLoop();

    public void Dispose()
    {
        Loop.Dispose();
        GC.SuppressFinalize(this);
    }

    [PythonTheory]
    [InlineData("none")]
    [InlineData("plain")]
    [InlineData("curve")]
    public void A_client_of_another_runtime_is_answered(string mechanism)
    {
        CurveKeyPair serverKeys = LibZmqTransport.GenerateCurveKeyPair(), clientKeys = LibZmqTransport.GenerateCurveKeyPair();
        string endpoint = Serve(mechanism, serverKeys, clientKeys.PublicKey, out ITransportSocket server);
        using var peer = new PythonPeer(["ask", endpoint, .. mechanism switch { "none" => [], "plain" => s_plain, _ => new[] { "curve", serverKeys.PublicKey, clientKeys.PublicKey, clientKeys.SecretKey } }]);
        Task<string> line = Task.Run(peer.ReadLine);
        Loop.Until(() => AnswerAll(server, line, mechanism == "none" ? null : "alice"), "answer of the peer");
        Assert.Equal("answered", line.GetAwaiter().GetResult());
    }

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("curve")]
    public void A_client_of_another_runtime_is_refused(string mechanism)
    {
        CurveKeyPair serverKeys = LibZmqTransport.GenerateCurveKeyPair(), stranger = LibZmqTransport.GenerateCurveKeyPair();
        string endpoint = Serve(mechanism, serverKeys, LibZmqTransport.GenerateCurveKeyPair().PublicKey, out ITransportSocket server);
        using var peer = new PythonPeer(["refuse", endpoint, .. mechanism switch { "plain" => ["plain", "alice", "guess"], _ => new[] { "curve", serverKeys.PublicKey, stranger.PublicKey, stranger.SecretKey } }]);
        Task<string> line = Task.Run(peer.ReadLine);
        Loop.Until(() => line.IsCompleted, "word of the peer");
        Assert.Equal("refused", line.GetAwaiter().GetResult());
        Assert.False(server.TryReceive(out _));
    }

    [PythonTheory]
    [InlineData("none")]
    [InlineData("plain")]
    [InlineData("curve")]
    public void A_server_of_another_runtime_answers(string mechanism)
    {
        CurveKeyPair serverKeys = LibZmqTransport.GenerateCurveKeyPair(), clientKeys = LibZmqTransport.GenerateCurveKeyPair();
        using var peer = new PythonPeer(["answer", "tcp://127.0.0.1:*", .. mechanism switch { "none" => [], "plain" => s_plain, _ => new[] { "curve", clientKeys.PublicKey, serverKeys.PublicKey, serverKeys.SecretKey } }]);
        ITransportSocket client = Loop.Dealer(new SocketOptions
        {
            RoutingId = new RoutingId("ours"u8),
            Security = mechanism switch
            {
                "none" => null,
                "plain" => new SocketSecurity.PlainClient("alice", "secret"),
                _ => new SocketSecurity.CurveClient(serverKeys.PublicKey, clientKeys),
            },
        });
        client.Connect(peer.ReadLine());
        for (int i = 0; i < 500; i++)
            Assert.Equal(SendResult.Sent, client.Send($"{i}", "", new string('x', i * 100)));
        for (int i = 0; i < 500; i++)
            Assert.Equal($"{i}||{new string('x', i * 100)}", Loop.ReceiveText(client));
    }

    /// <summary>Sends back what has come.</summary>
    /// <returns>Whether the peer has said its line.</returns>
    protected static bool AnswerAll(ITransportSocket server, Task<string> line, string? userId = null)
    {
        while (Received.Next(server) is { } request)
        {
            Assert.Equal(userId, request.UserId);
            Assert.Equal(SendResult.Sent, server.Reply(request, Sockets.Buffer(request.Frames)));
        }
        return line.IsCompleted;
    }

    private string Serve(string mechanism, CurveKeyPair serverKeys, string knownKey, out ITransportSocket server)
    {
        var authenticator = new Authenticator(request => request is { UserName: "alice", Password: "secret" } || request.PublicKey == knownKey ? "alice" : null);
        server = Loop.Router(new SocketOptions
        {
            // The peer sends a message of very many.
            MaxFrames = 0,
            Security = mechanism switch
            {
                "none" => null,
                "plain" => new SocketSecurity.PlainServer("", authenticator),
                _ => new SocketSecurity.CurveServer("", serverKeys, authenticator),
            },
        });
        return server.Bind("tcp://127.0.0.1:*");
    }
}
