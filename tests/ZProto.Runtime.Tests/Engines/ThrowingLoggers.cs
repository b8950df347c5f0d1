using Microsoft.Extensions.Logging;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Loggers of which every member throws, or a factory that does.</summary>
internal sealed class ThrowingLoggers(bool isFactory) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => isFactory ? throw new InvalidOperationException("on purpose") : this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => throw new InvalidOperationException("on purpose");

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug ? throw new InvalidOperationException("on purpose") : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => throw new InvalidOperationException("on purpose");

    public void Dispose()
    {
    }
}
