using Microsoft.Extensions.Logging;

namespace ZProto.Testing;

/// <summary>Hears the warnings and errors of engines, whatever keeps them.</summary>
internal abstract class WarningLog : ILoggerFactory, ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Keep(formatter(state, exception), exception);
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

    /// <summary>Keeps one.</summary>
    protected abstract void Keep(string text, Exception? exception);
}
