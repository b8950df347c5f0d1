namespace ZProto.Engines;

/// <summary>Measures how long the actions of each event take: to some milliseconds, which is next to free, unless it is to be exact.</summary>
internal struct StepWatch
{
    private readonly EngineLoop _loop;
    private readonly bool _isExact;
    private long _since;

    /// <param name="loop">The loop, whose clock it is.</param>
    /// <param name="isExact">Whether the times are to be exact.</param>
    /// <param name="hasLooked">Whether the clock was looked at just now.</param>
    public StepWatch(EngineLoop loop, bool isExact, bool hasLooked)
    {
        _loop = loop;
        _isExact = isExact;
        _since = isExact ? loop.Time.GetTimestamp() : hasLooked ? loop.Lately : loop.Look();
    }

    /// <summary>The time since the last call, or the beginning.</summary>
    public TimeSpan Lap()
    {
        long now = _loop.Look();
        if (_isExact)
            now = _loop.Time.GetTimestamp();
        TimeSpan took = _isExact ? _loop.Time.GetElapsedTime(_since, now) : TimeSpan.FromMilliseconds(now - _since);
        _since = now;
        return took;
    }
}
