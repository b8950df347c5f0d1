using ZProto;
using ZProto.Transports;

namespace Majordomo;

/// <summary>A broker, workers for two services and clients in one process, which say what they do.</summary>
internal sealed class Demo(ITransport transport, string endpoint)
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync()
    {
        MdpBroker broker = NewBroker();
        string bound = await broker.BindAsync(endpoint);
        Console.WriteLine($"broker: bound to {bound}");

        using var stop = new CancellationTokenSource();
        await using MdpWorker echo = await WorkAsync(bound, "echo", text => text, stop.Token);
        await using MdpWorker one = await WorkAsync(bound, "upper", text => $"{text.ToUpperInvariant()} from one", stop.Token);
        await using MdpWorker two = await WorkAsync(bound, "upper", text => $"{text.ToUpperInvariant()} from two", stop.Token);

        await using var ada = new MdpClient { Options = { Transport = transport } };
        await ada.OpenAsync(bound);
        await WaitForAsync(ada, "echo");
        await AskAsync("ada", ada, "mmi.service", "echo");
        await AskAsync("ada", ada, "mmi.service", "coffee");
        await AskAsync("ada", ada, "echo", "Hello world");
        await AskAsync("ada", ada, "upper", "first");
        await AskAsync("ada", ada, "upper", "second");

        await using var bob = new MdpAsyncClient { Options = { Transport = transport } };
        await bob.OpenAsync(bound);
        for (int i = 1; i <= 3; i++)
            await bob.SendAsync("echo", Bodies.ToBody($"request {i}"));
        for (int i = 1; i <= 3; i++)
            Console.WriteLine($"bob: {(await bob.ReceiveAsync()).Body.ToText()}");

        await broker.DisposeAsync();
        Console.WriteLine("broker: dead");
        await using MdpBroker successor = NewBroker();
        await successor.BindAsync(bound);
        Console.WriteLine("broker: back; its workers find it by their heartbeats");
        await WaitForAsync(ada, "echo");
        await AskAsync("ada", ada, "echo", "Hello again");
        await stop.CancelAsync();
    }

    private MdpBroker NewBroker() => new() { Options = { Transport = transport }, HeartbeatInterval = s_heartbeat, ClientTimeout = 3 * s_heartbeat };

    private async Task<MdpWorker> WorkAsync(string bound, string service, Func<string, string> work, CancellationToken stop)
    {
        var worker = new MdpWorker { Options = { Transport = transport }, Heartbeat = s_heartbeat, Liveness = 3 * s_heartbeat, Pause = s_heartbeat };
        await worker.OpenAsync(bound, service, stop);
        _ = worker.RunAsync((body, _) => ValueTask.FromResult(Bodies.ToBody(work(body.ToText()))), stop);
        return worker;
    }

    // A broker does not tell when a worker has registered, but it can be asked.
    private static async Task WaitForAsync(MdpClient client, string service)
    {
        while ((await client.RequestAsync("mmi.service", Bodies.ToBody(service))).ToText() != "200")
            await Task.Delay(20);
    }

    private static async Task AskAsync(string name, MdpClient client, string service, string text)
    {
        FrameList reply = await client.RequestAsync(service, Bodies.ToBody(text));
        Console.WriteLine($"{name}: {service} '{text}': {reply.ToText()}");
    }
}
