using ZProto.Transports;

namespace Hello;

/// <summary>The server and the client, each in a process of its own, until Ctrl+C.</summary>
internal static class SeparateProcesses
{
    public static async Task RunServerAsync(ITransport transport, string endpoint)
    {
        await using var server = new HelloServer { Options = { Transport = transport } };
        Console.WriteLine($"server: bound to {await server.BindAsync(endpoint)}; Ctrl+C ends it");
        await PauseAsync(UntilCtrlC(), Timeout.InfiniteTimeSpan);
    }

    public static async Task RunClientAsync(ITransport transport, string endpoint)
    {
        CancellationToken stop = UntilCtrlC();
        await using var client = new HelloClient { Options = { Transport = transport } };
        Console.WriteLine($"client: waiting for the server at {endpoint}; Ctrl+C ends it");
        try
        {
            await client.OpenAsync(endpoint, stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        Console.WriteLine("client: connected; stop the server and start it again, and see what becomes of the calls");
        do
        {
            try
            {
                Demo.Print(await client.GreetAsync("World"));
            }
            catch (TimeoutException exception)
            {
                Console.WriteLine($"client: {exception.Message}");
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
