using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Messages to and from a process of another runtime.</summary>
public sealed class PythonTests : IDisposable
{
    private static readonly string[] s_plain = ["plain", "alice", "secret"];

    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();

    public void Dispose() => _loop.Dispose();

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
        _loop.Until(() =>
        {
            while (Received.Next(server) is { } request)
            {
                Assert.Equal(mechanism == "none" ? null : "alice", request.UserId);
                Assert.Equal(SendResult.Sent, server.Reply(request, Sockets.Buffer(request.Frames)));
            }
            return line.IsCompleted;
        }, "answer of the peer");
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
        Assert.Equal("refused", peer.ReadLine());
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
        ITransportSocket client = _loop.Dealer(new SocketOptions
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
            Assert.Equal($"{i}||{new string('x', i * 100)}", _loop.ReceiveText(client));
    }

    private string Serve(string mechanism, CurveKeyPair serverKeys, string knownKey, out ITransportSocket server)
    {
        var authenticator = new Authenticator(request => request is { UserName: "alice", Password: "secret" } || request.PublicKey == knownKey ? "alice" : null);
        server = _loop.Router(new SocketOptions
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
