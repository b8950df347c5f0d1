using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;

namespace ZProto;

/// <summary>What the loop does, step by step, and the thread that does it.</summary>
public sealed partial class EventLoop : ISimulatedLoop
{
    // Who runs the loop: its thread, or in a simulation, while it is the loop's turn, that of all.
    private Thread? _thread;
    private ITimer? _alarm;
    private Exception? _abortion;
    private long _rounds;
    private long _roundAtWork;
    private bool _wasLong;
    private bool _wasIdle;

    // Under the gate.
    private bool Start()
    {
        if (_closing)
            return false;
        if (_isStarted)
            return true;
        _isStarted = true;
        if (_simulator is not null)
        {
            _simulator.Begin(this);
            return true;
        }
        _thread = new Thread(Run) { IsBackground = true, Name = _name };
        // Nothing that flows with the caller, such as its activity, is the loop's.
        _thread.UnsafeStart();
        return true;
    }

    private void Run()
    {
        using var watch = new StuckLoopDetector(() => Volatile.Read(ref _roundAtWork), LogStuck);
        while (Step())
        {
        }
    }

    bool ISimulatedLoop.Pump()
    {
        _thread = Thread.CurrentThread;
        try
        {
            return Step();
        }
        finally
        {
            _thread = null;
        }
    }

    void ISimulatedLoop.Abort(Exception fault)
    {
        _abortion = fault;
        _sockets?.Wake();
    }

    // One round, the first of which begins, or the end.
    private bool Step()
    {
        try
        {
            if (_abortion is not null)
                throw _abortion;
            ITransportLoop sockets = _sockets ?? Open();
            if (!Volatile.Read(ref _closing) || !_posted.IsEmpty)
            {
                Round(sockets);
                return true;
            }
        }
        catch (Exception exception)
        {
            _fault = exception;
        }
        End();
        return false;
    }

    private ITransportLoop Open()
    {
        _timers = new TimerWheel(Now);
        ITransportLoop sockets = Transport.CreateLoop();
        Volatile.Write(ref _sockets, sockets);
        return sockets;
    }

    private void End()
    {
        Volatile.Write(ref _roundAtWork, 0);
        CloseSockets();
        lock (_gate)
            _closing = true;
        _alarm?.Dispose();
        // Work that came in the last moment still has somebody waiting for it.
        RunPosted();
        foreach (IEventLoopEngine engine in _engines.ToArray())
            engine.OnLoopEnded(_fault);
        foreach (IEventLoopParticipant member in _members.ToArray())
            RunGuarded(() => member.OnLoopEnded(_fault), "end of the loop");
        // Last, so that who waits for the end finds nothing of the loop any more.
        if (_fault is null)
            _ended.TrySetResult();
        else
            _ended.TrySetException(_fault);
    }

    private void CloseSockets()
    {
        try
        {
            _sockets?.Dispose();
        }
        catch (Exception exception)
        {
            _fault ??= exception;
        }
    }

    private void Round(ITransportLoop sockets)
    {
        Volatile.Write(ref _roundAtWork, ++_rounds);
        long began = TimeProvider.GetTimestamp();
        RunPosted();
        bool idle = true;
        // Members come and go while they are read, the last first.
        for (int i = _members.Count - 1; i >= 0; i--)
        {
            if (i < _members.Count)
                idle &= _members[i].Poll();
        }
        // What a timer has begun is read in the next round.
        _wasIdle = !_timers!.Advance(Now) && idle;
        Lag = TimeProvider.GetElapsedTime(began);
        bool isLong = _hasRoughClock && Lag.TotalMilliseconds > StallMilliseconds;
        // A loop whose rounds are all long was not stopped, but has much to do.
        if (isLong && !_wasLong)
            Stalled();
        _wasLong = isLong;
        if (!_closing)
            Wait(sockets, idle && _posted.IsEmpty ? UntilNextTimer() : TimeSpan.Zero);
    }

    private void Wait(ITransportLoop sockets, TimeSpan timeout)
    {
        Volatile.Write(ref _roundAtWork, 0);
        sockets.Wait(timeout);
        // Another clock is turned as far at once as whoever turns it wants.
        if (_hasRoughClock && timeout >= TimeSpan.Zero)
        {
            long until = _cachedNow + (long)timeout.TotalMilliseconds + StallMilliseconds;
            if (Now > until)
                Stalled();
        }
    }

    // On the watch's thread: what is read of the machine may be a moment old.
    private void LogStuck()
    {
        if (AtWork is { IsWorking: true } machine)
        {
            machine.Executor.LogStuck(machine);
            return;
        }
        IEventLoopEngine? engine;
        lock (_engines)
            engine = _engines.FirstOrDefault();
        engine?.OnLoopStuck();
    }

    // Only what is there at the start: work that posts work must not keep the sockets waiting.
    private void RunPosted()
    {
        for (int count = _posted.Count; count > 0 && _posted.TryDequeue(out Action? work); count--)
            RunGuarded(work, "work posted to the loop");
    }

    // Whoever posts guards what is a user's. What comes out all the same is no one's in particular, and no reason to end all engines.
    private void RunGuarded(Action work, string what)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            foreach (IEventLoopEngine engine in _engines)
                engine.OnUserCodeException(what, exception);
        }
    }

    private TimeSpan UntilNextTimer()
    {
        long stop = _timers!.NextStop();
        if (stop == long.MaxValue)
            return Timeout.InfiniteTimeSpan;
        long now = Now;
        if (!_hasRoughClock)
            now = SetAlarm(now, stop);
        if (now >= stop)
            return TimeSpan.Zero;
        return _hasRoughClock ? TimeSpan.FromMilliseconds(Math.Min(stop - now, int.MaxValue)) : Timeout.InfiniteTimeSpan;
    }

    // A fake clock wakes the loop by a timer of its own. One that is advanced between being read and having the timer set would have
    // it ring too late: so it is read again, until it stood still in the meantime.
    private long SetAlarm(long now, long stop)
    {
        _alarm ??= TimeProvider.CreateTimer(static state => ((EventLoop)state!)._sockets?.Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (now < stop)
        {
            _alarm.Change(TimeSpan.FromMilliseconds(Math.Min(stop - now, int.MaxValue)), Timeout.InfiniteTimeSpan);
            long before = now;
            now = Now;
            if (now == before)
                break;
        }
        return now;
    }
}
