using System.Diagnostics;
using ZProto.Native;
using ZProto.Transports;

namespace ZProto;

/// <summary>A loop that sleeps in <c>zmq_poll</c>, on its sockets and on a descriptor that other threads wake it by.</summary>
/// <remarks>
/// <para>The descriptor is written only for a loop that sleeps or is about to. <see cref="_state"/> says which:</para>
/// <list type="bullet">
/// <item>Awake: the loop is at work, and no wake has come since its last wait.</item>
/// <item>Woken: a wake has come; the next wait returns at once.</item>
/// <item>Asleep: the loop is in its poll, or has made up its mind to go there.</item>
/// </list>
/// <para>
/// No wake is lost. Every change of the state is one interlocked operation, so that all of them, of all threads, have one order.
/// <see cref="Wake"/> exchanges it for Woken; look at what the loop does next in that order. If the state was Awake or Woken, that is
/// either the compare-exchange that opens a wait, which then finds Woken and returns, or the exchange that closes one, which returns
/// too. If it was Asleep, the waker writes the descriptor, and the loop's poll, under way or about to start, returns because of it:
/// nothing but this loop takes the write away, and it does so only after the exchange that closes its wait. Each of these is a full
/// fence, so what the waker wrote before <see cref="Wake"/> is seen by the loop after that wait.
/// </para>
/// <para>
/// A write may come late, after the wait that it was meant for has ended for another reason; it then ends a later wait, once,
/// without cause. That wait's own wakes cannot go with it: the descriptor is emptied only after the exchange that closes the wait,
/// and whoever wrote before that found the state Asleep and so came before this return.
/// </para>
/// </remarks>
internal sealed class LibZmqLoop : ITransportLoop
{
    private const int Awake = 0;
    private const int Woken = 1;
    private const int Asleep = 2;

    private const int BusyMilliseconds = 10;

    private readonly List<LibZmqSocket> _sockets = [];
    private List<ConnectionMonitor> _monitors = [];
    private readonly WakeUp _wakeUp;
    private readonly PollItems _items;
    private long _lastRead;
    private int _state = Awake;
    private bool _disposed;

    public LibZmqLoop(WakeUp wakeUp)
    {
        _wakeUp = wakeUp;
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
        if (Interlocked.CompareExchange(ref _state, Asleep, Awake) == Awake && milliseconds != 0)
        {
            int error = Poll(milliseconds);
            Interlocked.Exchange(ref _state, Awake);
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
            Interlocked.Exchange(ref _state, Awake);
            ReadMonitors();
        }
    }

    public void Wake()
    {
        // Always an exchange: a mere look that finds Woken would let the caller's own writes be seen after the wait.
        if (Interlocked.Exchange(ref _state, Woken) == Asleep)
            _wakeUp.Signal();
    }

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
