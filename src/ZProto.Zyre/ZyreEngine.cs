using ZProto.Engines.Client;
using ZProto.Engines.Execution;
using ZProto.Transports;
using ZProto.Zyre.Engines;

namespace ZProto.Zyre;

/// <summary>
/// A node of a ZRE network with a state machine of its own: what its peers do are events, and its messages are whispers and shouts. What is
/// generated from models of the script <c>zproto_peer</c> derives from it. Its methods may be called from any thread; all else belongs to
/// its loop.
/// </summary>
/// <remarks>Source: RFC 36, and the peer engine of zproto.</remarks>
/// <typeparam name="TMessage">The protocol of the messages.</typeparam>
public abstract class ZyreEngine<TMessage> : ClientEngine<TMessage>, IZyreListener
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // What decodes as no message, like the whisper without frames in whose place it is read.
    private static readonly ZyreMessage s_empty = new(frames: [[]]);

    private readonly Dictionary<Guid, IReadOnlyDictionary<string, string>> _headers = [];
    private ZyreOptions _zyre = new();
    private volatile ZyreNode? _node;
    private volatile bool _isLeaving;

    /// <summary>Creates the engine. It is on the network after <see cref="StartAsync"/>.</summary>
    protected ZyreEngine()
    {
    }

    /// <summary>The node's uuid, by which peers know it.</summary>
    public Guid Id { get; } = Platform.NewGuid();

    /// <summary>The node's name, for people.</summary>
    public string Name => _zyre.Name ?? ZyreNode.CreateName(Id);

    /// <summary>Where peers find the node; empty before it has started.</summary>
    public string Endpoint => _node?.Endpoint ?? "";

    /// <summary>
    /// What the node is on its network: name, headers, beacon, limits. Transport, loop, clock, loggers and meters are those of the engine's
    /// <c>Options</c>, and not looked for here.
    /// </summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="InvalidOperationException">The engine has started.</exception>
    public ZyreOptions Zyre
    {
        get => _zyre;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (_node is not null)
                throw new InvalidOperationException("The engine has started, and its options are fixed.");
            _zyre = value;
        }
    }

    /// <summary>Goes on the network: binds the node, and begins to look for peers. Once; after a failure the engine can only be disposed.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="TransportException">The endpoint, or the port for beacons, cannot be bound.</exception>
    /// <exception cref="InvalidOperationException">The node has been started, or its endpoint is not of TCP, which a beacon tells of.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => InvokeAsync(() => Node.StartAsync(cancellationToken), cancellationToken);

    /// <summary>The peers that are there.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task<IReadOnlyList<ZyrePeer>> GetPeersAsync(CancellationToken cancellationToken = default) => InvokeAsync(() => Node.GetPeersAsync(cancellationToken), cancellationToken);

    /// <summary>The groups that the node is in, in alphabetical order.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task<IReadOnlyList<string>> GetGroupsAsync(CancellationToken cancellationToken = default) => InvokeAsync(() => Node.GetGroupsAsync(cancellationToken), cancellationToken);

    /// <summary>The peer whose message or event is at work; null for an event of the node itself, such as a method or a timer.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the node's loop.</exception>
    [LoopOnly]
    protected ZyreSender? Sender => CurrentSender;

    /// <summary>Joins a group: the node hears what is shouted to it. Joining twice does nothing.</summary>
    /// <param name="group">The group; at most 255 bytes in UTF-8.</param>
    /// <exception cref="ArgumentException"><paramref name="group"/> is null, empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the node's loop.</exception>
    [LoopOnly]
    protected void Join(string group) => OnNetwork(node => node.JoinAsync(group));

    /// <summary>Leaves a group. Leaving one that the node is not in does nothing.</summary>
    /// <param name="group">The group.</param>
    /// <exception cref="ArgumentException"><paramref name="group"/> is null, empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the node's loop.</exception>
    [LoopOnly]
    protected void Leave(string group) => OnNetwork(node => node.LeaveAsync(group));

    /// <inheritdoc/>
    protected abstract override ZyreDefinition<TMessage> CreateDefinition();

    internal ZyreSender? CurrentSender => Argument as ZyreSender;

    private ZyreNode Node => _node!;

    private ZyreDefinition<TMessage> Definition => (ZyreDefinition<TMessage>)EngineDefinition;

    internal bool WhisperCurrent(Guid to)
    {
        var message = ZyreMessage.From(Message);
        bool isThere = false;
        OnNetwork(node => isThere = Complete(node.WhisperAsync(to, message)));
        if (isThere)
            OnLoop().OnSent(message);
        else
            Context!.Meter.NotSent(SendResult.PeerUnreachable);
        return isThere;
    }

    internal int ShoutCurrent(string group)
    {
        var message = ZyreMessage.From(Message);
        int count = 0;
        OnNetwork(node => count = Complete(node.ShoutAsync(group, message)));
        OnLoop().OnSent(message);
        return count;
    }

    bool IZyreListener.TryAdd(ZyreEvent item)
    {
        if (_isLeaving)
            return true;
        // What is handed on to a program that does not take it is for the peer to pay.
        if (OnLoop().Received.IsFull && Options.ReceiveQueueFullMode == ReceiveQueueFullMode.Wait)
            return false;
        Hear(item);
        return true;
    }

    void IZyreListener.Add(ZyreEvent item)
    {
        if (!_isLeaving)
            Hear(item);
    }

    private protected override Func<string> DescribePeers => () => Complete(Node.GetPeersAsync()).Count switch
    {
        0 => "the node has no peers",
        1 => "the node has 1 peer, which has not answered",
        int count => $"the node has {count} peers, of which none has answered",
    };

    private protected override void OnOpen(EngineContext context)
    {
        _node = new ZyreNode(_zyre with { Name = Name, Transport = null, Loop = context.Loop, TimeProvider = null, LoggerFactory = Options.LoggerFactory, MeterFactory = Options.MeterFactory }, Id, this);
        try
        {
            base.OnOpen(context);
        }
        catch
        {
            _ = _node.DisposeAsync().AsTask();
            _node = null;
            throw;
        }
    }

    private protected override Task OnClosing()
    {
        OnLoop().ExecuteExternal(Definition.StopEvent, argument: null);
        return LeaveAsync(base.OnClosing());
    }

    // The last words are sent, and answered, while the node is still there.
    private async Task LeaveAsync(Task closing)
    {
        await closing.ConfigureAwait(Platform.ContinuesOnContext);
        _isLeaving = true;
        await Node.DisposeAsync().ConfigureAwait(Platform.ContinuesOnContext);
    }

    private void Hear(ZyreEvent item)
    {
        switch (item)
        {
            case ZyreEvent.Whisper whisper:
                Receive(whisper.Message, From(item));
                break;
            case ZyreEvent.Shout shout:
                Receive(shout.Message, From(item, shout.Group));
                break;
            case ZyreEvent.Enter enter:
                _headers[item.Peer] = enter.Headers;
                Raise(Definition.EnterEvent, From(item));
                break;
            case ZyreEvent.Join join:
                Raise(Definition.JoinEvent, From(item, join.Group));
                break;
            case ZyreEvent.Leave leave:
                Raise(Definition.LeaveEvent, From(item, leave.Group));
                break;
            case ZyreEvent.Evasive:
                Raise(Definition.EvasiveEvent, From(item));
                break;
            case ZyreEvent.Exit:
                ZyreSender gone = From(item);
                _headers.Remove(item.Peer);
                Raise(Definition.ExitEvent, gone);
                break;
        }
    }

    private void Raise(int eventId, ZyreSender sender) => OnLoop().ExecuteExternal(eventId, sender);

    private void Receive(ZyreMessage message, ZyreSender sender)
    {
        PeerKey key = PeerKey.From(sender.Id);
        OnLoop().Receive(new ReceivedMessage(message.Count == 0 ? s_empty : message, key.Span), sender);
    }

    private ZyreSender From(ZyreEvent item, string group = "") => new(item.Peer, item.Name, _headers[item.Peer], group);

    // After its last words the node has no network to act on.
    private void OnNetwork(Action<ZyreNode> act)
    {
        _ = OnLoop();
        if (!_isLeaving)
            act(Node);
    }

    private void OnNetwork(Func<ZyreNode, Task> act) => OnNetwork(node => Complete(act(node)));

    // What is called on the node's own loop is done when the call returns.
    private static void Complete(Task done) => done.GetAwaiter().GetResult();

    private static T Complete<T>(Task<T> done) => done.GetAwaiter().GetResult();
}
