namespace ZProto.Runtime.Tests.Engines;

/// <summary>A clock that stands still until a test turns it. What is due when it is turned is called before <see cref="Turn"/> returns.</summary>
public sealed class HandTurnedClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Alarm> _alarms = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Turn(TimeSpan time)
    {
        List<Alarm> due;
        lock (_gate)
        {
            _now += time.Ticks;
            due = _alarms.FindAll(alarm => alarm.Due <= _now);
            _alarms.RemoveAll(alarm => alarm.Due <= _now);
        }
        foreach (Alarm alarm in due)
            alarm.Ring();
    }

    private sealed class Alarm(HandTurnedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isDue;
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock._now + dueTime.Ticks;
                isDue = Due <= clock._now;
                if (!isDue)
                    clock._alarms.Add(this);
            }
            if (isDue)
                Ring();
            return true;
        }

        public void Ring() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
