namespace ZProto.Engines.Execution;

/// <summary>
/// Says while it lasts, and once, that a loop does not come to an end of its round: an action that blocks, a cycle without end. It looks
/// from a thread of its own, once a second by the system's clock, at nothing but the round's number.
/// </summary>
/// <remarks>The system's clock, also where the loop has another: how long a thread is held up, no other tells.</remarks>
internal sealed class StuckLoopDetector : IDisposable
{
    private const int IntervalMilliseconds = 1_000;

    private readonly Func<long> _roundAtWork;
    private readonly Action _stuck;
    private readonly Timer _timer;
    private long _seen;
    private long _since;
    private bool _hasSaid;

    /// <param name="roundAtWork">Gives the number of the round that the loop is at; 0 while it waits.</param>
    /// <param name="stuck">Says that it has been at one for a second.</param>
    public StuckLoopDetector(Func<long> roundAtWork, Action stuck)
    {
        _roundAtWork = roundAtWork;
        _stuck = stuck;
        _timer = new Timer(static state => ((StuckLoopDetector)state!).Check(), this, IntervalMilliseconds, IntervalMilliseconds);
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        long round = _roundAtWork();
        long now = Environment.TickCount64;
        if (round != _seen)
            (_seen, _since, _hasSaid) = (round, now, false);
        // Two looks may come late, and then together.
        if (round == 0 || _hasSaid || now - _since < IntervalMilliseconds)
            return;
        _hasSaid = true;
        _stuck();
    }
}
