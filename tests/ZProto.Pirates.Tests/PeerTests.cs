using ZProto.Transports;

namespace ZProto.Pirates.Tests;

/// <summary>A queue, a worker and a client in Python, written from RFC 6, over TCP.</summary>
public sealed class PeerTests
{
    private const string Tcp = "tcp://127.0.0.1:*";
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromMilliseconds(100);

    private readonly SocketsTransport _transport = new();

    [PythonFact]
    public async Task A_client_and_workers_in_python_talk_through_our_queue_beside_ours()
    {
        await using var queue = new PirateQueue(_transport, s_heartbeat);
        string clients = await queue.BindClientsAsync(Tcp), workers = await queue.BindWorkersAsync(Tcp);
        using PythonPeer one = StartWorker(workers), two = StartWorker(workers);
        await ExpectAsync(one, "READY");
        await ExpectAsync(two, "READY");
        await using PirateWorker ours = await WorkAsync(workers);
        using var python = new PythonPeer("lazy_client.py", [clients, "200"]);
        await using LazyPirate client = await OpenAsync(clients);
        for (int i = 0; i < 200; i++)
            Assert.Equal($"{i}", await AskAsync(client, i));
        await ExpectAsync(python, "done");
        await ExpectAsync(one, "REQUEST");
        await ExpectAsync(two, "REQUEST");
    }

    [PythonFact]
    public async Task A_worker_in_python_that_falls_silent_is_dead_to_our_queue_and_begins_again()
    {
        await using var queue = new PirateQueue(_transport, s_heartbeat);
        string clients = await queue.BindClientsAsync(Tcp), workers = await queue.BindWorkersAsync(Tcp);
        using PythonPeer worker = StartWorker(workers);
        await ExpectAsync(worker, "READY");
        worker.WriteLine("silent");
        // A queue sends a dead worker nothing, which the worker takes for a dead queue.
        await ExpectAsync(worker, "no heartbeat");
        await ExpectAsync(worker, "READY");
        await using LazyPirate client = await OpenAsync(clients);
        Assert.Equal("1", await AskAsync(client, 1));
    }

    [PythonFact]
    public async Task Our_worker_and_our_client_talk_through_a_queue_in_python()
    {
        using var queue = new PythonPeer("ppp_queue.py", [Tcp, Tcp]);
        string clients = await ReadAsync(queue), workers = await ReadAsync(queue);
        await using PirateWorker worker = await WorkAsync(workers);
        await ExpectAsync(queue, "READY");
        await using LazyPirate client = await OpenAsync(clients);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal($"{i}", await AskAsync(client, i));
            await ExpectAsync(queue, "REPLY");
        }
        queue.WriteLine("silent");
        // It hangs until the worker has missed its heartbeats.
        while (worker.IsConnected)
            await Task.Delay(10);
        queue.WriteLine("awake");
        string line;
        do
            line = await ReadAsync(queue);
        while (line is not "READY");
        Assert.Equal("50", await AskAsync(client, 50));
        await worker.DisposeAsync();
        do
            line = await ReadAsync(queue);
        while (line is not "dead");
    }

    private static PythonPeer StartWorker(string endpoint) => new("ppp_worker.py", [endpoint]);

    private static Task<string> ReadAsync(PythonPeer peer) => Task.Run(peer.ReadLine);

    private static async Task ExpectAsync(PythonPeer peer, string line) => Assert.Equal(line, await ReadAsync(peer));

    private async Task<PirateWorker> WorkAsync(string endpoint)
    {
        var worker = new PirateWorker { Options = { Transport = _transport }, Heartbeat = s_heartbeat, Liveness = 10 };
        await worker.OpenAsync(endpoint);
        _ = worker.RunAsync(Task.FromResult);
        return worker;
    }

    private async Task<LazyPirate> OpenAsync(string endpoint)
    {
        var client = new LazyPirate { Options = { Transport = _transport } };
        await client.OpenAsync(endpoint);
        return client;
    }

    // A worker, and a busy machine, may take longer than the tries of one request.
    private static async Task<string> AskAsync(LazyPirate client, int number)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return Number.Of(await client.AskAsync(Number.ToBody(number), patience.Token));
            }
            catch (TimeoutException)
            {
                // Again, until the patience is at its end.
            }
        }
    }
}
