using ZProto.Transports;

namespace ZProto.Tool.Spying;

/// <summary>Stands between clients and a server: a ROUTER for the clients, a DEALER to the server for each, and every message goes on as it is.</summary>
internal sealed class SpyProxy : IDisposable
{
    // Many more than anyone looks at; on transports that do not tell who has left, the one that was silent longest gives way.
    private const int MaxClients = 10_000;

    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _router;
    private readonly string _server;
    private readonly SocketSecurity? _security;
    private readonly Dictionary<RoutingId, SpiedClient> _clients = [];
    private readonly MultipartMessage _frames = new();
    private int _number;
    private long _count;

    /// <param name="transport">What carries the messages, on both sides.</param>
    /// <param name="server">Where the server is.</param>
    /// <param name="security">How to authenticate to it, or null.</param>
    public SpyProxy(ITransport transport, string server, SocketSecurity? security)
    {
        _loop = transport.CreateLoop();
        _router = _loop.CreateSocket(SocketType.Router, new SocketOptions());
        _server = server;
        _security = security;
    }

    /// <summary>Is shown each message, before it goes on: of which client, whether the client sent it, and its frames.</summary>
    public required Action<int, bool, IMultipartMessage> Seen { get; init; }

    /// <summary>Is told of a message that could not go on, and why.</summary>
    public required Action<int, SendResult> Lost { get; init; }

    /// <summary>Accepts clients at an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    public string Bind(string endpoint) => _router.Bind(endpoint);

    /// <summary>Carries messages until it is canceled, or <paramref name="isDone"/>.</summary>
    public void Run(Func<bool> isDone, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(_loop.Wake);
        while (!isDone() && !cancellationToken.IsCancellationRequested)
        {
            if (!CarryFromClients(isDone) & !CarryFromServer(isDone) && !isDone())
                _loop.Wait(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        foreach (SpiedClient client in _clients.Values)
            client.Dealer.Dispose();
        _router.Dispose();
        _loop.Dispose();
    }

    private bool CarryFromClients(Func<bool> isDone)
    {
        bool hasCarried = false;
        while (!isDone())
        {
            if (_router.TryReceive(out ReceivedMessage message))
            {
                if (message.Frames.Count > 0)
                    Carry(GetClient(message.RoutingId), isFromClient: true, message.Frames);
                hasCarried = true;
            }
            else if (!_router.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
            {
                break;
            }
            else if (connectionEvent.Kind == ConnectionEventKind.Disconnected && _clients.Remove(connectionEvent.RoutingId, out SpiedClient? gone))
            {
                gone.Dealer.Dispose();
            }
        }
        return hasCarried;
    }

    private bool CarryFromServer(Func<bool> isDone)
    {
        bool hasCarried = false;
        foreach (SpiedClient client in _clients.Values)
        {
            while (!isDone() && client.Dealer.TryReceive(out ReceivedMessage message))
            {
                if (message.Frames.Count > 0)
                    Carry(client, isFromClient: false, message.Frames);
                hasCarried = true;
            }
            while (client.Dealer.TryTakeConnectionEvent(out _))
            {
                // It connects again by itself, and until then what is sent waits.
            }
        }
        return hasCarried;
    }

    private void Carry(SpiedClient client, bool isFromClient, IMultipartMessage message)
    {
        client.LastSeen = ++_count;
        Seen(client.Number, isFromClient, message);
        _frames.Clear();
        for (int i = 0; i < message.Count; i++)
            _frames.Add(message.GetFrame(i).ToArray());
        SendResult result = isFromClient ? client.Dealer.Send(default, _frames) : _router.Send(client.RoutingId.Span, _frames);
        if (result != SendResult.Sent)
            Lost(client.Number, result);
    }

    private SpiedClient GetClient(ReadOnlySpan<byte> routingId)
    {
        var id = new RoutingId(routingId);
        if (_clients.TryGetValue(id, out SpiedClient? known))
            return known;
        if (_clients.Count == MaxClients)
        {
            SpiedClient oldest = _clients.Values.MinBy(client => client.LastSeen)!;
            _clients.Remove(oldest.RoutingId);
            oldest.Dealer.Dispose();
        }
        // The server knows the client by the routing id that it gave itself, as it would without a proxy.
        RoutingId own = id.Span[0] == 0 ? RoutingId.Empty : id;
        ITransportSocket dealer = _loop.CreateSocket(SocketType.Dealer, new SocketOptions { RoutingId = own, Security = _security });
        dealer.Connect(_server);
        var client = new SpiedClient(id, ++_number, dealer);
        _clients.Add(id, client);
        return client;
    }

    /// <summary>A client that has sent something.</summary>
    private sealed class SpiedClient(RoutingId routingId, int number, ITransportSocket dealer)
    {
        public RoutingId RoutingId { get; } = routingId;

        public int Number => number;

        public ITransportSocket Dealer => dealer;

        public long LastSeen { get; set; }
    }
}
