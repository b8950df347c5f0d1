using System.Collections.Concurrent;

namespace ZProto.Testing;

/// <summary>Keeps the warnings and errors of an engine, for the message of a test that failed.</summary>
/// <param name="engine">What the engine is called in it.</param>
internal sealed class TestLog(string engine) : WarningLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The warnings and errors, one per line after a heading; empty without any.</summary>
    public override string ToString() => _lines.IsEmpty ? "" : $"\nThe {engine}'s log:\n{string.Join('\n', _lines)}";

    protected override void Keep(string text, Exception? exception) => _lines.Enqueue(exception is null ? text : $"{text}\n{exception}");
}
