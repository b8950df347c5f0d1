using ZProto.Transports;

namespace ZProto.Load;

/// <summary>The Hello server in a process of its own, until its input ends. For each line it tells the bytes that it keeps.</summary>
internal static class Serving
{
    public static async Task RunAsync((ITransport Transport, string Endpoint) at)
    {
        // All callers are of one address.
        await using var server = new HelloServer { Options = { Transport = at.Transport, Socket = new SocketOptions { MaxConnectionsPerAddress = 0 } } };
        Console.WriteLine(await server.BindAsync(at.Endpoint));
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(GC.GetTotalMemory(forceFullCollection: true));
    }
}
