using ZProto.Transport;

namespace ZProto.Load;

/// <summary>The peer in the same run: a bare ROUTER that sends each message back as it came.</summary>
internal sealed class Echo : IDisposable
{
    private readonly TaskCompletionSource<string> _bound = new();
    private readonly Thread _thread;
    private ITransportLoop? _loop;
    private volatile bool _ending;

    public Echo(ITransport transport, string endpoint)
    {
        _thread = new Thread(() => Run(transport, endpoint)) { IsBackground = true };
        _thread.Start();
    }

    public string Endpoint => _bound.Task.GetAwaiter().GetResult();

    public void Dispose()
    {
        _ending = true;
        _loop!.Wake();
        _thread.Join();
    }

    private void Run(ITransport transport, string endpoint)
    {
        using ITransportLoop loop = _loop = transport.CreateLoop();
        using ITransportSocket router = loop.CreateSocket(SocketKind.Router, new SocketOptions());
        _bound.SetResult(router.Bind(endpoint));
        var frames = new FrameBuffer();
        byte[] octets = new byte[256];
        while (!_ending)
        {
            while (router.TryReceive())
            {
                ReadOnlySpan<byte> frame = router.Received.GetFrame(0);
                frame.CopyTo(octets);
                frames.Clear();
                frames.Add(octets.AsMemory(0, frame.Length));
                router.TrySend(router.ReceivedFrom, frames);
            }
            loop.Wait(Timeout.InfiniteTimeSpan);
        }
    }
}
