using ZProto;

namespace Pirates;

/// <summary>A client that asks again, and a server that is slow once and then crashes, on one loop.</summary>
internal sealed class LazyDemo(EventLoop loop, TextWriter output)
{
    public async Task RunAsync(string endpoint, int seed)
    {
        await using var server = new UnreliableServer(new Faults(seed, oneIn: 3), output) { Options = { Loop = loop } };
        await using var client = new LazyPirate { Options = { Loop = loop, Name = "client", LoggerFactory = new OutputLog(output) } };
        await new NumberingClient(output).RunAsync(client, await server.BindAsync(endpoint));
    }
}
