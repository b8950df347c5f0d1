using ZProto.Timing;

namespace ZProto.Engines.Execution;

/// <summary>Does something again and again.</summary>
internal sealed class RepeatingTimer(EventLoop loop, Action action) : LoopTimer
{
    private long _interval;

    /// <summary>Sets how often, from now on; zero for never. What is set already goes on.</summary>
    public void Set(TimeSpan interval)
    {
        long milliseconds = (long)Math.Ceiling(interval.TotalMilliseconds);
        if (milliseconds == _interval && IsArmed)
            return;
        _interval = milliseconds;
        if (_interval > 0)
            loop.Timers.Arm(this, loop.Now + _interval);
        else
            loop.Timers.Cancel(this);
    }

    /// <summary>Has the next time be a whole interval from now, where it is set.</summary>
    public void Restart()
    {
        if (IsArmed)
            loop.Timers.Arm(this, loop.Now + _interval);
    }

    public override void Fire()
    {
        // Before the action, which may set another interval.
        loop.Timers.Arm(this, loop.Now + _interval);
        action();
    }
}
