using System.Diagnostics;

namespace ZProto.Samples.Tests;

/// <summary>A sample in a process of its own; it is ended with the test.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public SampleProcess(string sample, string arguments = "")
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"{sample}.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>Types a line.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next line that begins so. The wait ends only where a test fails.</summary>
    public async Task<string> ReadLineAsync(string beginning, TimeSpan? patience = null)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(patience ?? s_patience) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"The sample has ended before '{beginning}': {await _errors}");
    }

    /// <summary>All lines, when the sample has ended by itself. It may take as long as it does, as long as lines come.</summary>
    public async Task<string[]> ReadToEndAsync()
    {
        List<string> lines = [];
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            if (line.Length > 0)
                lines.Add(line);
        }
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return [.. lines];
    }

    /// <summary>All lines of errors, when the sample has ended.</summary>
    public async Task<string[]> ReadErrorsAsync()
        => (await _errors.WaitAsync(s_patience)).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asks the sample to end, as Ctrl+C does.</summary>
    public void Interrupt() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).Dispose();

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
