namespace ZProto.Testing.Simulated;

/// <summary>Keeps the last warnings and errors of a simulation's engines, for what a failure says.</summary>
internal sealed class SimulationLog(Simulation simulation) : WarningLog
{
    private const int MaxLines = 20;

    private readonly Queue<string> _lines = new();

    /// <summary>The lines after a heading; empty without any.</summary>
    public override string ToString() => _lines.Count == 0 ? "" : $"\nThe log:\n{string.Join('\n', _lines)}\n";

    protected override void Keep(string text, Exception? exception)
    {
        if (simulation.IsOver)
            return;
        _lines.Enqueue($"  {EventTrace.Format(simulation.Now)} {text}{(exception is null ? "" : $": {exception.GetType().Name}: {exception.Message}")}");
        if (_lines.Count > MaxLines)
            _lines.Dequeue();
    }
}
