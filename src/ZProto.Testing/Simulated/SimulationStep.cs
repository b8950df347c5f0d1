namespace ZProto.Testing.Simulated;

/// <summary>Something that a simulation does at once, and as a whole.</summary>
/// <param name="kind">What it is, for the event hash.</param>
/// <param name="life">Whose it is: it does not happen once that is over, and waits while its node is paused; null for the network's own.</param>
/// <param name="run">Does it.</param>
internal sealed class SimulationStep(StepKind kind, NodeLife? life, Action run)
{
    public StepKind Kind => kind;

    public NodeLife? Life => life;

    /// <summary>Whether it was taken back.</summary>
    public bool IsCancelled { get; private set; }

    public void Cancel() => IsCancelled = true;

    public void Run() => run();
}
