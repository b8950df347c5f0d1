using System.Diagnostics;
using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>A loop that sleeps in <c>zmq_poll</c>, on its sockets and on a descriptor that other threads wake it by.</summary>
internal sealed class LibZmqLoop : ITransportLoop
{
    private const int BusyMilliseconds = 10;

    private readonly List<LibZmqSocket> _sockets = [];
    private List<ConnectionMonitor> _monitors = [];
    private readonly WakeUp _wakeUp;
    private readonly LoopSleep _sleep;
    private readonly PollItems _items;
    private long _lastRead;
    private bool _disposed;

    public LibZmqLoop(WakeUp wakeUp)
    {
        _wakeUp = wakeUp;
        _sleep = new LoopSleep(wakeUp);
        _items = new PollItems(wakeUp.Descriptor);
    }

    public ITransportSocket CreateSocket(SocketType kind, SocketOptions options) => CreateSocket(kind, options, ofUser: true);

    /// <summary>Makes a socket, of a user or of the transport itself.</summary>
    public LibZmqSocket CreateSocket(SocketType kind, SocketOptions options, bool ofUser)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        var socket = new LibZmqSocket(this, kind, options, ofUser);
        _sockets.Add(socket);
        UpdatePollSet();
        return socket;
    }

    public void Wait(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int milliseconds = Milliseconds.RoundUp(timeout);

        // Who only looks gets the sockets' news from their next receive, which reads them as a poll does.
        if (_sleep.TryBegin() && milliseconds != 0)
        {
            int error = Poll(milliseconds);
            _sleep.End();
            if (error != 0)
                throw Errno.Failure("wait for messages", error);
            if (_items.DescriptorIsReadable)
                _wakeUp.Clear();
            _lastRead = Environment.TickCount64;
            for (int i = 0; i < _monitors.Count; i++)
            {
                if (_items.MonitorIsReadable(i))
                    _monitors[i].Read();
            }
        }
        else
        {
            _sleep.End();
            ReadMonitors();
        }
    }

    public void Wake() => _sleep.Wake();

    public void Dispose()
    {
        if (_disposed)
            return;
        while (_sockets.Count > 0)
            _sockets[^1].Dispose();
        _disposed = true;
        _wakeUp.Dispose();
        _items.Dispose();
    }

    /// <summary>Forgets a socket that is being closed.</summary>
    internal void Remove(LibZmqSocket socket)
    {
        if (_sockets.Remove(socket))
            UpdatePollSet();
    }

    /// <summary>Takes up which sockets there are now, and which of them are paused.</summary>
    internal void UpdatePollSet()
    {
        _monitors = [.. _sockets.Select(socket => socket.Monitor).OfType<ConnectionMonitor>()];
        _items.Set(_sockets.FindAll(socket => !socket.IsPaused), _monitors);
    }

    // A loop that is never idle still hears of its connections, now and then.
    private void ReadMonitors()
    {
        long now = Environment.TickCount64;
        if (now - _lastRead < BusyMilliseconds)
            return;
        _lastRead = now;
        foreach (ConnectionMonitor monitor in _monitors)
            monitor.Read();
    }

    // The runtime suspends threads by signals, so that EINTR is an everyday answer.
    private int Poll(int milliseconds)
    {
        long start = milliseconds > 0 ? Stopwatch.GetTimestamp() : 0;
        int left = milliseconds;
        while (_items.Poll(left) < 0)
        {
            int error = Errno.Last;
            if (error != Errno.Interrupted)
                return error;
            if (milliseconds > 0)
                left = Milliseconds.Left(milliseconds, Stopwatch.GetElapsedTime(start));
        }
        return 0;
    }
}
