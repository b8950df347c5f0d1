using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>Clients, workers and a broker in Python, written from the RFC, over TCP.</summary>
public sealed class PeerTests
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromMilliseconds(100);

    private readonly SocketsTransport _transport = new();

    [PythonTheory]
    [InlineData("req")]
    [InlineData("dealer")]
    public async Task Clients_and_a_worker_in_python_talk_through_our_broker(string kind)
    {
        await using MdpBroker broker = await StartBrokerAsync();
        string endpoint = broker.Endpoints[0];
        using var worker = new PythonPeer("mdp_worker.py", [endpoint, "echo"]);
        Assert.Equal("ready", await Task.Run(worker.ReadLine));
        using var client = new PythonPeer("mdp_client.py", [kind, endpoint, "echo", "200"]);
        Assert.Equal("done", await Task.Run(client.ReadLine));
    }

    [PythonFact]
    public async Task Our_client_and_our_worker_talk_to_those_in_python_through_our_broker()
    {
        await using MdpBroker broker = await StartBrokerAsync();
        string endpoint = broker.Endpoints[0];
        using var pythonWorker = new PythonPeer("mdp_worker.py", [endpoint, "python"]);
        await using MdpWorker worker = await WorkAsync(endpoint, "net");
        await using MdpClient client = await OpenAsync(endpoint);
        Assert.Equal("to python", await AskAsync(client, "python", "to python"));
        using var pythonClient = new PythonPeer("mdp_client.py", ["req", endpoint, "net", "20"]);
        Assert.Equal("done", await Task.Run(pythonClient.ReadLine));
    }

    [PythonFact]
    public async Task Our_worker_and_our_clients_talk_through_a_broker_in_python()
    {
        using var broker = new PythonPeer("mdp_broker.py", ["tcp://127.0.0.1:*"]);
        string endpoint = await Task.Run(broker.ReadLine);
        await using MdpWorker worker = await WorkAsync(endpoint, "net");
        Assert.Equal("READY", await Task.Run(broker.ReadLine));
        await using MdpClient client = await OpenAsync(endpoint);
        Assert.Equal("to net", await AskAsync(client, "net", "to net"));
        Assert.Equal("REPLY", await Task.Run(broker.ReadLine));
        await using var async = new MdpAsyncClient { Options = { Transport = _transport } };
        await async.OpenAsync(endpoint);
        for (int i = 0; i < 50; i++)
            await async.SendAsync("net", Bodies.ToBody($"{i}"));
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal($"{i}", (await async.ReceiveAsync()).Body.ToText());
            Assert.Equal("REPLY", await Task.Run(broker.ReadLine));
        }
        // It says that it leaves; in between it has sent heartbeats, which the broker did not miss.
        await worker.DisposeAsync();
        Assert.Equal("DISCONNECT", await Task.Run(broker.ReadLine));
    }

    [PythonFact]
    public async Task A_worker_in_python_that_falls_silent_leaves_after_its_liveness()
    {
        await using MdpBroker broker = await StartBrokerAsync();
        string endpoint = broker.Endpoints[0];
        using var worker = new PythonPeer("mdp_worker.py", [endpoint, "echo"]);
        Assert.Equal("ready", await Task.Run(worker.ReadLine));
        await using MdpClient client = await OpenAsync(endpoint);
        await WaitForAsync(client, "echo", "200");
        worker.WriteLine("silent");
        Assert.Equal("DISCONNECT", await Task.Run(worker.ReadLine));
        await WaitForAsync(client, "echo", "404");
    }

    [PythonFact]
    public async Task A_worker_in_python_that_sends_an_invalid_command_is_disconnected_and_registers_again()
    {
        await using MdpBroker broker = await StartBrokerAsync();
        string endpoint = broker.Endpoints[0];
        using var worker = new PythonPeer("mdp_worker.py", [endpoint, "echo"]);
        Assert.Equal("ready", await Task.Run(worker.ReadLine));
        worker.WriteLine("invalid");
        Assert.Equal("DISCONNECT", await Task.Run(worker.ReadLine));
        Assert.Equal("ready", await Task.Run(worker.ReadLine));
        await using MdpClient client = await OpenAsync(endpoint);
        Assert.Equal("still here", await AskAsync(client, "echo", "still here"));
        worker.WriteLine("leave");
        await WaitForAsync(client, "echo", "404");
    }

    private async Task<MdpBroker> StartBrokerAsync()
    {
        var broker = new MdpBroker { Options = { Transport = _transport }, HeartbeatInterval = s_heartbeat, ClientTimeout = 10 * s_heartbeat };
        await broker.BindAsync("tcp://127.0.0.1:*");
        return broker;
    }

    private async Task<MdpWorker> WorkAsync(string endpoint, string service)
    {
        var worker = new MdpWorker { Options = { Transport = _transport }, Heartbeat = s_heartbeat, Liveness = 10 * s_heartbeat };
        await worker.OpenAsync(endpoint, service);
        _ = worker.RunAsync((body, _) => ValueTask.FromResult(body));
        return worker;
    }

    private async Task<MdpClient> OpenAsync(string endpoint)
    {
        var client = new MdpClient { Options = { Transport = _transport } };
        await client.OpenAsync(endpoint);
        return client;
    }

    // A worker, and a busy machine, may take longer than the tries of one request.
    private static async Task<string> AskAsync(MdpClient client, string service, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return (await client.RequestAsync(service, Bodies.ToBody(text), patience.Token)).ToText();
            }
            catch (TimeoutException)
            {
                // Again, until the patience is at its end.
            }
        }
    }

    private static async Task WaitForAsync(MdpClient client, string service, string code)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await AskAsync(client, "mmi.service", service) != code)
            await Task.Delay(10, patience.Token);
    }
}
