using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ZProto.Transports.InProcess;

/// <summary>The sockets of one thread, and the list of their connections that other threads have news of.</summary>
/// <remarks>
/// No wake-up is lost: news and <see cref="_woken"/> are written, and looked for before going to sleep, under one lock, and
/// <see cref="_sleeping"/> is set before that lock is released. So whoever brings news either comes before that look, which
/// finds them, or finds the flag. Who finds the flag takes it, and owes <see cref="_wakeSignal"/> one release; the sleeper waits for
/// that even if its time is over, so that none is left for a later sleep. While the loop is awake no one finds the flag, and
/// news cost a lock that is hardly ever held.
/// </remarks>
internal sealed class InProcessLoop(InProcessEndpoints endpoints) : ITransportLoop
{
    // The longest wait that a semaphore takes; longer ones are waited for in parts.
    private static readonly TimeSpan _longestSleep = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly object _gate = new();

    // Not an event, which makes its lock at the first wait that spinning does not end. Never disposed, since whoever released
    // it last may still be at it; there is nothing to dispose unless its wait handle is asked for.
    private readonly SemaphoreSlim _wakeSignal = new(0);
    private readonly HashSet<InProcessSocket> _sockets = [];

    // Under the gate.
    private InProcessPipe? _firstSignalled;
    private InProcessPipe? _lastSignalled;
    private bool _woken;
    private bool _sleeping;
    private bool _closed;

    private bool _disposed;

    /// <summary>Whether it is disposed, and hears of nothing any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    /// <summary>How many sockets have something to receive.</summary>
    public int ReadableSockets { get; set; }

    public ITransportSocket CreateSocket(SocketType kind, SocketOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        InProcessSocket.Check(options.Security);
        InProcessSocket socket = kind switch
        {
            SocketType.Router => new InProcessRouter(this, endpoints, options),
            SocketType.Dealer or SocketType.Push => new InProcessDealer(this, endpoints, kind, options),
            SocketType.Pub or SocketType.XPub => new InProcessPublisher(this, endpoints, kind, options),
            SocketType.Sub or SocketType.XSub => new InProcessSubscriber(this, endpoints, kind, options),
            SocketType.Pull => new InProcessPull(this, endpoints, options),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        _sockets.Add(socket);
        return socket;
    }

    public void Wait(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        bool forever = timeout == Timeout.InfiniteTimeSpan;
        if (!forever)
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        if (endpoints.Carrier is { } carrier)
        {
            LookOnly(carrier, isOver: timeout == TimeSpan.Zero);
            return;
        }
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            HandleSignals();
            TimeSpan rest = forever ? _longestSleep : timeout - Stopwatch.GetElapsedTime(started);
            lock (_gate)
            {
                if (_woken || ReadableSockets > 0 || rest <= TimeSpan.Zero)
                {
                    _woken = false;
                    return;
                }
                if (_firstSignalled is not null)
                    continue;
                _sleeping = true;
            }
            Sleep(rest);
        }
    }

    public void Wake()
    {
        bool sleeps;
        lock (_gate)
        {
            _woken = true;
            sleeps = TakeSleep();
        }
        if (sleeps)
            EndSleep();
    }

    /// <summary>Says something of a connection. From any thread.</summary>
    /// <returns>Whether the loop sleeps and the caller must call <see cref="EndSleep"/>, when it holds no lock.</returns>
    public bool Signal(InProcessPipe end, InProcessSignals signals)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            if (end.Signals == InProcessSignals.None)
            {
                if (_lastSignalled is null)
                    Volatile.Write(ref _firstSignalled, end);
                else
                    _lastSignalled.NextSignalled = end;
                _lastSignalled = end;
            }
            end.Signals |= signals;
            return TakeSleep();
        }
    }

    /// <summary>Ends the sleep that the caller has taken.</summary>
    public void EndSleep()
    {
        if (endpoints.Carrier is { } carrier)
            carrier.OnAwake(this);
        else
            _wakeSignal.Release();
    }

    /// <summary>Acts on what was said. News that come in the meantime may be left for the next time.</summary>
    public void HandleSignals()
    {
        while (Volatile.Read(ref _firstSignalled) is not null && TryTakeSignals(out InProcessPipe? end, out InProcessSignals signals))
            end.Socket!.Handle(end, signals);
    }

    /// <summary>Lets go of a socket that is disposed.</summary>
    public void Forget(InProcessSocket socket) => _sockets.Remove(socket);

    public void Dispose()
    {
        if (_disposed)
            return;
        foreach (InProcessSocket socket in _sockets.ToArray())
            socket.Dispose();
        _disposed = true;
        lock (_gate)
        {
            _closed = true;
            _firstSignalled = _lastSignalled = null;
        }
    }

    private bool TryTakeSignals([NotNullWhen(true)] out InProcessPipe? end, out InProcessSignals signals)
    {
        lock (_gate)
        {
            end = _firstSignalled;
            signals = InProcessSignals.None;
            if (end is null)
                return false;
            _firstSignalled = end.NextSignalled;
            if (_firstSignalled is null)
                _lastSignalled = null;
            end.NextSignalled = null;
            signals = end.Signals;
            end.Signals = InProcessSignals.None;
            return true;
        }
    }

    // Whoever runs the loop waits for it.
    private void LookOnly(IInProcessCarrier carrier, bool isOver)
    {
        HandleSignals();
        lock (_gate)
        {
            isOver |= _woken || ReadableSockets > 0;
            _woken = false;
            _sleeping = !isOver;
        }
        if (isOver)
            carrier.OnAwake(this);
    }

    private bool TakeSleep()
    {
        bool sleeps = _sleeping;
        _sleeping = false;
        return sleeps;
    }

    private void Sleep(TimeSpan rest)
    {
        // Rounded up, since a semaphore knows only whole milliseconds and the last one must not become a busy wait.
        TimeSpan longest = rest < _longestSleep ? rest : _longestSleep;
        if (_wakeSignal.Wait((int)Math.Ceiling(longest.TotalMilliseconds)))
            return;
        lock (_gate)
        {
            if (TakeSleep())
                return;
        }
        _wakeSignal.Wait();
    }
}
