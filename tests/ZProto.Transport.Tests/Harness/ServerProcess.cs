using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace ZProto.Transport.Tests;

/// <summary>A server of the Hello protocol in a process of its own, bound to a port of its own: what ends it ends no test.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public string Endpoint { get; private set; } = "";

    public bool HasExited => _process.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="transport">A transport of the class that it is to use, from the tests that run.</param>
    /// <param name="tests">The assembly of the tests that run, with all that the transport needs.</param>
    /// <param name="settings">How it is set up.</param>
    public static async Task<ServerProcess> StartAsync(ITransport transport, Assembly tests, ServerSettings settings)
    {
        ProcessStartInfo start = TestProgram.Describe(tests, [transport.GetType().AssemblyQualifiedName!, JsonSerializer.Serialize(settings)], settings.MaxDescriptors);
        if (settings.MaxHeapBytes is { } bytes)
            start.Environment["DOTNET_GCHeapHardLimit"] = $"{bytes:X}";
        var server = new ServerProcess(Process.Start(start)!);
        try
        {
            server.Endpoint = await server.ReadLineAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Has it tell how it is.</summary>
    /// <param name="collects">Whether it collects first, so that its memory is what it needs: a matter of tens of milliseconds.</param>
    public async Task<ServerState> LookAsync(bool collects = false)
    {
        await _process.StandardInput.WriteLineAsync(collects ? "collect" : "");
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<ServerState>(await ReadLineAsync())!;
    }

    /// <summary>How long it has used the processor.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Sends it a signal, such as STOP.</summary>
    public Task SignalAsync(string signal) => TestProgram.SignalAsync(_process, signal);

    /// <summary>Waits for what only a server that lives can bring about.</summary>
    /// <exception cref="InvalidOperationException">The server has ended; the message says of what.</exception>
    public async Task WhileItLivesAsync(Task task)
    {
        Task exit = _process.WaitForExitAsync();
        if (await Task.WhenAny(task, exit) == exit)
            throw new InvalidOperationException($"The server has ended: {await _errors.WaitAsync(Deadline.Span)}");
        await task;
    }

    /// <summary>Waits until it has aborted.</summary>
    /// <returns>What it said last.</returns>
    public async Task<string> WaitForAbortAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline.Span);
        Assert.NotEqual(0, _process.ExitCode);
        return await _errors.WaitAsync(Deadline.Span);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync()
        => await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Span)
            ?? throw new InvalidOperationException($"The server has ended: {await _errors.WaitAsync(Deadline.Span)}");
}
