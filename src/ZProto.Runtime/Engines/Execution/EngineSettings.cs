namespace ZProto.Engines.Execution;

/// <summary>What of an engine may be set while it runs, from any thread.</summary>
internal class EngineSettings
{
    private volatile bool _verbose;

    /// <summary>Whether all machines are traced.</summary>
    public bool Verbose
    {
        get => _verbose;
        set => _verbose = value;
    }

    /// <summary>Reads a time that any thread may set.</summary>
    protected static TimeSpan Read(ref long ticks) => TimeSpan.FromTicks(Volatile.Read(ref ticks));

    /// <summary>Sets a time that any thread may read.</summary>
    protected static void Write(ref long ticks, TimeSpan value) => Volatile.Write(ref ticks, value.Ticks);
}
