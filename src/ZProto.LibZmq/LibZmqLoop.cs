using System.Diagnostics;
using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>A loop that sleeps in <c>zmq_poll</c>, on its sockets and on a descriptor that other threads wake it by.</summary>
internal sealed class LibZmqLoop(WakeUp wakeUp) : PollingLoop<LibZmqSocket>(wakeUp)
{
    private const int BusyMilliseconds = 10;

    private readonly WakeUp _wakeUp = wakeUp;
    private readonly PollItems _items = new(wakeUp.Descriptor);
    private List<ConnectionMonitor> _monitors = [];
    private long _lastRead;

    /// <summary>Makes a socket of the transport itself.</summary>
    public LibZmqSocket CreateOwnSocket(SocketType kind, SocketOptions options)
        => Add(kind, options, (kind, options) => new LibZmqSocket(this, kind, options, ofUser: false));

    public override void UpdatePollSet()
    {
        _monitors = [.. Sockets.Select(socket => socket.Monitor).OfType<ConnectionMonitor>()];
        _items.Set([.. Polled], _monitors);
    }

    protected override LibZmqSocket Create(SocketType kind, SocketOptions options) => new(this, kind, options, ofUser: true);

    // The runtime suspends threads by signals, so that EINTR is an everyday answer.
    protected override void Poll(int milliseconds)
    {
        long start = milliseconds > 0 ? Stopwatch.GetTimestamp() : 0;
        int left = milliseconds;
        while (_items.Poll(left) < 0)
        {
            int error = Errno.Last;
            if (error != Errno.Interrupted)
                throw Errno.Failure("wait for messages", error);
            if (milliseconds > 0)
                left = Milliseconds.Left(milliseconds, Stopwatch.GetElapsedTime(start));
        }
    }

    protected override void OnPolled()
    {
        if (_items.DescriptorIsReadable)
            _wakeUp.Clear();
        _lastRead = Environment.TickCount64;
        for (int i = 0; i < _monitors.Count; i++)
        {
            if (_items.MonitorIsReadable(i))
                _monitors[i].Read();
        }
    }

    // A loop that is never idle still hears of its connections, now and then.
    protected override void OnNotPolled()
    {
        long now = Environment.TickCount64;
        if (now - _lastRead < BusyMilliseconds)
            return;
        _lastRead = now;
        foreach (ConnectionMonitor monitor in _monitors)
            monitor.Read();
    }

    protected override void OnDisposed() => _items.Dispose();
}
