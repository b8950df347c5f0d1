using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>A server at work in a test, with the peers that the test plays. Made by <see cref="TestServer.StartAsync"/>.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TClient">A client's machine.</typeparam>
public sealed class TestServer<TMessage, TClient> : TestEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient<TMessage>
{
    internal TestServer(ServerEngine<TMessage, TClient> server, TestEnvironment environment, string endpoint)
        : base(server, environment, endpoint)
        => Server = server;

    /// <summary>The server.</summary>
    public ServerEngine<TMessage, TClient> Server { get; }

    /// <summary>Connects a peer that the test plays. It ends with the test server, if not before.</summary>
    /// <param name="options">How its socket is set up, such as with a routing id; null for the defaults.</param>
    public TestPeer<TMessage> Connect(SocketOptions? options = null)
    {
        var socket = new TestSocket<TMessage>(Environment, SocketType.Dealer, options ?? new SocketOptions(), MessageRole.Server);
        socket.Socket.Connect(Endpoint);
        return Add(new TestPeer<TMessage>(socket, socket));
    }
}
