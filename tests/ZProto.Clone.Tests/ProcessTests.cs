using System.Net;
using System.Net.Sockets;

namespace ZProto.Clone.Tests;

/// <summary>The sample as a program, in one process and in several, over TCP.</summary>
public sealed class ProcessTests
{
    public static TheoryData<string> Transports => LibZmqTransport.IsAvailable ? ["netmq", "libzmq"] : ["netmq"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_primary_is_killed_under_a_stream_of_updates_and_nothing_is_lost(string transport)
    {
        const int Count = 400;
        string options = $"--transport {transport} --port {FreePorts()} --backup-port {FreePorts()}";
        using var primary = new SampleProcess("Clone", $"primary {options}");
        using var backup = new SampleProcess("Clone", $"backup {options}");
        await primary.ReadLineAsync("primary: active");
        await backup.ReadLineAsync("backup: synchronized");
        using var writer = new SampleProcess("Clone", $"set --count {Count} {options}");
        await writer.ReadLineAsync("set: 100");
        primary.Kill();
        await backup.ReadLineAsync("backup: active");
        string[] lines = await writer.ReadToEndAsync();
        Assert.Equal($"set: all {Count} values are there", lines[^1]);

        using var successor = new SampleProcess("Clone", $"primary {options}");
        await successor.ReadLineAsync("primary: passive");
        await successor.ReadLineAsync("primary: synchronized");
        backup.Kill();
        using var reader = new SampleProcess("Clone", $"get {options} --subtree /numbers/");
        Assert.Equal(
            Enumerable.Range(1, Count).Select(i => $"/numbers/{i} = {i}").Order(StringComparer.Ordinal),
            (await reader.ReadToEndAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_demo_shows_a_primary_that_dies_and_comes_back(string transport)
    {
        using var demo = new SampleProcess("Clone", $"demo --transport {transport}");
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        string[] expected =
        [
            "Primary: active", "Backup: passive", "ada: /prices/tea = 3", "ada: /staff/eve = is here", "ada: /staff/eve is deleted", "Backup: active",
            "ada: has a snapshot of the Backup", "Primary: passive", "Primary: synchronized",
        ];
        Assert.Subset(lines.ToHashSet(), expected.ToHashSet());
        Assert.Contains("bob: /prices/tea = 3", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("bob: /staff/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_alone_serves()
    {
        string options = $"--port {FreePorts()}";
        using var server = new SampleProcess("Clone", $"alone {options}");
        await server.ReadLineAsync("alone: at ");
        using var watcher = new SampleProcess("Clone", $"watch {options} --subtree /numbers/");
        await watcher.ReadLineAsync("watch: has a snapshot of ");
        using var writer = new SampleProcess("Clone", $"set --count 3 {options}");
        Assert.Equal("set: all 3 values are there", (await writer.ReadToEndAsync())[^1]);
        for (int i = 1; i <= 3; i++)
            Assert.Equal($"watch: /numbers/{i} = {i}", await watcher.ReadLineAsync("watch: "));
        server.Interrupt();
        await server.ReadToEndAsync();
        Assert.Equal(0, server.ExitCode);
    }

    [Theory]
    [InlineData("fly", "'fly' is not understood.")]
    [InlineData("--transport pigeon", "'pigeon' is not a transport.")]
    [InlineData("get --subtree config", "'config' is not a subtree: those begin and end with a slash.")]
    [InlineData("alone --port 70000", "'--port' needs a number from 1 to 65532, not '70000'.")]
    [InlineData("set --count", "'--count' is not an option, or needs a value.")]
    public async Task Arguments_that_are_not_understood_are_told_what_they_can_be(string arguments, string error)
    {
        using var sample = new SampleProcess("Clone", arguments);
        string[] errors = await sample.ReadErrorsAsync();
        Assert.Equal(error, errors[0]);
        Assert.StartsWith("Usage: Clone [demo | alone", errors[1], StringComparison.Ordinal);
    }

    /// <summary>The first of four ports that are free.</summary>
    private static int FreePorts()
    {
        while (true)
        {
            var listeners = new List<TcpListener>();
            try
            {
                int first = 0;
                for (int i = 0; i < 4; i++)
                {
                    var listener = new TcpListener(IPAddress.Loopback, i == 0 ? 0 : first + i);
                    listener.Start();
                    listeners.Add(listener);
                    if (i == 0)
                        first = ((IPEndPoint)listener.LocalEndpoint).Port;
                }
                if (first <= 65_532)
                    return first;
            }
            catch (Exception exception) when (exception is SocketException or ArgumentOutOfRangeException)
            {
                // One of them is in use.
            }
            finally
            {
                listeners.ForEach(listener => listener.Dispose());
            }
        }
    }
}
