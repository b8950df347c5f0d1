using System.Runtime.InteropServices;
using ZProto.Transports;

namespace Pirates;

/// <summary>A server, a queue, a worker or a client, each in a process of its own, until Ctrl+C.</summary>
internal sealed class SeparateProcesses(CommandLine line)
{
    private readonly SocketsTransport _transport = new();

    public async Task RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        try
        {
            await (line.Part switch
            {
                "server" => ServeAsync(stop.Token),
                "queue" => QueueAsync(stop.Token),
                "worker" => new UnreliableWorker("worker", new Faults(line.Seed, oneIn: 5), Console.Out).RunAsync(_transport, line.Workers, line.Heartbeat, stop.Token),
                _ => AskAsync(stop.Token),
            });
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        await using var server = new UnreliableServer(new Faults(line.Seed, oneIn: 3), Console.Out) { Options = { Transport = _transport } };
        Console.WriteLine($"server: bound to {await server.BindAsync(line.Clients)}");
        await server.Completion.WaitAsync(stop);
    }

    private async Task QueueAsync(CancellationToken stop)
    {
        await using var queue = new PirateQueue(_transport, line.Heartbeat);
        Console.WriteLine($"queue: clients at {await queue.BindClientsAsync(line.Clients)}");
        Console.WriteLine($"queue: workers at {await queue.BindWorkersAsync(line.Workers)}");
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
    }

    private async Task AskAsync(CancellationToken stop)
    {
        await using var client = new LazyPirate { Options = { Transport = _transport, Name = "client", LoggerFactory = new OutputLog(Console.Out) } };
        await new NumberingClient(Console.Out).RunAsync(client, line.Clients, cancellationToken: stop);
    }
}
