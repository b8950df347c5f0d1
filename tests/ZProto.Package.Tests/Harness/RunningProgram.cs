using System.Diagnostics;
using System.Text;

namespace ZProto.Package.Tests.Harness;

/// <summary>A program that runs until this is disposed of, with all the processes that it has started.</summary>
internal sealed class RunningProgram : IDisposable
{
    // Only bounds a hang: a first build on a busy machine takes minutes.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly List<string> _lines = [];

    public RunningProgram(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>All lines read so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Reads on until a line satisfies a condition.</summary>
    public async Task ReadUntilAsync(Func<string, bool> condition, string what)
    {
        using var hang = new CancellationTokenSource(s_patience);
        do
        {
            string? line = null;
            try
            {
                line = await _process.StandardOutput.ReadLineAsync(hang.Token);
            }
            catch (OperationCanceledException)
            {
            }
            Assert.True(line is not null, $"There is no {what} in:\n{string.Join('\n', _lines)}\n{Errors()}");
            _lines.Add(line!);
        }
        while (!condition(_lines[^1]));
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Errors()
    {
        lock (_errors)
            return _errors.ToString();
    }
}
