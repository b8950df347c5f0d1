using ZProto.Transports;

namespace ZProto.Load;

/// <summary>The Hello server in a process of its own, until its input ends.</summary>
internal static class Serving
{
    public static async Task RunAsync((ITransport Transport, string Endpoint) at)
    {
        await using var server = new HelloServer { Options = { Transport = at.Transport } };
        Console.WriteLine(await server.BindAsync(at.Endpoint));
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }
}
