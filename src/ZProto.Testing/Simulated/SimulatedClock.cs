namespace ZProto.Testing.Simulated;

/// <summary>The clock of a node: the simulation's time, ahead or behind by an amount, and faster or slower.</summary>
/// <remarks>It begins long ago, so that whatever reads the system's clock in place of it shows.</remarks>
internal sealed class SimulatedClock(Simulation simulation, NodeLife life) : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => life.Node.LocalTime;

    public override DateTimeOffset GetUtcNow() => s_start + life.Node.ClockSkew + TimeSpan.FromTicks(life.Node.LocalTime);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(simulation, life, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
