using System.Runtime.InteropServices;
using ZProto.Native;
using ZProto.Transports;

namespace ZProto.Load;

/// <summary>
/// The peer in the same run: a bare ROUTER that sends each message back as it came. On libzmq and NetMQ by their own calls, which hand
/// the frames on without looking at them.
/// </summary>
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
        using ITransportSocket router = loop.CreateSocket(SocketType.Router, new SocketOptions());
        _bound.SetResult(router.Bind(endpoint));
        Action answer = router switch
        {
            LibZmqSocket socket => new LibZmqEcho(socket).Answer,
            NetMQLoopSocket socket => new NetMQEcho(socket).Answer,
            _ => new TransportEcho(router).Answer,
        };
        while (!_ending)
        {
            answer();
            loop.Wait(Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class TransportEcho(ITransportSocket router)
    {
        private readonly MultipartMessage _frames = new();
        private readonly byte[] _bytes = new byte[256];

        public void Answer()
        {
            while (router.TryReceive(out ReceivedMessage received))
            {
                ReadOnlySpan<byte> frame = received.Frames.GetFrame(0);
                frame.CopyTo(_bytes);
                _frames.Clear();
                _frames.Add(_bytes.AsMemory(0, frame.Length));
                router.Send(received.RoutingId, _frames);
            }
        }
    }

    private sealed unsafe class LibZmqEcho
    {
        private readonly nint _router;
        private readonly void* _routingId = NativeMemory.Alloc(Zmq.MessageSize);
        private readonly void* _frame = NativeMemory.Alloc(Zmq.MessageSize);

        public LibZmqEcho(LibZmqSocket router)
        {
            _router = router.Handle;
            _ = Zmq.zmq_msg_init(_routingId);
            _ = Zmq.zmq_msg_init(_frame);
        }

        public void Answer()
        {
            while (Zmq.zmq_msg_recv(_routingId, _router, Zmq.DontWait) >= 0)
            {
                if (Zmq.zmq_msg_recv(_frame, _router, Zmq.DontWait) < 0
                    || Zmq.zmq_msg_send(_routingId, _router, Zmq.DontWait | Zmq.SendMore) < 0
                    || Zmq.zmq_msg_send(_frame, _router, Zmq.DontWait) < 0)
                {
                    throw new InvalidOperationException("A request could not be answered.");
                }
            }
        }
    }

    private sealed class NetMQEcho(NetMQLoopSocket router)
    {
        private readonly NetMQ.NetMQSocket _router = router.Item.Socket!;
        private NetMQ.Msg _routingId = Empty();
        private NetMQ.Msg _frame = Empty();

        public void Answer()
        {
            while (_router.TryReceive(ref _routingId, TimeSpan.Zero))
            {
                if (!_router.TryReceive(ref _frame, TimeSpan.Zero)
                    || !_router.TrySend(ref _routingId, TimeSpan.Zero, more: true)
                    || !_router.TrySend(ref _frame, TimeSpan.Zero, more: false))
                {
                    throw new InvalidOperationException("A request could not be answered.");
                }
            }
        }

        private static NetMQ.Msg Empty()
        {
            var part = default(NetMQ.Msg);
            part.InitEmpty();
            return part;
        }
    }
}
