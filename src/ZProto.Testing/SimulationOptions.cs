namespace ZProto.Testing;

/// <summary>How simulations run.</summary>
public sealed record SimulationOptions
{
    /// <summary>The first of the seeds. Default 0.</summary>
    public int FirstSeed { get; init; }

    /// <summary>The faults and latencies that a simulation begins with. Default: no faults.</summary>
    public SimulationFaults Faults { get; init; } = new();

    /// <summary>How much simulated time a scenario may take before it fails. Default one day.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many steps a scenario may take before it fails. Default 10,000,000.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>How often a seed that failed is run again to find which faults it takes. Default 100; 0 for not at all.</summary>
    public int MaxShrinkRuns { get; init; } = 100;
}
