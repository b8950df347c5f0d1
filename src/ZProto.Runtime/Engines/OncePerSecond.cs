namespace ZProto.Engines;

/// <summary>Lets one line a second into the log, where a peer can cause any number of them, and counts those left out.</summary>
internal sealed class OncePerSecond(EngineLoop loop)
{
    private const long Milliseconds = 1_000;

    private long _quietUntil;
    private long _leftOut;

    /// <summary>Whether a line may be logged now.</summary>
    /// <param name="leftOut">How many were not, since the last one that was.</param>
    public bool IsDue(out long leftOut)
    {
        leftOut = _leftOut;
        if (loop.Now < _quietUntil)
        {
            _leftOut++;
            return false;
        }
        _leftOut = 0;
        _quietUntil = loop.Now + Milliseconds;
        return true;
    }
}
