namespace ZProto.Testing.Simulated;

/// <summary>A timer by the clock of a node.</summary>
internal sealed class SimulatedTimer(Simulation simulation, NodeLife life, TimerCallback callback, object? state) : ITimer
{
    private SimulationStep? _next;
    private TimeSpan _period;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed || simulation.RefusesThread())
            return false;
        _next?.Cancel();
        _next = null;
        _period = period;
        if (dueTime == Timeout.InfiniteTimeSpan)
            return true;
        _next = new SimulationStep(StepKind.Timer, life, Fire);
        simulation.Scheduler.Add(_next, simulation.Scheduler.Now + life.Node.ToSimulated(dueTime.Ticks));
        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _next?.Cancel();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire()
    {
        _next = null;
        if (_period > TimeSpan.Zero)
            Change(_period, _period);
        SynchronizationContext.SetSynchronizationContext(life.LoopContext);
        callback(state);
    }
}
