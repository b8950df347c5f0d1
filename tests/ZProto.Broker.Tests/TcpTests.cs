using ZProto.Transports;

namespace ZProto.Broker.Tests;

/// <summary>The main flows over TCP.</summary>
public sealed class TcpTests
{
    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task Streams_mailboxes_and_services_work_over_tcp(string name)
    {
        ITransport transport = TcpTransports.Create(name);
        await using BrokerServer broker = NewBroker(transport);
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        await using BrokerClient ada = await NewClient(transport).OpenAsync(endpoint, "ada");
        await using BrokerClient bob = await NewClient(transport).OpenAsync(endpoint, "bob");
        await ada.ReadAsync("weather", "^rome");
        await bob.PublishAsync("weather", "paris", "1");
        await bob.PublishAsync("weather", "rome", "2");
        Assert.Equal("2", await ada.NextTextAsync());
        await bob.WorkForAsync("sums", "");
        await ada.AskAsync("sums", "add", "3");
        BrokerMsg job = await bob.NextAsync();
        await bob.MailToAsync(job.Sender, $"{Talk.Text(job)}!");
        Assert.Equal("3!", await ada.NextTextAsync());
        await Talk.FailureAsync(ada.SubscribeAsync("weather", "("));
    }

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_broker_that_is_killed_and_comes_back_finds_its_clients_as_they_were(string name)
    {
        ITransport transport = TcpTransports.Create(name);
        BrokerServer broker = NewBroker(transport);
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        await using BrokerClient writer = await NewClient(transport).OpenAsync(endpoint, "writer");
        await using BrokerClient reader = await NewClient(transport).OpenAsync(endpoint, "reader");
        await reader.ReadAsync("weather", "^rome");
        await reader.WorkForAsync("sums", "");
        for (int i = 0; i < 3; i++)
        {
            await broker.DisposeAsync();
            broker = NewBroker(transport);
            await broker.BindAsync(endpoint);
            await WaitForClientsAsync(broker, 2);
            await writer.PublishAsync("weather", "paris", "other");
            await writer.PublishAsync("weather", "rome", $"stream {i}");
            await writer.AskAsync("sums", "", $"job {i}");
            await writer.MailToAsync("reader", $"letter {i}");
            Assert.Equal([$"stream {i}", $"job {i}", $"letter {i}"], [await reader.NextTextAsync(), await reader.NextTextAsync(), await reader.NextTextAsync()]);
        }
        await broker.DisposeAsync();
    }

    [PythonTheory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_client_of_another_runtime_takes_part(string name)
    {
        ITransport transport = TcpTransports.Create(name);
        await using BrokerServer broker = NewBroker(transport);
        string endpoint = await broker.BindAsync("tcp://127.0.0.1:*");
        await using BrokerClient client = await NewClient(transport).OpenAsync(endpoint, "net");
        using var peer = new PythonPeer(endpoint);
        Assert.Equal("ready", await Task.Run(peer.ReadLine));

        await client.ReadAsync("news", "^from python");
        await client.PublishAsync("news", "to no one", "x");
        await client.PublishAsync("news", "to python", "abc");
        BrokerMsg publication = await client.NextAsync();
        Assert.Equal("python / from python to net / to python: cba", $"{publication.Sender} / {publication.Subject} / {Talk.Text(publication)}");

        await client.RequestAsync("sums", "add", "t1", BrokerHost.Bytes("20 22"));
        BrokerMsg answer = await client.NextAsync();
        Assert.Equal("python / sum / t1 / 42", $"{answer.Sender} / {answer.Subject} / {answer.Tracker} / {Talk.Text(answer)}");

        await client.MailAsync("python", "thanks", "", BrokerHost.Bytes("for all"));
        Assert.Equal("done", await Task.Run(peer.ReadLine));
    }

    private static BrokerServer NewBroker(ITransport transport) => new() { Options = { Transport = transport } };

    private static BrokerClient NewClient(ITransport transport) => new() { Options = { Transport = transport, DisposeTimeout = TimeSpan.FromSeconds(1) }, Heartbeat = TimeSpan.FromMilliseconds(50) };

    private static async Task WaitForClientsAsync(BrokerServer broker, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await broker.InvokeAsync(() => broker.GetClients().Count(client => client.State == BrokerServer.State.Open)) != count)
            await Task.Delay(1, patience.Token);
    }

    /// <summary>A test that needs libzmq of Python, skipped where it is not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PythonTheoryAttribute : TheoryAttribute
    {
        public PythonTheoryAttribute() => Skip = PythonPeer.Missing;
    }
}
