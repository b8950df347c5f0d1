using System.Runtime.InteropServices;

namespace LogCollector;

/// <summary>A collector, a node or a client alone.</summary>
internal static class SeparateProcesses
{
    public static async Task CollectAsync(CommandLine line)
    {
        await using var collector = new RunningCollector(line.Transport, line.Store, record => Console.WriteLine($"collector: {record}"));
        (string endpoint, string replayEndpoint) = await collector.StartAsync(line.Level, line.Endpoint, line.ReplayEndpoint);
        Console.WriteLine($"collector: nodes report to {endpoint}, clients read at {replayEndpoint}, the store is {line.Store}; Ctrl+C ends it");
        await WaitForEndAsync();
        if (collector.Lost > 0)
            Console.WriteLine($"collector: {collector.Lost} records are not stored");
    }

    public static async Task LogAsync(CommandLine line)
    {
        await using var node = new LogNode(line.Self) { Options = { Transport = line.Transport } };
        await node.ReportToAsync(line.Endpoint);
        Console.WriteLine($"node: {node.Id:x4} reports to {line.Endpoint}; Ctrl+C ends it");
        byte[] levels = [ZreLogMsg.LevelInfo, ZreLogMsg.LevelInfo, ZreLogMsg.LevelWarning, ZreLogMsg.LevelError];
        Task end = WaitForEndAsync();
        for (int i = 0; await Task.WhenAny(end, Task.Delay(1_000)) != end; i++)
            await node.LogAsync(levels[i % levels.Length], ZreLogMsg.EventJoin, peer: 0, $"event {i}");
    }

    public static async Task ReplayAsync(CommandLine line)
    {
        await using var client = new ReplayClient { Options = { Transport = line.Transport } };
        await client.OpenAsync(line.ReplayEndpoint);
        await foreach (LogRecord record in client.ReplayAsync(line.Level))
            Console.WriteLine(record);
    }

    private static async Task WaitForEndAsync()
    {
        var end = new TaskCompletionSource();
        using PosixSignalRegistration interrupt = Register(PosixSignal.SIGINT, end), terminate = Register(PosixSignal.SIGTERM, end);
        await end.Task;
    }

    private static PosixSignalRegistration Register(PosixSignal signal, TaskCompletionSource end) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        end.TrySetResult();
    });
}
