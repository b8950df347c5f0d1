namespace ZProto.Testing;

/// <summary>What goes wrong in a simulation by itself, and how long messages take. Rates are per minute of simulated time, for all nodes together.</summary>
/// <remarks>Faults happen among connected nodes that are up; where there are none, nothing happens.</remarks>
public sealed record SimulationFaults
{
    /// <summary>Draws how long a message takes from one node to another. Default: 0.1 to 2 milliseconds, each time as likely as any.</summary>
    public Func<Random, TimeSpan> Latency { get; init; } = static random => TimeSpan.FromMicroseconds(random.Next(100, 2_000));

    /// <summary>Connections that break: of what is on its way, in each direction, all is lost from some message on. They are made again.</summary>
    public double Breaks { get; init; }

    /// <summary>Connections that break while the node that was connected to believes in them for up to <see cref="MaxHalfOpen"/>, beside the new ones.</summary>
    public double HalfOpenBreaks { get; init; }

    /// <summary>Times in which nothing comes through between two nodes, of up to <see cref="MaxPartition"/>. What is sent comes later.</summary>
    public double Partitions { get; init; }

    /// <summary>The same in one direction.</summary>
    public double OneWayPartitions { get; init; }

    /// <summary>Nodes that are stopped for up to <see cref="MaxPause"/>, as a process that is suspended: what they do not read fills queues.</summary>
    public double Pauses { get; init; }

    /// <summary>Nodes that crash, and are started again within <see cref="MaxDowntime"/>: those of <see cref="Simulation.StartNodeAsync"/>.</summary>
    public double Crashes { get; init; }

    /// <summary>Strangers that connect to where nodes are connected, and send frames of random bytes.</summary>
    public double Garbage { get; init; }

    /// <summary>How long the bound side may believe in a connection that is lost. Default 20 seconds.</summary>
    public TimeSpan MaxHalfOpen { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest partition. Default 10 seconds.</summary>
    public TimeSpan MaxPartition { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause. Default 5 seconds.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that a crashed node is down. Default 10 seconds.</summary>
    public TimeSpan MaxDowntime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far the clock of a node may be from the simulation's, ahead or behind, when the node is added. Default zero.</summary>
    public TimeSpan MaxClockSkew { get; init; }

    /// <summary>By how much the clock of a node may run fast or slow, such as 0.01 for a hundredth; less than 1. Default 0.</summary>
    public double MaxClockDrift { get; init; }

    internal double Total => Breaks + HalfOpenBreaks + Partitions + OneWayPartitions + Pauses + Crashes + Garbage;

    /// <summary>These without what happens by itself: only latencies are left.</summary>
    internal SimulationFaults Ended => new() { Latency = Latency };
}
