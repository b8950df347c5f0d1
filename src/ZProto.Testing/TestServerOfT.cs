using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>A server at work in a test, with the peers that the test plays. Made by <see cref="TestServer.StartAsync"/>.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TClient">A client's machine.</typeparam>
public sealed class TestServer<TMessage, TClient> : IAsyncDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient<TMessage>
{
    private readonly TestEnvironment _environment;
    private readonly List<TestPeer<TMessage>> _peers = [];

    internal TestServer(ServerEngine<TMessage, TClient> server, TestEnvironment environment, string endpoint)
    {
        Server = server;
        Endpoint = endpoint;
        _environment = environment;
    }

    /// <summary>The server.</summary>
    public ServerEngine<TMessage, TClient> Server { get; }

    /// <summary>The server's clock. <see cref="AdvanceAsync"/> advances it without a race.</summary>
    public FakeTimeProvider Clock => _environment.Clock;

    /// <summary>The transport that the server is on, for clients of your own.</summary>
    public ITransport Transport => _environment.Transport;

    /// <summary>Where the server is bound.</summary>
    public string Endpoint { get; }

    /// <summary>How long an expected message may take in real time before the test fails. Default 10 seconds.</summary>
    public TimeSpan Patience
    {
        get => _environment.Patience;
        set => _environment.Patience = value;
    }

    /// <summary>Connects a peer that the test plays. It ends with the test server, if not before.</summary>
    /// <param name="options">How its socket is set up, such as with a routing id; null for the defaults.</param>
    public TestPeer<TMessage> Connect(SocketOptions? options = null)
    {
        var socket = new TestSocket<TMessage>(_environment, SocketType.Dealer, options ?? new SocketOptions(), MessageRole.Server);
        socket.Socket.Connect(Endpoint);
        var peer = new TestPeer<TMessage>(socket);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>
    /// Completes when the server has done all that it was sent, and all that is due. Work that <c>RunInBackground</c> runs elsewhere is not
    /// waited for.
    /// </summary>
    public Task SettleAsync() => _environment.SettleAsync();

    /// <summary>
    /// Has the server settle, and then advances its clock from one of its timers to the next, settling at each, until the time has passed.
    /// So no message races with the clock, and what happens repeatedly happens each time.
    /// </summary>
    /// <param name="time">How far.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is less than zero.</exception>
    public Task AdvanceAsync(TimeSpan time) => _environment.AdvanceAsync(time);

    /// <summary>Ends the peers and the server.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (TestPeer<TMessage> peer in _peers)
            peer.Dispose();
        await Server.DisposeAsync().ConfigureAwait(false);
    }
}
