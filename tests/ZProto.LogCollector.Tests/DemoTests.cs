using System.Net;
using System.Net.Sockets;

namespace ZProto.LogCollector.Tests;

/// <summary>The sample as a program.</summary>
public sealed class DemoTests
{
    private static readonly string[] s_lines =
    [
        "archive: warning ENTER node 5768 peer 576b is slow",
        "meter: info    JOIN  node 5768 peer 576b CHAT",
        "archive: error   EXIT  node 576b peer 5768 messages are missing",
        "meter: error   EXIT  node 576b peer 5768 messages are missing",
        "meter: warning LEAVE node 5768 peer 576b CHAT, in a hurry",
        "archive: warning LEAVE node 5768 peer 576b CHAT, in a hurry",
        "replay: warning ENTER node 5768 peer 576b is slow",
        "replay: error   EXIT  node 576b peer 5768 messages are missing",
        "replay: warning LEAVE node 5768 peer 576b CHAT, in a hurry",
    ];

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task The_demo_shows_collectors_that_come_and_go(string transport)
    {
        using var demo = new SampleProcess("LogCollector", $"demo --transport {transport}");
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(s_lines, lines.Where(line => line.Contains("node", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_collector_that_is_killed_has_stored_what_it_has_shown_a_moment_before_and_another_goes_on()
    {
        using var files = new TemporaryFolder();
        string options = $"--endpoint tcp://127.0.0.1:{FreePort()} --replay-endpoint tcp://127.0.0.1:{FreePort()} --store {files.Path("log.db")}";
        using var node = new SampleProcess("LogCollector", $"node {options}");
        await node.ReadLineAsync("node: ");
        string shown;
        using (var first = new SampleProcess("LogCollector", $"collector {options}"))
        {
            shown = await first.ReadLineAsync("collector: info");
            await first.ReadLineAsync("collector: ");
            first.Kill();
        }
        using var second = new SampleProcess("LogCollector", $"collector {options}");
        await second.ReadLineAsync("collector: nodes report to");
        string last = await second.ReadLineAsync("collector: ");
        second.Interrupt();
        await second.ReadToEndAsync();
        Assert.Equal(0, second.ExitCode);

        using var third = new SampleProcess("LogCollector", $"collector {options} --level error");
        await third.ReadLineAsync("collector: nodes report to");
        using var replay = new SampleProcess("LogCollector", $"replay {options}");
        string[] lines = await replay.ReadToEndAsync();
        Assert.Contains(shown["collector: ".Length..], lines);
        Assert.Contains(last["collector: ".Length..], lines);
    }

    [Theory]
    [InlineData("fly", "'fly' is not understood.")]
    [InlineData("--transport pigeon", "'pigeon' is not a transport.")]
    [InlineData("node --level loud", "'loud' is not a level.")]
    [InlineData("replay --endpoint", "'--endpoint' is not an option, or needs a value.")]
    public async Task Arguments_that_are_not_understood_are_told_what_they_can_be(string arguments, string error)
    {
        using var sample = new SampleProcess("LogCollector", arguments);
        string[] errors = await sample.ReadErrorsAsync();
        Assert.Equal(error, errors[0]);
        Assert.StartsWith("Usage: LogCollector [demo | collector", errors[1], StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zproto-log-");

        public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
