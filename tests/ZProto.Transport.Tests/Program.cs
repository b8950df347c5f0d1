using System.Text.Json;
using Hello;
using ZProto.Transports;
using ZProto.Transport.Tests;

if (args[0] == MeshProcess.Role)
{
    await MeshProcess.RunAsync(args[1..]);
    return;
}

// The server of a ServerProcess: tells where it is bound and then, for each line that comes in, how it is. It ends with the input.
var transport = (ITransport)Activator.CreateInstance(Type.GetType(args[0], throwOnError: true)!)!;
ServerSettings settings = JsonSerializer.Deserialize<ServerSettings>(args[1])!;
using var counts = new Counts();
await using var server = new HelloServer
{
    Options = { Transport = transport, MeterFactory = counts, Socket = new SocketOptions { MaxFrameSize = settings.MaxFrameSize } },
    ClientTimeout = settings.ClientTimeout,
};
Console.WriteLine(await server.BindAsync("tcp://127.0.0.1:*"));
while (Console.ReadLine() is { } line)
{
    if (line == "collect")
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
    Console.WriteLine(JsonSerializer.Serialize(new ServerState(
        GC.GetTotalMemory(forceFullCollection: false),
        Environment.WorkingSet,
        Directory.GetFiles("/proc/self/fd").Count(IsSocket),
        counts["zproto.clients.expired"],
        counts["zproto.exceptions"])));
}

static bool IsSocket(string descriptor)
{
    try
    {
        return new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
    }
    catch (IOException)
    {
        // Closed since it was listed.
        return false;
    }
}
