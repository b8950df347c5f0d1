using System.Collections.Concurrent;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Another transport, with its loops and sockets counted. Its loops can be made to die.</summary>
public sealed class CountingTransport(ITransport inner) : ITransport
{
    private int _loops;
    private int _loopsMade;
    private int _sockets;

    public string Name => inner.Name;

    public TransportCapabilities Capabilities
        => Tells is { } tells ? (inner.Capabilities & ~TransportCapabilities.Disconnects) | (tells ? TransportCapabilities.Disconnects : TransportCapabilities.None) : inner.Capabilities;

    /// <summary>Whether sockets tell what becomes of their connections: what a test puts into <see cref="Events"/>, or nothing. Null for what the other transport does.</summary>
    public bool? Tells { get; set; }

    /// <summary>What the next socket that is asked tells.</summary>
    public ConcurrentQueue<ConnectionEvent> Events { get; } = new();

    /// <summary>The loops that are alive, each a thread.</summary>
    public int Loops => Volatile.Read(ref _loops);

    public int LoopsMade => Volatile.Read(ref _loopsMade);

    /// <summary>The sockets that are open.</summary>
    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>What a loop dies of at its next wait.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What a socket throws when the frames are read that it has received.</summary>
    public Exception? FrameFault { get; set; }

    public ITransportLoop CreateLoop()
    {
        ITransportLoop loop = inner.CreateLoop();
        Interlocked.Increment(ref _loops);
        Interlocked.Increment(ref _loopsMade);
        return new Loop(this, loop);
    }

    private sealed class Loop(CountingTransport transport, ITransportLoop inner) : ITransportLoop
    {
        private readonly List<Socket> _sockets = [];

        public ITransportSocket CreateSocket(SocketType kind, SocketOptions options)
        {
            var socket = new Socket(transport, inner.CreateSocket(kind, options));
            Interlocked.Increment(ref transport._sockets);
            _sockets.Add(socket);
            return socket;
        }

        public void Wait(TimeSpan timeout)
        {
            inner.Wait(timeout);
            if (transport.Fault is { } fault)
                throw fault;
        }

        public void Wake() => inner.Wake();

        public void Dispose()
        {
            // A loop takes with it what is left.
            _sockets.ForEach(socket => socket.Dispose());
            inner.Dispose();
            Interlocked.Decrement(ref transport._loops);
        }
    }

    private sealed class Socket(CountingTransport transport, ITransportSocket inner) : ITransportSocket
    {
        private bool _disposed;

        public bool IsPaused
        {
            get => inner.IsPaused;
            set => inner.IsPaused = value;
        }

        public void Secure(SocketSecurity? security) => inner.Secure(security);

        public string Bind(string endpoint) => inner.Bind(endpoint);

        public void Unbind(string endpoint) => inner.Unbind(endpoint);

        public void Connect(string endpoint) => inner.Connect(endpoint);

        public void Disconnect(string endpoint) => inner.Disconnect(endpoint);

        public bool TryReceive(out ReceivedMessage message)
        {
            bool received = inner.TryReceive(out message);
            if (received && transport.FrameFault is { } fault)
                message = new ReceivedMessage(new FaultyFrames(fault), message.RoutingId);
            return received;
        }

        public SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames) => inner.Send(routingId, frames);

        public bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent)
        {
            // Those of the other transport are taken in any case, since it may wait for that.
            bool any = inner.TryTakeConnectionEvent(out connectionEvent);
            return transport.Tells is null ? any : transport.Events.TryDequeue(out connectionEvent);
        }

        public void Dispose()
        {
            inner.Dispose();
            if (!_disposed)
                Interlocked.Decrement(ref transport._sockets);
            _disposed = true;
        }
    }

    private sealed class FaultyFrames(Exception fault) : IMultipartMessage
    {
        public int Count => throw fault;

        public ReadOnlySpan<byte> GetFrame(int index) => throw fault;
    }
}
