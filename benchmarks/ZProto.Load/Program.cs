using System.Globalization;
using ZProto;
using ZProto.Load;
using ZProto.Transport;

// Round trips against the Hello server and against a bare ROUTER on the same transport, in turn and in one run; or, with "broker"
// ahead of the number, stream messages through the Broker sample.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool loadsBroker = args is ["broker", ..];
string[] numbers = loadsBroker ? args[1..] : args;
int requests = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : loadsBroker ? 100_000 : 200_000;
List<(ITransport Transport, string Endpoint)> transports = [(new InProcessTransport(), "inproc://*")];
if (LibZmqTransport.IsAvailable)
    transports.Add((new LibZmqTransport(), "tcp://127.0.0.1:*"));
else
    Console.WriteLine("libzmq is not installed and left out.\n");
#if NETMQ
// A thousand connections, and those of the turn before that are still about to end.
NetMQ.NetMQConfig.MaxSockets = 4_096;
transports.Add((new NetMQTransport(), "tcp://127.0.0.1:*"));
#endif

if (loadsBroker)
{
    await BrokerLoad.RunAsync(transports, requests);
    return;
}

Console.WriteLine("| transport | connections | in flight | bare round trips/s | Hello round trips/s | ratio | bare p50 / p99 µs | Hello p50 / p99 µs |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
foreach ((ITransport transport, string endpoint) in transports)
{
    foreach ((int connections, int inFlight) in ((int, int)[])[(1, 1), (1, 10), (1, 200), (100, 1), (100, 10), (1_000, 1)])
    {
        // The median of three turns each, one after the other, so that a busy moment of the machine falls on both.
        var bare = new List<LoadResult>();
        var hello = new List<LoadResult>();
        for (int turn = 0; turn < 3; turn++)
        {
            using (var echo = new Echo(transport, endpoint))
                bare.Add(Callers.Run(transport, echo.Endpoint, connections, inFlight, requests));
            await using var server = new HelloServer { Options = { Transport = transport } };
            hello.Add(Callers.Run(transport, await server.BindAsync(endpoint), connections, inFlight, requests));
        }
        LoadResult bareMedian = Median(bare);
        LoadResult helloMedian = Median(hello);
        Console.WriteLine(
            $"| {transport.Name} | {connections} | {inFlight} | {bareMedian.PerSecond:N0} | {helloMedian.PerSecond:N0} | {helloMedian.PerSecond / bareMedian.PerSecond:P0} "
            + $"| {bareMedian.Median:N1} / {bareMedian.Worst:N1} | {helloMedian.Median:N1} / {helloMedian.Worst:N1} |");
    }
}

const int Clients = 100_000;
Console.WriteLine($"\nMemory of one of {Clients:N0} clients of the Hello server: {await MemoryPerClientAsync():N0} octets");

static LoadResult Median(List<LoadResult> results) => results.OrderBy(result => result.PerSecond).ElementAt(results.Count / 2);

// Managed memory that 100,000 clients take in the server, told from what their sockets take by ending those first.
static async Task<long> MemoryPerClientAsync()
{
    var transport = new InProcessTransport();
    await using var server = new HelloServer { Options = { Transport = transport } };
    string endpoint = await server.BindAsync("inproc://*");
    long before = GC.GetTotalMemory(forceFullCollection: true);
    for (int i = 0; i < Clients; i += 1_000)
        Callers.Run(transport, endpoint, 1_000, 1, 1_000);
    int clients = await server.InvokeAsync(() => server.Clients.Count);
    if (clients != Clients)
        throw new InvalidOperationException($"The server has {clients} clients.");
    return (GC.GetTotalMemory(forceFullCollection: true) - before) / Clients;
}
