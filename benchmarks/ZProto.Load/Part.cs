using ZProto.Transports;

namespace ZProto.Load;

/// <summary>One end of what <see cref="Processes"/> measures, in a process of its own.</summary>
internal static class Part
{
    private const string AnyEndpoint = "tcp://127.0.0.1:*";

    /// <summary>Runs an end, if the arguments ask for one.</summary>
    public static async Task<bool> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["serve", "tcp"]:
                TcpEcho.Serve();
                return true;
            case ["serve", var name]:
                await ServeAsync(name);
                return true;
            case ["echo", var name]:
                using (var echo = new Echo(Transport(name), AnyEndpoint))
                    await TellAsync(echo.Endpoint);
                return true;
            case ["call", var name, var endpoint, var connections, var inFlight, var seconds]:
                TimeSpan time = TimeSpan.FromSeconds(double.Parse(seconds));
                LoadResult result = name == "tcp"
                    ? TcpEcho.Call(endpoint, int.Parse(inFlight), time)
                    : Callers.Run(Transport(name), endpoint, int.Parse(connections), int.Parse(inFlight), time);
                Console.WriteLine($"{result.PerSecond:F0} {result.Median:F1} {result.Worst:F1}");
                return true;
            default:
                return false;
        }
    }

    private static async Task ServeAsync(string name)
    {
        // All callers are of one address.
        await using var server = new HelloServer { Options = { Transport = Transport(name), Socket = new SocketOptions { MaxConnectionsPerAddress = 0 } } };
        await TellAsync(await server.BindAsync(AnyEndpoint));
    }

    // Until the input ends; for each line it tells the bytes that the process keeps.
    private static async Task TellAsync(string endpoint)
    {
        Console.WriteLine(endpoint);
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(GC.GetTotalMemory(forceFullCollection: true));
    }

    private static ITransport Transport(string name) => name switch
    {
        "sockets" => new SocketsTransport(),
        "libzmq" => new LibZmqTransport(),
        _ => new NetMQTransport(),
    };
}
