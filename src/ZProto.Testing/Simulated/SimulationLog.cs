using Microsoft.Extensions.Logging;

namespace ZProto.Testing.Simulated;

/// <summary>Keeps the last warnings and errors of a simulation's engines, for what a failure says.</summary>
internal sealed class SimulationLog(Simulation simulation) : ILoggerFactory, ILogger
{
    private const int MaxLines = 20;

    private readonly Queue<string> _lines = new();

    /// <summary>The lines after a heading; empty without any.</summary>
    public override string ToString() => _lines.Count == 0 ? "" : $"\nThe log:\n{string.Join('\n', _lines)}\n";

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || simulation.IsOver)
            return;
        string text = formatter(state, exception);
        _lines.Enqueue($"  {EventTrace.Format(simulation.Now)} {text}{(exception is null ? "" : $": {exception.GetType().Name}: {exception.Message}")}");
        if (_lines.Count > MaxLines)
            _lines.Dequeue();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
