using System.Text;
using ZProto.Transports;

namespace ZProto.Broker.Tests;

/// <summary>A broker on the in-process transport, with a clock that tests turn, and the clients that they open.</summary>
public sealed class BrokerHost : IAsyncDisposable
{
    public const string Endpoint = "inproc://broker";

    private readonly List<IAsyncDisposable> _clients = [];

    public ITransport Transport { get; } = new InProcessTransport();

    public FakeTimeProvider Clock { get; } = new();

    public BrokerServer Broker { get; private set; } = null!;

    public static async Task<BrokerHost> StartAsync()
    {
        var host = new BrokerHost();
        await host.StartBrokerAsync();
        return host;
    }

    /// <summary>Starts a broker in the place of the one before.</summary>
    public async Task StartBrokerAsync()
    {
        Broker = new BrokerServer { Options = { Transport = Transport, TimeProvider = Clock } };
        await Broker.BindAsync(Endpoint);
    }

    /// <summary>A client that is not open yet. Its end waits for nothing, since no one turns the clock then.</summary>
    public BrokerClient NewClient()
    {
        var client = new BrokerClient { Options = { Transport = Transport, TimeProvider = Clock, DisposeTimeout = TimeSpan.Zero } };
        _clients.Add(client);
        return client;
    }

    public Task<BrokerClient> OpenAsync(string address) => NewClient().OpenAsync(Endpoint, address);

    /// <summary>A client that a test plays by hand.</summary>
    public async Task<RawSocket> OpenRawAsync(string address, uint credit = 1_000)
    {
        RawSocket client = RawSocket.Dealer(Transport, Endpoint);
        _clients.Add(client);
        client.Send(BrokerMsg.CreateOpen(address, Guid.NewGuid(), 1, credit, null, null));
        Assert.Equal(BrokerMsg.MessageId.OpenOk, (await client.ReceiveAsync()).Id);
        return client;
    }

    /// <summary>What was there to be done by the broker is done: a peer asks, and is answered.</summary>
    public async Task SettleAsync()
    {
        using RawSocket peer = RawSocket.Dealer(Transport, Endpoint);
        peer.Send(BrokerMsg.CreatePing(1));
        await peer.ReceiveAsync();
        // Two rounds of its loop: timers come after what is posted.
        await Broker.InvokeAsync(() => { });
        await Broker.InvokeAsync(() => { });
    }

    /// <summary>Turns the clock, and lets clients do what is due, and then the broker.</summary>
    public async Task TurnAsync(TimeSpan time, params BrokerClient[] clients)
    {
        Clock.Advance(time);
        foreach (BrokerClient client in clients)
        {
            await client.InvokeAsync(() => { });
            await client.InvokeAsync(() => { });
        }
        await SettleAsync();
    }

    /// <summary>Waits until the broker knows so many clients. The wait ends only where a test fails.</summary>
    public async Task WaitForClientsAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Broker.InvokeAsync(() => Broker.GetClients().Count(client => client.State == BrokerServer.State.Open)) != count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable client in _clients)
            await client.DisposeAsync();
        await Broker.DisposeAsync();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
