using System.Threading.Channels;
using ZProto.Transports;

namespace LogCollector;

/// <summary>Two nodes in one process, collectors that come and go, and a replay of what one has stored.</summary>
internal static class Demo
{
    public static async Task RunAsync(ITransport transport)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("log-collector-");
        try
        {
            await RunAsync(transport, Path.Combine(home.FullName, "archive.db"), Path.Combine(home.FullName, "meter.db"));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(ITransport transport, string archiveFile, string meterFile)
    {
        var lines = Channel.CreateUnbounded<string>();
        await using var ada = new LogNode("tcp://127.0.0.1:5001") { Options = { Transport = transport } };
        await using var bob = new LogNode("tcp://127.0.0.1:5002") { Options = { Transport = transport } };
        LogNode[] nodes = [ada, bob];

        Console.WriteLine("No one collects: what is logged is gone.");
        await ada.LogAsync(ZreLogMsg.LevelError, ZreLogMsg.EventEnter, bob.Id, "no one hears this");

        Console.WriteLine("\nAn archive comes, for errors and warnings. What is not wanted is not sent.");
        string endpoint, replayEndpoint;
        await using RunningCollector meter = Start("meter", meterFile);
        await using (RunningCollector archive = Start("archive", archiveFile))
        {
            (endpoint, replayEndpoint) = await archive.StartAsync(ZreLogMsg.LevelWarning, "tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
            await ReportAsync(endpoint, ZreLogMsg.LevelWarning);
            await ada.LogAsync(ZreLogMsg.LevelInfo, ZreLogMsg.EventEnter, bob.Id, "no one wants this");
            await ShowAsync(1, ada, ZreLogMsg.LevelWarning, ZreLogMsg.EventEnter, bob.Id, "is slow");

            Console.WriteLine("\nA meter comes, elsewhere, for everything.");
            await ReportAsync((await meter.StartAsync(ZreLogMsg.LevelInfo, "tcp://127.0.0.1:*", "tcp://127.0.0.1:*")).Endpoint, ZreLogMsg.LevelInfo);
            await ShowAsync(1, ada, ZreLogMsg.LevelInfo, ZreLogMsg.EventJoin, bob.Id, "CHAT");
            await ShowAsync(2, bob, ZreLogMsg.LevelError, ZreLogMsg.EventExit, ada.Id, "messages are missing");
        }

        Console.WriteLine("\nThe archive goes.");
        await ShowAsync(1, ada, ZreLogMsg.LevelWarning, ZreLogMsg.EventLeave, bob.Id, "CHAT, in a hurry");

        Console.WriteLine("\nIt comes back where it was, and the nodes find it by themselves.");
        await using RunningCollector successor = Start("archive", archiveFile);
        await successor.StartAsync(ZreLogMsg.LevelWarning, endpoint, replayEndpoint);
        Console.WriteLine(await RepeatUntilArchivedAsync(ada, ZreLogMsg.LevelWarning, ZreLogMsg.EventLeave, bob.Id, "CHAT, in a hurry"));

        Console.WriteLine("\nThis is what it has stored, before and after:");
        await using var client = new ReplayClient { Options = { Transport = transport } };
        await client.OpenAsync(replayEndpoint);
        for (int count = 0; count < 3;)
        {
            await foreach (LogRecord record in client.ReplayAsync(ZreLogMsg.LevelInfo, client.Last))
            {
                if (count++ < 3)
                    Console.WriteLine($"replay: {record}");
            }
        }

        RunningCollector Start(string name, string file) => new(transport, file, record => lines.Writer.TryWrite($"{name}: {record}"));

        // What a collector wants takes a moment to get to the nodes.
        async Task ReportAsync(string collector, byte level)
        {
            foreach (LogNode node in nodes)
            {
                await node.ReportToAsync(collector);
                while (!await node.InvokeAsync(() => node.IsWanted(level)))
                    await Task.Delay(10);
            }
        }

        // A node keeps events for a collector that is away, but one that was sent as the connection ended is lost.
        async Task<string> RepeatUntilArchivedAsync(LogNode node, byte level, byte @event, ushort peer, string data)
        {
            while (true)
            {
                Task<bool> next = lines.Reader.WaitToReadAsync().AsTask();
                if (await Task.WhenAny(next, Task.Delay(1_000)) != next)
                    await node.LogAsync(level, @event, peer, data);
                else if (lines.Reader.TryRead(out string? line) && line.StartsWith("archive", StringComparison.Ordinal))
                    return line;
            }
        }

        async Task ShowAsync(int collectors, LogNode node, byte level, byte @event, ushort peer, string data)
        {
            await node.LogAsync(level, @event, peer, data);
            string[] shown = new string[collectors];
            for (int i = 0; i < collectors; i++)
                shown[i] = await lines.Reader.ReadAsync();
            foreach (string line in shown.Order(StringComparer.Ordinal))
                Console.WriteLine(line);
        }
    }
}
