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
}
