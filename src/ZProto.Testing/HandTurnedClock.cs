namespace ZProto.Testing;

/// <summary>A clock that stands still until a test turns it: for <see cref="EngineOptions.TimeProvider"/>.</summary>
/// <remarks>Its time begins in 1970. It may be used from any thread.</remarks>
public sealed class HandTurnedClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Alarm> _alarms = [];
    private long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    /// <summary>Makes a timer that rings once, when the clock is turned past its time.</summary>
    /// <param name="callback">What it calls.</param>
    /// <param name="state">What it calls it with.</param>
    /// <param name="dueTime">When; infinite for not yet.</param>
    /// <param name="period">Ignored: who wants it again changes it again.</param>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Turns the clock. What is due then has been called when this returns.</summary>
    /// <param name="time">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public void Turn(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
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
