namespace ZProto.Zyre.Tests.Nodes;

/// <summary>A peer of nodes that a test plays: a ROUTER as its mailbox, a DEALER to each node, on their loop: when that has settled, both sides have.</summary>
public sealed class FakePeer : IAsyncDisposable, ZProto.Engines.Execution.IEventLoopParticipant
{
    private readonly EventLoop _loop;
    private readonly string _name;
    private readonly List<string> _received = [];
    private readonly Queue<byte[][]> _recorded = [];
    private readonly MultipartMessage _frames = new();
    private ITransportSocket _mailbox = null!;
    private ITransportSocket? _dealer;

    private FakePeer(EventLoop loop, string name)
    {
        _loop = loop;
        _name = name;
    }

    public Guid Id { get; private init; } = Guid.NewGuid();

    public string Endpoint { get; private set; } = "";

    /// <summary>What has come, as its commands and sequences.</summary>
    public List<string> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    public static async Task<FakePeer> StartAsync(EventLoop loop, string name, Guid? id = null)
    {
        var peer = new FakePeer(loop, name) { Id = id ?? Guid.NewGuid() };
        await loop.InvokeAsync(() =>
        {
            peer._mailbox = loop.Sockets.CreateSocket(SocketType.Router, new SocketOptions());
            peer.Endpoint = peer._mailbox.Bind("inproc://*");
            loop.Add(peer);
            return true;
        });
        return peer;
    }

    /// <summary>Introduces the peer to a node, and settles what that does.</summary>
    internal async Task GreetAsync(ZyreNode node, params string[] groups)
    {
        await SendAsync(node, ZreMsg.CreateHello(1, Endpoint, groups, (byte)groups.Length, _name, []));
        await _loop.SettleAsync();
    }

    /// <summary>Sends messages to the node that it has sent to before.</summary>
    internal Task SendAsync(params IEnumerable<ZreMsg> messages) => SendAsync(null, messages);

    internal Task SendAsync(ZyreNode? node, params IEnumerable<ZreMsg> messages) => SendAsync(node, messages.Select(message => message.ToFrames()));

    /// <summary>Sends frames, whatever they are.</summary>
    internal Task SendAsync(ZyreNode? node, IEnumerable<byte[][]> messages)
        => _loop.InvokeAsync(() =>
        {
            if (_dealer is null)
            {
                _dealer = _loop.Sockets.CreateSocket(SocketType.Dealer, new SocketOptions { RoutingId = new RoutingId([1, .. PeerKey.From(Id).Span]) });
                _dealer.Connect(node!.Endpoint);
            }
            foreach (byte[][] message in messages)
            {
                _frames.Clear();
                foreach (byte[] frame in message)
                    _frames.Add(frame);
                Assert.Equal(SendResult.Sent, _dealer.Send(default, _frames));
            }
            return true;
        });

    /// <summary>The next message that has come, as its frames; null for none.</summary>
    internal byte[][]? TakeFrames()
    {
        lock (_received)
            return _recorded.TryDequeue(out byte[][]? frames) ? frames : null;
    }

    /// <summary>What has come since it was asked last, once all has settled.</summary>
    public async Task<List<string>> ReceivedAsync()
    {
        await _loop.SettleAsync();
        lock (_received)
        {
            List<string> received = [.. _received];
            _received.Clear();
            return received;
        }
    }

    public bool Poll()
    {
        while (_mailbox.TryReceive(out ReceivedMessage next))
        {
            var message = new ZreMsg();
            var reader = new FrameReader(next.Frames);
            Assert.True(ZreMsg.TryDecode(ref reader, message, out DecodeError error), error.ToString());
            lock (_received)
            {
                _received.Add($"{message.Command} {message.Sequence}");
                _recorded.Enqueue(message.ToFrames());
            }
        }
        return true;
    }

    public async ValueTask DisposeAsync()
        => await _loop.InvokeAsync(() =>
        {
            _loop.Remove(this);
            _mailbox.Dispose();
            _dealer?.Dispose();
            return true;
        });
}
