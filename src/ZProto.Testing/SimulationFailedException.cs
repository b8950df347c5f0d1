namespace ZProto.Testing;

/// <summary>A seed of a simulation failed. The message says how to run it again, which faults it took, and what happened last.</summary>
public sealed class SimulationFailedException : Exception
{
    internal SimulationFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The seed.</summary>
    public int Seed { get; internal init; }

    /// <summary>How many steps it took.</summary>
    public long Step { get; internal init; }

    /// <summary>The last messages and faults, as a sequence chart of Mermaid.</summary>
    public string Chart { get; internal init; } = "";

    /// <summary>The faults that were left out, by their numbers: for <see cref="Simulation.ReplayAsync"/>.</summary>
    public IReadOnlyList<int> WithoutFaults { get; internal init; } = [];

    /// <summary>What was wrong, for telling whether another run fails in the same way.</summary>
    internal string Reason { get; init; } = "";
}
