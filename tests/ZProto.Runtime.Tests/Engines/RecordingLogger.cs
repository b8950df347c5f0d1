using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Keeps the lines that are logged, for a test to read.</summary>
public sealed class RecordingLogger : ILoggerFactory, ILogger
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _written = new(0);

    /// <summary>The lines so far, each with its level before it and its exception after it.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Waits until a line has a text in it. The wait ends only where a test fails.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
                return line;
            Assert.True(await _written.WaitAsync(s_patience), $"'{text}' was not logged, but {string.Join("; ", _lines)}");
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" [{exception.Message}]")}");
        _written.Release();
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
