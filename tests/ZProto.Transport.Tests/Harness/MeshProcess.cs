using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Steady;

namespace ZProto.Transport.Tests;

/// <summary>A mesh in a process of its own: it greets others, and says numbers to them until it is killed.</summary>
public sealed class MeshProcess : IDisposable
{
    /// <summary>What the program of the tests is given to be one.</summary>
    public const string Role = "mesh";

    private const int WordsAtOnce = 3;

    private readonly Process _process;

    private MeshProcess(Process process)
    {
        _process = process;
        Errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it writes on its stderr, once it has ended.</summary>
    public Task<string> Errors { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="transport">A transport of the class that it is to use.</param>
    /// <param name="tests">The assembly of the tests that run.</param>
    /// <param name="key">Its key.</param>
    /// <param name="name">What it says before each number.</param>
    /// <param name="peerTimeout">How long its peers may be silent; zero for no limit.</param>
    /// <param name="others">Those that it greets.</param>
    public static MeshProcess Start(ITransport transport, Assembly tests, PeerKey key, string name, TimeSpan peerTimeout, params CircleMesh[] others)
    {
        string[] arguments =
        [
            Role, transport.GetType().AssemblyQualifiedName!, key.ToString(), name, peerTimeout.ToString(),
            .. others.SelectMany(other => new[] { other.Options.Key.ToString(), other.Endpoints[0] }),
        ];
        return new MeshProcess(Process.Start(TestProgram.Describe(tests, arguments))!);
    }

    /// <summary>What the process does.</summary>
    /// <param name="arguments">As <see cref="Start"/> gives them, without the first.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var transport = (ITransport)Activator.CreateInstance(Type.GetType(arguments[0], throwOnError: true)!)!;
        using var counts = new Counts();
        await using var mesh = new CircleMesh
        {
            PeerTimeout = TimeSpan.Parse(arguments[3], CultureInfo.InvariantCulture),
            Options = { Transport = transport, Key = PeerKey.From(arguments[1]), MeterFactory = counts },
        };
        await mesh.BindAsync("tcp://127.0.0.1:*");
        string[][] others = [.. arguments[4..].Chunk(2)];
        foreach (string[] other in others)
            await mesh.InvokeAsync(() => mesh.AddPeer(PeerKey.From(other[0]), other[1]));
        Task input = Task.Run(() =>
        {
            while (Console.ReadLine() is not null)
                Console.WriteLine(counts["zproto.clients.expired"].ToString(CultureInfo.InvariantCulture));
        });
        for (int i = 0; !input.IsCompleted; i++)
        {
            if (i == 0)
                await Deadline.Until(async () => await mesh.CountReadyAsync() == others.Length);
            await mesh.WhisperAsync($"{arguments[2]}: {i}");
            if (i % WordsAtOnce == 0)
                await Task.Delay(1);
        }
    }

    /// <summary>Sends it a signal, such as STOP.</summary>
    public Task SignalAsync(string signal) => TestProgram.SignalAsync(_process, signal);

    /// <summary>Has it tell how many peers were silent for too long so far.</summary>
    public async Task<int> CountExpiredAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        string? line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Span);
        return int.Parse(line ?? throw new InvalidOperationException($"The mesh has ended: {await Errors}"), CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it by SIGKILL, whatever it is at.</summary>
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
