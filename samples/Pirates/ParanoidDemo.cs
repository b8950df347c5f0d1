using ZProto.Transports;

namespace Pirates;

/// <summary>A queue, a client and four workers that die in turn.</summary>
internal sealed class ParanoidDemo(ITransport transport, TextWriter output)
{
    public async Task RunAsync(string endpoint, int seed)
    {
        await using var queue = new PirateQueue(transport);
        string clients = await queue.BindClientsAsync(endpoint), workers = await queue.BindWorkersAsync(endpoint);
        Task[] work = [.. Enumerable.Range(1, 4).Select(number => new UnreliableWorker($"worker {number}", new Faults(seed + number, oneIn: 5), output).RunAsync(transport, workers))];
        await using var client = new LazyPirate { Options = { Transport = transport, Name = "client", LoggerFactory = new OutputLog(output) } };
        await new NumberingClient(output).RunAsync(client, clients, goesOn: () => work.Any(worker => !worker.IsCompleted));
        await Task.WhenAll(work);
    }
}
