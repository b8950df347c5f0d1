using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>A broker on the in-process transport, with a clock that the test advances, and the peers that the test plays.</summary>
internal sealed class BrokerHost : IAsyncDisposable
{
    public const string Endpoint = "inproc://broker";

    private readonly List<IDisposable> _peers = [];

    public ITransport Transport { get; } = new InProcessTransport();

    public RecordingLogger Log { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public MdpBroker Broker { get; private set; } = null!;

    public static async Task<BrokerHost> StartAsync(int maxWaitingRequests = 100)
    {
        var host = new BrokerHost();
        await host.StartBrokerAsync(maxWaitingRequests);
        return host;
    }

    /// <summary>Starts a broker in the place of the one before.</summary>
    public async Task StartBrokerAsync(int maxWaitingRequests = 100)
    {
        Broker = new MdpBroker { Options = { Transport = Transport, TimeProvider = Clock, LoggerFactory = Log }, Verbose = true, MaxWaitingRequests = maxWaitingRequests };
        await Broker.BindAsync(Endpoint);
    }

    public RawPeer Connect()
    {
        var peer = new RawPeer(Transport, Endpoint);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>A worker that is registered.</summary>
    public async Task<RawPeer> RegisterAsync(string service)
    {
        RawPeer worker = Connect();
        worker.Command('\u0001', service);
        await SettleAsync();
        return worker;
    }

    /// <summary>Asks the broker whether a service has workers.</summary>
    public async Task<string> FindAsync(string service)
    {
        await SettleAsync();
        return await AskAsync("mmi.service", service);
    }

    /// <summary>Asks the broker itself.</summary>
    public async Task<string> AskAsync(string service, params string[] body)
    {
        using var client = new RawPeer(Transport, Endpoint);
        client.Request(service, body);
        string[] reply = await client.ReceiveAsync();
        Assert.Equal(["", "MDPC01", service, reply[^1]], reply);
        return reply[^1];
    }

    /// <summary>What was there to be done by the broker is done: a peer asks, and is answered.</summary>
    public async Task SettleAsync()
    {
        await AskAsync("mmi.settled", "");
        // Two rounds of its loop: timers come after what is posted.
        await Broker.InvokeAsync(() => { });
        await Broker.InvokeAsync(() => { });
    }

    public async Task AdvanceAsync(TimeSpan time)
    {
        await SettleAsync();
        Clock.Advance(time);
        await SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable peer in _peers)
            peer.Dispose();
        await Broker.DisposeAsync();
    }
}
