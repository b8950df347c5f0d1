using ZProto.Transports.Sockets;

namespace ZProto.Transport.Tests;

/// <summary>Tests of the sockets transport itself, whose loops end with the test.</summary>
public abstract class SocketsTests : IDisposable
{
    private readonly SocketsTransport _transport = new();
    private readonly List<LoopThread> _threads = [];

    public void Dispose()
    {
        _threads.ForEach(thread => thread.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>A socket on a thread of its own.</summary>
    protected Task<TestSocket> NewSocket(SocketType type, SocketOptions? options = null)
    {
        var thread = new LoopThread(_transport);
        _threads.Add(thread);
        return thread.Socket(type, options);
    }

    /// <summary>A ROUTER that sends everything back, and its endpoint.</summary>
    protected async Task<(TestSocket Server, string Endpoint)> StartEchoServer(SocketOptions? options = null)
    {
        TestSocket server = await NewSocket(SocketType.Router, options);
        await server.Echo();
        return (server, await server.Bind("tcp://127.0.0.1:*"));
    }

    /// <summary>A DEALER that is connected.</summary>
    protected async Task<TestSocket> StartClient(string endpoint, SocketOptions? options = null)
    {
        TestSocket client = await NewSocket(SocketType.Dealer, options);
        await client.Connect(endpoint);
        return client;
    }

    /// <summary>Waits until a server has no more than so many connections.</summary>
    protected static Task WaitForConnections(TestSocket server, int count)
        => Deadline.Until(async () => await server.Do((_, socket) => ((SocketsSocket)socket).ConnectionCount) == count);

    /// <summary>Waits until nothing is left of those that came.</summary>
    protected static Task WaitUntilEmpty(TestSocket server)
        => Deadline.Until(() => server.Do((loop, socket) => socket is SocketsSocket { ConnectionCount: 0, AddressCount: 0 } && loop is SocketsLoop { Lingering: 0, Timers.Count: 0 }));
}
