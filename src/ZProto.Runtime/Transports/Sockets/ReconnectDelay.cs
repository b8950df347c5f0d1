namespace ZProto.Transports.Sockets;

/// <summary>
/// How long a connector waits before each attempt: a time that doubles, and is drawn so that many clients of a server that was away
/// do not come back at once.
/// </summary>
/// <param name="first">The longest first wait.</param>
/// <param name="most">What it grows to; zero for a wait that does not grow.</param>
internal struct ReconnectDelay(TimeSpan first, TimeSpan most)
{
    // What chance may take off.
    private const double DrawnShare = 0.25;

    private readonly TimeSpan _first = first;
    private TimeSpan _next = first;

    /// <summary>How long to wait this time, in milliseconds.</summary>
    /// <param name="chance">From 0 to 1.</param>
    public long Next(double chance)
    {
        double milliseconds = _next.TotalMilliseconds;
        if (most > TimeSpan.Zero)
            _next = TimeSpan.FromTicks(Math.Max(_first.Ticks, Math.Min(most.Ticks, _next.Ticks * 2)));
        return (long)Math.Ceiling(milliseconds * (1 - (chance * DrawnShare)));
    }

    /// <summary>Begins again, after a success.</summary>
    public void Reset() => _next = _first;
}
