using System.Runtime.InteropServices;
using System.Text;

namespace Clone;

/// <summary>A server or a client alone.</summary>
internal static class SeparateProcesses
{
    public static async Task ServeAsync(CommandLine line)
    {
        Role role = line.Part == "backup" ? Role.Backup : Role.Primary;
        (ServerAddress own, ServerAddress peer) = role == Role.Primary ? (line.Primary, line.Backup) : (line.Backup, line.Primary);
        await using var node = new CloneNode(
            line.Transport, role, own, line.Part == "alone" ? null : peer, changed: state => Console.WriteLine($"{line.Part}: {state}"));
        await node.StartAsync();
        Console.WriteLine($"{line.Part}: at {own.Snapshots}; Ctrl+C ends it");
        await Task.WhenAny(WaitForEndAsync(), node.Completion);
    }

    public static async Task SetAsync(CommandLine line)
    {
        await using var client = new CloneClient("", line.Primary, line.Backup)
        {
            Options = { Transport = line.Transport },
            Replaced = server => Console.WriteLine($"set: has a snapshot of {server.Snapshots}"),
        };
        await client.OpenAsync();
        await client.Synchronized;
        for (int i = 1; i <= line.Count; i++)
        {
            await client.SetAsync($"/numbers/{i}", Encoding.UTF8.GetBytes($"{i}"), 0);
            if (i % 50 == 0)
                Console.WriteLine($"set: {i}");
            await Task.Delay(5);
        }
        while (await client.InvokeAsync(() => client.UnconfirmedCount) > 0)
            await Task.Delay(50);
        Console.WriteLine($"set: all {line.Count} values are there");
    }

    public static async Task WatchAsync(CommandLine line)
    {
        await using var client = new CloneClient(line.Subtree, line.Primary, line.Backup)
        {
            Options = { Transport = line.Transport },
            Replaced = server => Console.WriteLine($"watch: has a snapshot of {server.Snapshots}"),
            Changed = (key, value) => Console.WriteLine(value is null ? $"watch: {key} is deleted" : $"watch: {key} = {Encoding.UTF8.GetString(value)}"),
        };
        await client.OpenAsync();
        await WaitForEndAsync();
    }

    public static async Task GetAsync(CommandLine line)
    {
        await using var client = new CloneClient(line.Subtree, line.Primary, line.Backup) { Options = { Transport = line.Transport } };
        await client.OpenAsync();
        await client.Synchronized;
        foreach ((string key, byte[] value) in await client.InvokeAsync(() => client.Values.ToList()))
            Console.WriteLine($"{key} = {Encoding.UTF8.GetString(value)}");
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
