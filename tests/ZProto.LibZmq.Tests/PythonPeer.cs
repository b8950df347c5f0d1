using System.ComponentModel;
using System.Diagnostics;

namespace ZProto.LibZmq.Tests;

/// <summary>A process of Python that runs a script of <c>Peers</c>; it is ended with the test.</summary>
internal sealed class PythonPeer : IDisposable
{
    private static readonly Lazy<string?> s_python = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasZmq));
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>A peer of a transport: <c>peer.py</c>.</summary>
    public PythonPeer(params string[] arguments)
        : this("peer.py", arguments)
    {
    }

    /// <summary>A process of a script.</summary>
    public PythonPeer(string script, string[] arguments)
    {
        _process = Start(s_python.Value!, [Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments]);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Why there can be no such process here, or null.</summary>
    public static string? Missing => s_python.Value is null ? "python3 with zmq is not installed (Debian: apt-get install python3-zmq)" : null;

    /// <summary>A client of the Hello server: <c>hello.py</c>.</summary>
    public static PythonPeer OfHello(string what, string endpoint) => new("hello.py", [what, endpoint]);

    /// <summary>Gives it a line to read.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The next line that it prints.</summary>
    public string ReadLine() => _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult()
        ?? throw new InvalidOperationException($"The peer has ended: {_errors.GetAwaiter().GetResult()}");

    /// <summary>Sends it a signal, such as STOP.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"kill failed with {kill.ExitCode}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private static bool HasZmq(string python)
    {
        try
        {
            using Process process = Start(python, ["-c", "import zmq"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, string[] arguments)
        => Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
