namespace ZProto.Testing.Simulated;

/// <summary>Where asynchronous code of a node goes on: in a step of the simulation.</summary>
/// <remarks>A loop has another than the code around it, so that what the loop completes is never continued in the middle of its action.</remarks>
internal sealed class SimulatedContext(Simulation simulation, NodeLife life) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (simulation.RefusesThread())
            return;
        simulation.Scheduler.Add(new SimulationStep(
            StepKind.Continuation,
            life,
            () =>
            {
                SetSynchronizationContext(this);
                d(state);
            }));
    }

    public override void Send(SendOrPostCallback d, object? state)
        => throw new NotSupportedException("Code in a simulation does not wait for other code in the middle of a step: use Post.");

    public override SynchronizationContext CreateCopy() => this;
}
