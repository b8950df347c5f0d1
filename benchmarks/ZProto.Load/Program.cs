using System.Globalization;
using ZProto;
using ZProto.Load;
using ZProto.Transports;

// Round trips against the Hello server and against a bare ROUTER on the same transport, in turn and in one run; or, with "broker"
// ahead, stream messages through the Broker sample; or, with "processes", servers and clients in processes of their own; or, with "majordomo", that sample beside a broker by hand. The name of a
// transport leaves out the others.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["processes"])
{
    await Processes.RunAsync();
    return;
}
if (args is ["majordomo"])
{
    await MajordomoLoad.RunAsync();
    return;
}
if (await Part.RunAsync(args) || await MajordomoLoad.TryRunPartAsync(args))
    return;
bool loadsBroker = args is ["broker", ..];
string? only = loadsBroker ? args.ElementAtOrDefault(1) : args.FirstOrDefault();
List<(ITransport Transport, string Endpoint)> transports = [(new InProcessTransport(), "inproc://*")];
if (LibZmqTransport.IsAvailable)
    transports.Add((new LibZmqTransport(), "tcp://127.0.0.1:*"));
else
    Console.WriteLine("libzmq is not installed and left out.\n");
// A thousand connections, and those of the turn before that are still about to end.
NetMQ.NetMQConfig.MaxSockets = 4_096;
transports.Add((new NetMQTransport(), "tcp://127.0.0.1:*"));
transports.Add((new SocketsTransport(), "tcp://127.0.0.1:*"));

if (only is not null)
    transports.RemoveAll(transport => !transport.Transport.Name.Equals(only, StringComparison.OrdinalIgnoreCase));

if (loadsBroker)
{
    await BrokerLoad.RunAsync(transports);
    return;
}

// First, while nothing of what is loaded is about to end.
const int Clients = 100_000;
Console.WriteLine($"Memory of one of {Clients:N0} clients of the Hello server: {await MemoryPerClientAsync():N0} bytes\n");

// Pairs of turns, so that a busy moment of the machine falls on both; each is first in every other pair.
TimeSpan turn = TimeSpan.FromSeconds(0.5);
Console.WriteLine("| transport | connections | in flight | bare round trips/s | Hello round trips/s | ratio | half of the pairs | bare p50 / p99 µs | Hello p50 / p99 µs | bare CPU µs | Hello CPU µs |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
foreach ((ITransport transport, string endpoint) in transports)
{
    // The runtime makes code that is used much fast only after some seconds, which is not what is measured.
    for (int i = 0; i < 8; i++)
    {
        RunBare(transport, endpoint, 1, 200);
        await RunHelloAsync(transport, endpoint, 1, 200);
    }
    foreach ((int connections, int inFlight) in ((int, int)[])[(1, 1), (1, 10), (1, 200), (100, 1), (100, 10), (1_000, 1)])
    {
        // A thousand connections take seconds to make and to end.
        int pairs = connections < 1_000 ? 21 : 9;
        var bare = new List<LoadResult>();
        var hello = new List<LoadResult>();
        for (int pair = 0; pair < pairs; pair++)
        {
            if (pair % 2 == 0)
                bare.Add(RunBare(transport, endpoint, connections, inFlight));
            hello.Add(await RunHelloAsync(transport, endpoint, connections, inFlight));
            if (pair % 2 != 0)
                bare.Add(RunBare(transport, endpoint, connections, inFlight));
        }
        List<double> ratios = [.. hello.Zip(bare, (one, other) => one.PerSecond / other.PerSecond).Order()];
        Console.WriteLine(
            $"| {transport.Name} | {connections} | {inFlight} | {Median(bare, result => result.PerSecond):N0} | {Median(hello, result => result.PerSecond):N0} | {ratios[pairs / 2]:P0} | {ratios[pairs / 4]:P0} to {ratios[pairs * 3 / 4]:P0} "
            + $"| {Median(bare, result => result.Median):N1} / {Median(bare, result => result.Worst):N1} | {Median(hello, result => result.Median):N1} / {Median(hello, result => result.Worst):N1} "
            + $"| {Median(bare, result => result.Cpu):N2} | {Median(hello, result => result.Cpu):N2} |");
    }
}

LoadResult RunBare(ITransport transport, string endpoint, int connections, int inFlight)
{
    using var echo = new Echo(transport, endpoint);
    return Callers.Run(transport, echo.Endpoint, connections, inFlight, turn);
}

async Task<LoadResult> RunHelloAsync(ITransport transport, string endpoint, int connections, int inFlight)
{
    await using var server = new HelloServer { Options = { Transport = transport } };
    return Callers.Run(transport, await server.BindAsync(endpoint), connections, inFlight, turn);
}

static double Median(List<LoadResult> results, Func<LoadResult, double> figure) => results.Select(figure).Order().ElementAt(results.Count / 2);

// Managed memory that 100,000 clients take in the server, told from what their sockets take by ending those first.
static async Task<long> MemoryPerClientAsync()
{
    var transport = new InProcessTransport();
    await using var server = new HelloServer { Options = { Transport = transport, MaxClients = 0 } };
    string endpoint = await server.BindAsync("inproc://*");
    // What one client brings with it only once.
    Callers.Run(transport, endpoint, 1, 1, TimeSpan.Zero);
    long before = GC.GetTotalMemory(forceFullCollection: true);
    for (int i = 0; i < Clients; i += 1_000)
        Callers.Run(transport, endpoint, 1_000, 1, TimeSpan.Zero);
    int clients = await server.InvokeAsync(() => server.GetClients().Count);
    if (clients != Clients + 1)
        throw new InvalidOperationException($"The server has {clients} clients.");
    return (GC.GetTotalMemory(forceFullCollection: true) - before) / Clients;
}
