using ZProto;

namespace Majordomo;

/// <summary>A broker, a worker or a client, each in a process of its own, until Ctrl+C.</summary>
internal sealed class SeparateProcesses(CommandLine line)
{
    public async Task RunBrokerAsync()
    {
        await using var broker = new MdpBroker
        {
            Options = { Transport = line.Transport },
            HeartbeatInterval = line.Heartbeat,
            ClientTimeout = 3 * line.Heartbeat,
        };
        Console.WriteLine($"broker: bound to {await broker.BindAsync(line.Endpoint)}; Ctrl+C ends it");
        await PauseAsync(UntilCtrlC(), Timeout.InfiniteTimeSpan);
        await broker.ShutDownAsync();
    }

    public async Task RunWorkerAsync()
    {
        string service = line.Words.Count > 0 ? line.Words[0] : "echo";
        CancellationToken stop = UntilCtrlC();
        await using var worker = new MdpWorker
        {
            Options = { Transport = line.Transport },
            Heartbeat = line.Heartbeat,
            Liveness = 3 * line.Heartbeat,
            Pause = line.Heartbeat,
        };
        await worker.OpenAsync(line.Endpoint, service, stop);
        Console.WriteLine($"worker: for {service} at {line.Endpoint}; Ctrl+C ends it");
        try
        {
            await worker.RunAsync((body, _) => ValueTask.FromResult(body), stop);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }
    }

    public async Task RunClientAsync()
    {
        string service = line.Words.Count > 0 ? line.Words[0] : "echo";
        FrameList body = Bodies.ToBody(line.Words.Count > 1 ? line.Words[1] : "Hello world");
        CancellationToken stop = UntilCtrlC();
        await using var client = new MdpClient { Options = { Transport = line.Transport } };
        await client.OpenAsync(line.Endpoint, stop);
        Console.WriteLine($"client: asks {service} at {line.Endpoint}; Ctrl+C ends it");
        do
        {
            try
            {
                FrameList reply = await client.RequestAsync(service, body, stop);
                Console.WriteLine($"client: {reply.ToText()}");
            }
            catch (TimeoutException exception)
            {
                Console.WriteLine($"client: {exception.Message}");
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        while (await PauseAsync(stop, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Waits; false where Ctrl+C was pressed.</summary>
    private static async Task<bool> PauseAsync(CancellationToken stop, TimeSpan time)
    {
        try
        {
            await Task.Delay(time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static CancellationToken UntilCtrlC()
    {
        var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        return stop.Token;
    }
}
