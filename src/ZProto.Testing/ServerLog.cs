using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZProto.Testing;

/// <summary>Keeps what a server complains of, for the message of a selftest that failed.</summary>
internal sealed class ServerLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The complaints, each on a line of its own after a line that says what they are; empty without any.</summary>
    public override string ToString() => _lines.IsEmpty ? "" : $"\nThe server's log:\n{string.Join('\n', _lines)}";

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
