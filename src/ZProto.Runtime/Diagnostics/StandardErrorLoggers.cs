using Microsoft.Extensions.Logging;

namespace ZProto.Diagnostics;

/// <summary>Loggers that write warnings and errors to stderr, for engines that are given none.</summary>
internal sealed class StandardErrorLoggers(StandardErrorLog log) : ILoggerFactory
{
    /// <summary>Those of the process.</summary>
    public static StandardErrorLoggers Shared { get; } = new(StandardErrorLog.Shared);

    public ILogger CreateLogger(string categoryName) => new Logger(log, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Stderr takes no providers.");

    public void Dispose()
    {
    }

    private sealed class Logger(StandardErrorLog log, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Add(StandardErrorLog.Format(Word(logLevel), category, formatter(state, exception), exception));
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Warning => "warning",
            LogLevel.Error => "error",
            _ => "critical",
        };
    }
}
