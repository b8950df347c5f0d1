namespace ZProto.Diagnostics;

/// <summary>Lets each line that a peer can cause into the log once a second, and counts those left out. Any thread may ask.</summary>
/// <param name="time">What tells the time.</param>
internal sealed class LogRateLimiter(TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string Line, int State, int Event), Entry> _lines = [];

    /// <summary>Whether a line may be logged now.</summary>
    /// <param name="line">What the line is about: one of a fixed number of texts, never a peer's.</param>
    /// <param name="more">What the line ends with: how many were left out since the last one; empty for none.</param>
    /// <param name="state">The state it is about, where lines of different states are different lines.</param>
    /// <param name="eventId">The event it is about, where lines of different events are different lines.</param>
    public bool IsDue(string line, out string more, int state = 0, int eventId = 0)
    {
        long leftOut;
        lock (_lines)
        {
            Entry entry = _lines.GetValueOrDefault((line, state, eventId));
            long now = time.GetTimestamp();
            if (entry.IsUsed && time.GetElapsedTime(entry.Logged, now) < s_interval)
            {
                _lines[(line, state, eventId)] = entry with { LeftOut = entry.LeftOut + 1 };
                more = "";
                return false;
            }
            leftOut = entry.LeftOut;
            _lines[(line, state, eventId)] = new Entry(IsUsed: true, now, LeftOut: 0);
        }
        more = leftOut == 0 ? "" : $" ({leftOut} more of these were not logged)";
        return true;
    }

    private readonly record struct Entry(bool IsUsed, long Logged, long LeftOut);
}
