namespace ZProto.Engines;

/// <summary>Measures how long the actions of each event take: to some milliseconds, which is next to free, unless it is to be exact.</summary>
internal struct StepWatch
{
    private readonly TimeProvider _time;
    private readonly bool _isExact;
    private long _since;

    public StepWatch(TimeProvider time, bool exact)
    {
        _time = time;
        // Only the system's clock has a rough brother.
        _isExact = exact || !ReferenceEquals(time, TimeProvider.System);
        _since = Now;
    }

    private readonly long Now => _isExact ? _time.GetTimestamp() : Environment.TickCount64;

    /// <summary>The time since the last call, or the beginning.</summary>
    public TimeSpan Lap()
    {
        long now = Now;
        TimeSpan took = _isExact ? _time.GetElapsedTime(_since, now) : TimeSpan.FromMilliseconds(now - _since);
        _since = now;
        return took;
    }
}
