namespace ZProto.Transport.Tests;

/// <summary>What the suites of a transport have in common.</summary>
public abstract class TransportSuite : IDisposable
{
    private readonly List<LoopThread> _threads = [];
    private ITransport? _transport;

    /// <summary>The transport under test, one per test.</summary>
    protected ITransport Transport => _transport ??= CreateTransport();

    /// <summary>An endpoint of which a bind picks the rest, such as <c>tcp://127.0.0.1:*</c>.</summary>
    protected abstract string AnyEndpoint { get; }

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (LoopThread thread in _threads)
            thread.Dispose();
    }

    protected abstract ITransport CreateTransport();

    protected bool Can(TransportCapabilities capabilities) => Transport.Capabilities.HasFlag(capabilities);

    /// <summary>A loop on a thread of its own, which ends with the test.</summary>
    protected LoopThread NewThread()
    {
        var thread = new LoopThread(Transport);
        _threads.Add(thread);
        return thread;
    }

    /// <summary>A socket on a thread of its own.</summary>
    protected Task<TestSocket> NewSocket(SocketType type, SocketOptions? options = null) => NewThread().Socket(type, options);

    /// <summary>A socket on a thread of its own, connected.</summary>
    protected async Task<TestSocket> NewConnected(SocketType type, string endpoint, SocketOptions? options = null)
    {
        TestSocket socket = await NewSocket(type, options);
        await socket.Connect(endpoint);
        return socket;
    }
}
