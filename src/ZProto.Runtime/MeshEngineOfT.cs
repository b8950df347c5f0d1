using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ZProto.Engines;
using ZProto.Engines.Client;
using ZProto.Engines.Execution;
using ZProto.Engines.Mesh;
using ZProto.Transports;

namespace ZProto;

/// <summary>A mesh of peers: a state machine for each of them, with a DEALER to it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TPeer">A peer's machine.</typeparam>
public abstract class MeshEngine<TMessage, TPeer> : MeshEngine, IPeerMap<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
    private const byte RoutingIdPrefix = 1;

    private readonly MeshSettings _settings;
    private MeshDefinition<TMessage, TPeer>? _definition;
    private volatile MeshRuntime<TMessage, TPeer>? _runtime;
    private volatile PeerDiscoveries? _discoveries;
    private EngineMachines? _machines;

    /// <summary>Creates the engine. Its loop and sockets start with the first call.</summary>
    protected MeshEngine()
        : this(new MeshSettings())
    {
    }

    private MeshEngine(MeshSettings settings)
        : base(settings)
        => _settings = settings;

    /// <summary>The current peers. On the loop only.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public IReadOnlyList<TPeer> GetPeers() => OnLoop().Peers.ToList();

    /// <summary>The peer of a key, if there is one. On the loop only.</summary>
    /// <param name="key">The key.</param>
    /// <param name="peer">The peer.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public bool TryGetPeer(PeerKey key, [NotNullWhen(true)] out TPeer? peer) => (peer = OnLoop().Peers.Find(key)) is not null;

    /// <summary>
    /// Adds a peer, and connects to it. One that is known by its key and bound at this endpoint stays as it is, one without an endpoint is
    /// connected to it, and one at another endpoint is replaced. On the loop only.
    /// </summary>
    /// <param name="key">By what the mesh knows it.</param>
    /// <param name="endpoint">Where it is bound, now or later.</param>
    /// <returns>The peer; null if there are as many peers as <see cref="MeshOptions.MaxPeers"/> allows, or if it has ended itself.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="ArgumentException">The key is empty, or the mesh's own.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="TransportException">The endpoint is not valid; the message names it.</exception>
    [LoopOnly]
    public TPeer? AddPeer(PeerKey key, string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return OnLoop().Peers.Add(key, endpoint);
    }

    /// <summary>Ends the peer of a key: at once, or when the event that it is at work on is done. On the loop only.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public bool RemovePeer(PeerKey key) => OnLoop().Peers.Remove(key);

    /// <summary>Sends a message to a peer. On the loop only.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was sent; if not, why. Until the peer's endpoint is known, it is <see cref="SendResult.PeerUnreachable"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="peer"/> or <paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public SendResult SendTo(TPeer peer, TMessage message)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ArgumentNullException.ThrowIfNull(message);
        return OnLoop().Peers.Send(peer, message);
    }

    /// <summary>
    /// Decides whether a message is a greeting: the first of a peer, by which it comes to the mesh, and by which one that is known begins
    /// again. Until it has greeted, nothing else of a peer is read. Override it; by default no message is one. In harmony only.
    /// </summary>
    /// <param name="message">The message, with the sender's routing id. Valid until the call returns.</param>
    protected virtual bool Admit(TMessage message) => false;

    /// <summary>The routing id that the peer of a key has at the ROUTERs of others; by default a byte 1, and the bytes of the key.</summary>
    /// <param name="key">The key, of a peer or the mesh's own.</param>
    /// <remarks>Source: ZeroMQ RFC 36 (ZRE). No routing id that a peer gives itself may begin with 0, and a uuid may.</remarks>
    protected virtual RoutingId GetRoutingId(PeerKey key) => new([RoutingIdPrefix, .. key.Span]);

    /// <summary>The key of the peer of a routing id; by default the bytes after the first, if that is 1.</summary>
    /// <param name="routingId">The routing id.</param>
    /// <returns>The key; the default value for a routing id that no peer can have, so that its greeting is dropped.</returns>
    protected virtual PeerKey GetKey(RoutingId routingId)
        => routingId.Length > 1 && routingId.Span[0] == RoutingIdPrefix ? PeerKey.From(routingId.Span[1..]) : default;

    /// <summary>Creates what the model says of the mesh. Generated code overrides it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract MeshDefinition<TMessage, TPeer> CreateDefinition();

    bool IPeerMap<TMessage>.Admit(TMessage message) => Admit(message);

    RoutingId IPeerMap<TMessage>.GetRoutingId(PeerKey key) => GetRoutingId(key);

    PeerKey IPeerMap<TMessage>.GetKey(RoutingId routingId) => GetKey(routingId);

    private protected override IMeshControl? Control => _runtime;

    private protected override PeerDiscoveries? Discoveries => _discoveries;

    private MeshDefinition<TMessage, TPeer> Definition => LazyInitializer.EnsureInitialized(ref _definition, CreateDefinition);

    private protected override ITransport CreateDefaultTransport() => Definition.CreateDefaultTransport();

    private protected override void OnOpen(EngineContext context)
    {
        var runtime = new MeshRuntime<TMessage, TPeer>(this, Options, _settings, Definition, this);
        _runtime = runtime;
        _discoveries = new PeerDiscoveries(context, (key, endpoint) => _runtime?.Peers.OnAppeared(key, endpoint), key => _runtime?.Peers.Remove(key));
        try
        {
            _machines = HostParts.Open(context, new EngineSockets(this, Options.Socket, runtime.Decide), Definition);
        }
        catch
        {
            runtime.Close();
            _runtime = null;
            throw;
        }
        runtime.Begin();
    }

    private protected override Task OnClosing() => _discoveries!.DisposeAsync();

    private protected override void OnClose()
    {
        _runtime!.Close();
        Context!.RunGuarded(static definition => definition.OnTerminate(), Definition, "OnTerminate of the mesh");
        _machines?.Close();
        _runtime = null;
    }

    internal Task<T> BeginCall<T>(ClientCall<T> call, CancellationToken cancellationToken)
    {
        call.CancelBy(cancellationToken, abandoned => Apply(() => _runtime?.Calls.Abandoned(abandoned)));
        Begin(
            () => OnLoop().Calls.Submit(call),
            exception => call.Fail(exception is ObjectDisposedException ? new ClientClosedException($"The mesh '{GetType().Name}' has ended.") : exception));
        return call.Task;
    }

    /// <summary>Whether its peers are equals, and not servers.</summary>
    internal bool IsHarmony => Definition.Mode == MeshMode.Harmony;

    /// <summary>The mesh at work; null before its start and after its end.</summary>
    internal MeshRuntime<TMessage, TPeer>? Runtime => _runtime;

    /// <summary>The mesh at work, for code on its loop.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop.</exception>
    internal MeshRuntime<TMessage, TPeer> OnLoop()
    {
        if (_runtime is not { } runtime || !IsOnLoop)
            throw new InvalidOperationException("This member belongs to the mesh's loop: use it from actions and handlers, or through InvokeAsync.");
        return runtime;
    }
}
