using System.Runtime.InteropServices;
using ZProto;

namespace FileMQ;

/// <summary>A server, a client, or both, until Ctrl+C.</summary>
internal static class SeparateProcesses
{
    public static async Task RunAsync(CommandLine line)
    {
        var end = new TaskCompletionSource();
        using PosixSignalRegistration interrupt = Register(PosixSignal.SIGINT, end), terminate = Register(PosixSignal.SIGTERM, end);
        using var footprint = new Footprint();
        string endpoint = line.Endpoint;
        await using FileMqServer? server = line.Command == "mirror" ? null : new FileMqServer { Options = { Transport = line.Transport } };
        if (server is not null)
        {
            // The port is bound last: who comes finds the files.
            await server.PublishAsync(line.Folders[0], "/");
            endpoint = await server.BindAsync(endpoint);
            Console.WriteLine($"server: publishes {line.Folders[0]} at {endpoint}; Ctrl+C ends it");
        }
        await (line.Command == "publish" ? end.Task : MirrorAsync(line, endpoint, end.Task));
        Console.WriteLine(footprint);
    }

    public static void Print(Arrival arrival) => Console.WriteLine(arrival.Kind switch
    {
        ArrivalKind.Received => $"client: received {arrival.Name}, {new FileInfo(arrival.Detail).Length:N0} bytes",
        ArrivalKind.Deleted => $"client: deleted {arrival.Name}",
        _ => $"client: refused {arrival.Name}: {arrival.Detail}",
    });

    private static async Task MirrorAsync(CommandLine line, string endpoint, Task end)
    {
        using var inbox = new Inbox(line.Folders[^1]);
        await using FileMqClient client = new() { Options = { Transport = line.Transport } };
        Console.WriteLine($"client: waiting for the server at {endpoint}; Ctrl+C ends it");
        Task work = RunAsync();
        await await Task.WhenAny(work, end);
        await client.DisposeAsync();
        await work;

        async Task RunAsync()
        {
            try
            {
                await client.OpenAsync(endpoint);
            }
            catch (ClientClosedException) when (end.IsCompleted)
            {
                return;
            }
            Console.WriteLine("client: connected");
            await new Mirror(client, new Dictionary<string, Inbox> { ["/"] = inbox }) { Report = Print }.RunAsync();
        }
    }

    private static PosixSignalRegistration Register(PosixSignal signal, TaskCompletionSource end) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        end.TrySetResult();
    });
}
