using ZProto.Transports;

namespace ZProto.Benchmarks;

/// <summary>A transport whose ROUTER receives one request of one peer as often as it is told to, and drops what is sent.</summary>
internal sealed class RepeatingTransport(byte[] request) : ITransport
{
    public string Name => "repeating";

    public TransportCapabilities Capabilities => TransportCapabilities.InProcess;

    /// <summary>The socket made last.</summary>
    public Socket Router { get; private set; } = null!;

    public ITransportLoop CreateLoop() => new Loop(this);

    private sealed class Loop(RepeatingTransport transport) : ITransportLoop
    {
        private readonly AutoResetEvent _woken = new(false);

        public ITransportSocket CreateSocket(SocketType kind, SocketOptions options)
            => transport.Router = new Socket(transport) { Wake = Wake };

        public void Wait(TimeSpan timeout) => _woken.WaitOne(timeout);

        public void Wake() => _woken.Set();

        public void Dispose() => _woken.Dispose();
    }

    internal sealed class Socket(RepeatingTransport transport) : ITransportSocket, IMultipartMessage
    {
        private readonly ManualResetEventSlim _done = new();
        private readonly byte[] _routingId = [0, 1, 2, 3, 4];
        private readonly byte[] _request = transport.Request;
        private int _left;

        public Action Wake { get; init; } = () => { };

        public void Repeat(int count) => Volatile.Write(ref _left, count);

        public void RepeatAndWait(int count)
        {
            _done.Reset();
            Repeat(count);
            Wake();
            _done.Wait();
        }

        public bool TryReceive(out ReceivedMessage message)
        {
            if (Volatile.Read(ref _left) == 0)
            {
                message = default;
                return false;
            }
            _left--;
            message = new ReceivedMessage(this, _routingId);
            return true;
        }

        public SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
        {
            if (_left == 0)
                _done.Set();
            return SendResult.Sent;
        }

        public int Count => 1;

        public ReadOnlySpan<byte> GetFrame(int index) => _request;

        public bool IsPaused { get; set; }

        public void Secure(SocketSecurity? security)
        {
        }

        public string Bind(string endpoint) => endpoint;

        public void Unbind(string endpoint)
        {
        }

        public void Connect(string endpoint)
        {
        }

        public void Disconnect(string endpoint)
        {
        }

        public void Dispose() => _done.Dispose();
    }

    private byte[] Request => request;
}
