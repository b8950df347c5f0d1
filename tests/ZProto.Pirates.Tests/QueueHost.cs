using ZProto.Transports;

namespace ZProto.Pirates.Tests;

/// <summary>A queue on the in-process transport, with a clock that the test advances, and clients and workers that the test plays.</summary>
internal sealed class QueueHost : IAsyncDisposable
{
    public const string Clients = "inproc://clients", Workers = "inproc://workers";

    private readonly List<IAsyncDisposable> _peers = [];

    public InProcessTransport Transport { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public PirateQueue Queue { get; private set; } = null!;

    public static async Task<QueueHost> StartAsync()
    {
        var host = new QueueHost();
        await host.StartQueueAsync();
        return host;
    }

    /// <summary>Starts a queue in the place of the one before.</summary>
    public async Task StartQueueAsync()
    {
        if (Queue is not null)
            await Queue.DisposeAsync();
        Queue = new PirateQueue(Transport, time: Clock);
        await Queue.BindClientsAsync(Clients);
        await Queue.BindWorkersAsync(Workers);
    }

    /// <summary>A client.</summary>
    public async Task<Peer<PirateMsg>> ConnectAsync() => Add(await Peer<PirateMsg>.ConnectAsync(Transport, Clients));

    /// <summary>A worker that has not said anything.</summary>
    public async Task<Peer<Ppp>> ConnectWorkerAsync() => Add(await Peer<Ppp>.ConnectAsync(Transport, Workers));

    /// <summary>A worker that waits for a request.</summary>
    public async Task<Peer<Ppp>> JoinAsync()
    {
        Peer<Ppp> worker = await ConnectWorkerAsync();
        await SendAsync(worker, Ppp.CreateReady());
        return worker;
    }

    /// <summary>Sends, and waits until the queue has read it.</summary>
    public async Task SendAsync<TMessage>(Peer<TMessage> peer, TMessage message)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        await peer.SendAsync(message);
        await SettleAsync();
    }

    /// <summary>Ends a peer, and waits until the queue knows.</summary>
    public async Task EndAsync(IAsyncDisposable peer)
    {
        _peers.Remove(peer);
        await peer.DisposeAsync();
        await SettleAsync();
    }

    public Task AskAsync(Peer<PirateMsg> client, int number) => SendAsync(client, PirateMsg.CreateRequest(Number.ToBody(number)));

    public async Task AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await SettleAsync();
    }

    /// <summary>What there was to be done by the queue is done: timers come after messages, and these after what is posted.</summary>
    public async Task SettleAsync()
    {
        for (int i = 0; i < 3; i++)
            await Queue.CountWorkersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable peer in _peers)
            await peer.DisposeAsync();
        await Queue.DisposeAsync();
    }

    private Peer<TMessage> Add<TMessage>(Peer<TMessage> peer)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        _peers.Add(peer);
        return peer;
    }
}
