using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZProto.Testing;

/// <summary>Keeps the warnings and errors of an engine, for the message of a test that failed.</summary>
/// <param name="engine">What the engine is called in it.</param>
internal sealed class TestLog(string engine) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The warnings and errors, one per line after a heading; empty without any.</summary>
    public override string ToString() => _lines.IsEmpty ? "" : $"\nThe {engine}'s log:\n{string.Join('\n', _lines)}";

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _lines.Enqueue(exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}");
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
