using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>A node in a process of its own: it shouts numbers to those in a group until it is killed.</summary>
internal sealed class NodeProcess : IDisposable
{
    public const string Group = "ROOM";

    private const int WordsAtOnce = 10;

    private readonly Process _process;

    private NodeProcess(Process process)
    {
        _process = process;
        Errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it writes on its stderr, once it has ended.</summary>
    public Task<string> Errors { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>How a node is set up that is alone with those of its test.</summary>
    public static ZyreOptions Options(string name, int port) => new()
    {
        Name = name,
        Endpoint = "tcp://127.0.0.1:*",
        Beacon = new ZyreBeaconOptions { Port = port, Interval = TimeSpan.FromMilliseconds(100), Destinations = [IPAddress.Parse("127.255.255.255")] },
        EventQueueCapacity = 0,
    };

    /// <summary>Starts one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="port">The port of its beacons.</param>
    /// <param name="others">How many others it waits for.</param>
    public static NodeProcess Start(string name, int port, int others)
        => new(Process.Start(new ProcessStartInfo("dotnet", [typeof(NodeProcess).Assembly.Location, name, $"{port}", $"{others}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    /// <summary>What the process does.</summary>
    /// <param name="arguments">As <see cref="Start"/> gives them.</param>
    public static async Task RunAsync(string[] arguments)
    {
        await using var node = new ZyreNode(Options(arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture)));
        await node.JoinAsync(Group);
        await node.StartAsync();
        int others = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        Task input = Task.Run(Console.In.ReadToEnd);
        // Of those that were killed before some may still be taken for silent.
        while (!input.IsCompleted && (await node.GetPeersAsync()).Count(peer => peer.Groups.Contains(Group)) < others)
            await Task.Delay(5);
        for (int i = 0; !input.IsCompleted; i++)
        {
            await node.ShoutAsync(Group, $"{i}");
            if (i % WordsAtOnce == 0)
                await Task.Delay(1);
        }
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
