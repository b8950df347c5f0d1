using ZProto.Engines.Execution;

namespace ZProto.Testing.Simulated;

/// <summary>A loop of a node, which is pumped when it has something to do.</summary>
internal sealed class SimulatedLoop(Simulation simulation, NodeLife life, ISimulatedLoop loop)
{
    private bool _isQueued;
    private bool _hasEnded;

    public NodeLife Life => life;

    /// <summary>It has something to do.</summary>
    public void Awake()
    {
        if (_isQueued || _hasEnded)
            return;
        _isQueued = true;
        simulation.Scheduler.Add(new SimulationStep(StepKind.Loop, life, Pump));
    }

    /// <summary>Ends it at once, as a process that is killed.</summary>
    public void Kill(Exception fault)
    {
        loop.Abort(fault);
        while (!_hasEnded)
            Pump();
    }

    private void Pump()
    {
        _isQueued = false;
        SynchronizationContext.SetSynchronizationContext(life.LoopContext);
        simulation.CurrentLoop = this;
        try
        {
            _hasEnded = !loop.Pump();
        }
        finally
        {
            simulation.CurrentLoop = null;
        }
    }
}
