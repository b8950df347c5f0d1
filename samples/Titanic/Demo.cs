using Majordomo;
using ZProto;
using ZProto.Transports;

namespace Titanic;

/// <summary>A broker, Titanic, a worker and a client in one process: a request outlives all but the client.</summary>
internal static class Demo
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync()
    {
        var transport = new SocketsTransport();
        string file = Path.Combine(Path.GetTempPath(), $"titanic-{Guid.NewGuid():N}.db");
        await using var broker = new MdpBroker { Options = { Transport = transport }, HeartbeatInterval = s_heartbeat, ClientTimeout = 3 * s_heartbeat };
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        Console.WriteLine($"broker: bound to {endpoint}");
        try
        {
            await using var mdp = new MdpClient { Options = { Transport = transport } };
            await mdp.OpenAsync(endpoint);
            var client = new TitanicClient(mdp);

            Guid id;
            await using (Start(transport, endpoint, file))
            {
                id = await client.SubmitAsync("coffee", Bodies.ToBody("a cup for Ada"));
                Console.WriteLine($"client: request {id:N} is stored");
                Console.WriteLine($"client: the reply is {(await client.FetchAsync(id) is null ? "pending, as no one makes coffee" : "there")}");
            }
            Console.WriteLine("titanic: stopped");
            await using (Start(transport, endpoint, file))
            {
                await using var worker = new MdpWorker { Options = { Transport = transport }, Heartbeat = s_heartbeat, Liveness = 3 * s_heartbeat };
                await worker.OpenAsync(endpoint, "coffee");
                _ = worker.RunAsync((body, _) => ValueTask.FromResult(Bodies.ToBody($"here is {body.ToText()}")));
                Console.WriteLine("worker: makes coffee");
                FrameList? reply;
                while ((reply = await client.FetchAsync(id)) is null)
                    await Task.Delay(50);
                Console.WriteLine($"client: {reply.ToText()}");
                await client.CloseAsync(id);
                Console.WriteLine("client: the request is closed");
            }
        }
        finally
        {
            foreach (string part in (string[])["", "-wal", "-shm"])
                File.Delete(file + part);
        }
    }

    private static RunningTitanic Start(ITransport transport, string endpoint, string file)
    {
        Console.WriteLine("titanic: started");
        return new RunningTitanic(transport, endpoint, new TitanicStore(file), s_heartbeat);
    }
}
