using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto.Engines.Mesh;

/// <summary>A mesh at work on its loop: its ROUTER, if it has one, its peers, and what is executed on them.</summary>
internal sealed class MeshRuntime<TMessage, TPeer> : IMeshControl, IEventLoopParticipant, IMachineOwner<TPeer>
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
    // A peer of which nothing is heard for so many times its silence expires though the ROUTER is never found empty.
    private const int SilencesUnderFlood = 3;

    private readonly IRegistrationOwner _owner;
    private readonly EngineContext _context;
    private readonly MeshOptions _options;
    private readonly MeshSettings _settings;
    private readonly MeshDefinition<TMessage, TPeer> _definition;
    private readonly IPeerMap<TMessage> _map;
    private readonly ServerSecurity _security;
    private readonly EventExecutor<TPeer, TMessage> _executor;
    private readonly BackgroundWork<TPeer, TMessage> _work;
    private readonly MessageTracer<TPeer, TMessage> _tracer;
    private readonly ReceiveLog _log;
    private readonly PeerMachines<TMessage, TPeer> _peers;
    private readonly Dictionary<string, TPeer> _byEndpoint = [];
    private readonly RepeatingTimer _heartbeat;
    private readonly SocketOptions _dealerOptions;
    private readonly TMessage _message = new();
    private readonly MultipartMessage _frames = new();

    // In client mode there is none.
    private readonly ITransportSocket? _router;

    // Replaced as a whole, so that any thread can read it.
    private volatile IReadOnlyList<string> _endpoints = [];

    /// <param name="owner">The engine.</param>
    /// <param name="options">What the mesh runs on.</param>
    /// <param name="settings">What may be set while it runs.</param>
    /// <param name="definition">What the model says.</param>
    /// <param name="map">What the user's part decides on peers.</param>
    public MeshRuntime(IRegistrationOwner owner, MeshOptions options, MeshSettings settings, MeshDefinition<TMessage, TPeer> definition, IPeerMap<TMessage> map)
    {
        _owner = owner;
        _context = owner.Context;
        _options = options;
        _settings = settings;
        _definition = definition;
        _map = map;
        _security = new ServerSecurity(_context, options);
        _executor = new EventExecutor<TPeer, TMessage>(
            _context, definition, this, new DeferredMessageLimits(options.MaxKeptMessagesPerPeer, options.MaxKeptBytesPerPeer, options.MaxKeptBytes));
        _work = new BackgroundWork<TPeer, TMessage>(_context, _executor);
        _tracer = new MessageTracer<TPeer, TMessage>(_context, definition);
        _log = new ReceiveLog(_context, ReceiveLog.NameByRoutingId);
        _peers = new PeerMachines<TMessage, TPeer>(Loop, ExpireOnceRead) { Silence = GetSilence, Expired = OnExpired };
        _heartbeat = new RepeatingTimer(Loop, RaiseHeartbeat);
        RoutingId own = IsHarmony ? map.GetRoutingId(options.Key) : options.Socket.RoutingId;
        _dealerOptions = options.Socket with { Security = options.DealerSecurity, RoutingId = own };
        if (IsHarmony)
            _router = Loop.Sockets.CreateSocket(SocketType.Router, options.Socket with { Security = _security.Begin(), RoutingId = RoutingId.Empty });
        Loop.Add(this);
        Meter.HasClients();
    }

    public IReadOnlyList<string> Endpoints => _endpoints;

    public IReadOnlyList<TPeer> Peers => _peers.ToList();

    private EventLoop Loop => _context.Loop;

    private EngineMeter Meter => _context.Meter;

    private bool IsHarmony => _definition.Mode == MeshMode.Harmony;

    /// <summary>Sets what goes by time, once the mesh has started.</summary>
    public void Begin()
    {
        OnTimesChanged();
        if ((_definition.DisconnectedEvent | _definition.ConnectedEvent) != 0 && (Loop.Transport.Capabilities & TransportCapabilities.Disconnects) == 0)
            _context.Logger.ConnectionsNotReported(Loop.Transport.Name);
    }

    public string Bind(string endpoint)
    {
        string bound = Router.Bind(endpoint);
        _endpoints = [.. _endpoints, bound];
        return bound;
    }

    public void Unbind(string endpoint)
    {
        Router.Unbind(endpoint);
        _endpoints = [.. _endpoints.Where(bound => bound != endpoint)];
    }

    public void OnTimesChanged()
    {
        _peers.Arm();
        _heartbeat.Set(_definition.HeartbeatEvent == 0 ? TimeSpan.Zero : _settings.HeartbeatInterval);
    }

    /// <summary>A mechanism with who decides on peers, for a further socket.</summary>
    public SocketSecurity Decide(SocketSecurity security) => _security.Decided(security);

    public TPeer? Find(PeerKey key) => _peers.Find(_map.GetRoutingId(key).Span);

    /// <summary>Adds the peer of a key at an endpoint. One at another endpoint is replaced.</summary>
    /// <returns>The peer; null where there are as many as there may be, or where it has ended itself.</returns>
    public TPeer? Add(PeerKey key, string endpoint)
    {
        RequireOther(key);
        TPeer? peer = Find(key);
        if (peer?.Endpoint == endpoint)
            return peer;
        if (peer is { Endpoint: null })
        {
            Connect(peer, endpoint);
            return peer;
        }
        if (peer is not null)
            Replace(peer);
        return Create(key, _map.GetRoutingId(key), endpoint, received: default, new TMessage());
    }

    /// <summary>A discovery has found a peer.</summary>
    public void OnAppeared(PeerKey key, string endpoint)
    {
        // A beacon may well hear itself.
        if (key != _options.Key)
            Add(key, endpoint);
    }

    /// <summary>Ends the peer of a key.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(PeerKey key)
    {
        if (Find(key) is not { } peer)
            return false;
        _executor.Abort(peer);
        return true;
    }

    public void Execute(TPeer peer, int eventId, object? argument) => _executor.Execute(peer, eventId, argument, EventOrigin.Internal);

    public void Broadcast(int eventId, object? argument, TPeer? except) => _peers.Broadcast(_executor, eventId, argument, except, EventOrigin.Internal);

    public void RunInBackground<T>(TPeer peer, Func<CancellationToken, Task<T>> work, int ok, int error) => _work.Run(peer, work, ok, error);

    /// <summary>Sends the message that a peer's machine is at work on to the peer.</summary>
    public void SendCurrent(TPeer peer) => Send(peer, peer.Message);

    public SendResult Send(TPeer peer, TMessage message)
    {
        var writer = new FrameWriter(_frames);
        _definition.Encode(message, ref writer);
        SendResult result = peer.Dealer?.Send(_frames) ?? SendResult.PeerUnreachable;
        if (result != SendResult.Sent)
        {
            OnSendFailed(peer, message, result);
            return result;
        }
        _executor.Sent++;
        Meter.Sent(_frames);
        if (_tracer.TracesSent)
            _tracer.Sent(in peer.RoutingIdInPlace, message);
        return result;
    }

    public bool Poll()
    {
        Meter.LoopLag(Loop.Lag);
        return _router is null || ReadRouter(_router);
    }

    public void Close()
    {
        foreach (TPeer peer in _peers.ToList())
            _executor.End(peer);
        _peers.Close();
        Loop.Timers.Cancel(_heartbeat);
        Loop.Remove(this);
        _executor.Close();
        _router?.Dispose();
    }

    public void OnTooManyDeferred(TPeer machine) => Meter.ClientEnded("kept messages");

    public void OnEnded(TPeer machine, Exception? cause)
    {
        Forget(machine);
        Meter.Client(-1);
        machine.CancelWork();
        _definition.OnTerminate(machine);
    }

    private ITransportSocket Router => _router ?? throw new InvalidOperationException("A mesh in client mode has no ROUTER, and is bound nowhere.");

    private void RequireOther(PeerKey key)
    {
        if (key.IsEmpty)
            throw new ArgumentException("The key is empty.", nameof(key));
        if (key == _options.Key)
            throw new ArgumentException("The key is the mesh's own.", nameof(key));
    }

    private void Forget(TPeer peer)
    {
        _peers.Remove(peer);
        if (peer.Dealer is not { } dealer)
            return;
        if (_byEndpoint.TryGetValue(dealer.Endpoint, out TPeer? there) && ReferenceEquals(there, peer))
            _byEndpoint.Remove(dealer.Endpoint);
        dealer.Dispose();
        peer.Dealer = null;
    }

    // Another comes in its place at once, though it may be at work.
    private void Replace(TPeer peer)
    {
        Forget(peer);
        Meter.ClientEnded("replaced");
        _executor.Abort(peer);
    }

    /// <summary>Creates a peer. Its first event, if it sets one, runs before its greeting.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="routingId">Its routing id.</param>
    /// <param name="endpoint">Where it is bound; null where it came by a greeting.</param>
    /// <param name="received">Its greeting, or nothing.</param>
    /// <param name="first">The same, decoded, or an empty message.</param>
    private TPeer? Create(PeerKey key, RoutingId routingId, string? endpoint, in ReceivedMessage received, TMessage first)
    {
        if (_options.MaxPeers > 0 && _peers.Count >= _options.MaxPeers)
        {
            Meter.ClientRefused();
            if (_context.Lines.IsDue(nameof(EngineLog.TooManyPeers), out string more))
                _context.Logger.TooManyPeers(_peers.Count, LogText.Escape(key.ToString()), more);
            return null;
        }
        TPeer peer = _definition.CreatePeer();
        peer.Executor = _executor;
        peer.Key = key;
        peer.RoutingId = routingId;
        peer.Connecting = to => Connect(peer, to);
        peer.IsGreeted = endpoint is null;
        peer.PeerAddress = received.PeerAddress;
        peer.UserId = received.UserId;
        if (endpoint is not null)
            Connect(peer, endpoint);
        peer.IsAlive = true;
        _peers.Add(peer);
        Meter.Client(1);
        int eventId = _executor.Run(peer, first, _definition.OnInitialize, "OnInitialize");
        if (peer.IsEnding)
            _executor.End(peer);
        else if (eventId != 0)
            Execute(peer, eventId, null);
        Loop.RefreshClock();
        return peer.IsAlive ? peer : null;
    }

    private void Connect(TPeer peer, string endpoint)
    {
        if (peer.Endpoint == endpoint)
            return;
        if (_byEndpoint.TryGetValue(endpoint, out TPeer? there) && IsAnothers(there, peer))
        {
            if (_context.Lines.IsDue(nameof(EngineLog.EndpointRefused), out string more))
                _context.Logger.EndpointRefused(peer.LogName, LogText.Escape(endpoint), there.LogName, more);
            _executor.Abort(peer);
            return;
        }
        ITransportSocket socket = Loop.Sockets.CreateSocket(SocketType.Dealer, _dealerOptions);
        try
        {
            socket.Connect(endpoint);
        }
        catch
        {
            socket.Abort();
            throw;
        }
        if (there is not null)
            Replace(there);
        peer.Dealer?.Dispose();
        peer.Dealer = new PeerDealer(_owner, socket, endpoint, _options.Socket.SendHighWatermark)
        {
            Received = (in ReceivedMessage received) => ReceiveFromDealer(peer, in received),
            ConnectionChanged = connectionEvent => OnConnectionEvent(peer, connectionEvent),
        };
        _byEndpoint[endpoint] = peer;
        _owner.Attach(peer.Dealer);
    }

    // A stranger who says to be where another user is would end that.
    private bool IsAnothers(TPeer there, TPeer peer) => _security.Authenticates && there.IsGreeted && there.UserId != peer.UserId;

    private void OnSendFailed(TPeer peer, TMessage message, SendResult result)
    {
        Meter.NotSent(result);
        if (!peer.IsAlive || peer.IsEnding)
            return;
        if (result == SendResult.PeerUnreachable)
        {
            if (_context.Lines.IsDue(nameof(EngineLog.EndpointUnknown), out string more))
                _context.Logger.EndpointUnknown(peer.LogName, message.Command, more);
        }
        else if (_definition.QueueFullEvent != 0)
        {
            Execute(peer, _definition.QueueFullEvent, null);
        }
        else
        {
            if (_context.Lines.IsDue(nameof(EngineLog.PeerQueueFull), out string more))
                _context.Logger.PeerQueueFull(peer.LogName, message.Command, more);
            Abort(peer, "send queue full");
        }
    }

    private void Abort(TPeer peer, string reason)
    {
        Meter.ClientEnded(reason);
        _executor.Abort(peer);
    }

    private bool ReadRouter(ITransportSocket router)
    {
        // What came before this moment is read before the socket is found empty, so that no one who wrote in time expires.
        long started = Loop.Now;
        int count = 0;
        while (true)
        {
            if (router.TryReceive(out ReceivedMessage received))
                ReceiveFromRouter(in received);
            else if (!TakeConnectionEvent(router))
                break;
            if (!Loop.HasBudget(started, ++count))
            {
                _peers.Expire(started, SilencesUnderFlood);
                return false;
            }
        }
        _peers.Expire(started);
        return true;
    }

    /// <summary>Takes what has become of a connection to the ROUTER.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool TakeConnectionEvent(ITransportSocket router)
    {
        if (!router.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
            return false;
        if (connectionEvent.Kind == ConnectionEventKind.Refused)
            LogRefused(connectionEvent);
        return true;
    }

    private void LogRefused(in ConnectionEvent connectionEvent)
    {
        if (_context.Lines.IsDue(nameof(EngineLog.PeerNotAdmitted), out string more))
            _context.Logger.PeerNotAdmitted(connectionEvent.Address ?? "an unknown address", connectionEvent.Reason ?? "the handshake failed", more);
    }

    // Whatever a message is, or makes anything throw: at most its own peer ends of it.
    private void ReceiveFromRouter(in ReceivedMessage received)
    {
        try
        {
            Receive(in received);
        }
        catch (Exception exception)
        {
            _log.Threw(in received, exception);
            if (_peers.Find(received.RoutingId) is { } peer)
                Abort(peer, "exception");
        }
    }

    private void Receive(in ReceivedMessage received)
    {
        // libzmq lets any length pass.
        if (received.RoutingId.Length > RoutingId.MaxLength)
        {
            _log.Refused(in received, "its routing id is longer than one can be");
            return;
        }
        TPeer? peer = _peers.Find(received.RoutingId);
        if (peer is { IsGreeted: true } && _security.Authenticates && !received.IsFromUser(peer.UserId))
        {
            _log.Refused(in received, "its routing id is another peer's");
            return;
        }
        if (!TryDecode(in received, peer, peer is { IsGreeted: true }))
            return;
        TMessage message = _message;
        message.RoutingId = peer?.RoutingId ?? new RoutingId(received.RoutingId);
        Trace(message);
        if (peer is { IsAlive: false })
            peer = null;
        bool isGreeting = _map.Admit(message);
        if (!isGreeting && peer is not { IsGreeted: true })
        {
            _log.Refused(in received, "its sender has not greeted");
            return;
        }
        if (peer is { IsGreeted: false })
            Greet(peer, in received);
        else if (isGreeting)
            peer = Welcome(peer, message.RoutingId, in received);
        if (peer is { IsAlive: true })
            Execute(peer, message);
    }

    // A peer that was added, and is heard of for the first time.
    private static void Greet(TPeer peer, in ReceivedMessage received)
    {
        peer.IsGreeted = true;
        peer.PeerAddress = received.PeerAddress;
        peer.UserId = received.UserId;
    }

    // A new peer, or one that has begun again and knows nothing of what was before.
    private TPeer? Welcome(TPeer? before, RoutingId routingId, in ReceivedMessage received)
    {
        PeerKey key = _map.GetKey(routingId);
        if (key.IsEmpty || key == _options.Key)
        {
            _log.Refused(in received, key.IsEmpty ? "its routing id is not one of a peer" : "its routing id is this mesh's own");
            return null;
        }
        if (before is not null)
            Replace(before);
        return Create(key, routingId, endpoint: null, in received, _message);
    }

    private void ReceiveFromDealer(TPeer peer, in ReceivedMessage received)
    {
        // In harmony nothing comes this way that a peer would send.
        if (IsHarmony)
        {
            _log.Refused(in received, "it came by a DEALER, which only sends");
            return;
        }
        try
        {
            if (!TryDecode(in received, peer, isReady: true))
                return;
            _message.RoutingId = peer.RoutingId;
            Trace(_message);
            if (peer.IsAlive)
                Execute(peer, _message);
        }
        catch (Exception exception)
        {
            _log.Threw(in received, exception);
            Abort(peer, "exception");
        }
    }

    private bool TryDecode(in ReceivedMessage received, TPeer? peer, bool isReady)
    {
        if (received.Frames.Count == 0)
        {
            _log.TooManyFrames(in received);
            return false;
        }
        var reader = new FrameReader(received.Frames);
        if (_definition.TryDecode(ref reader, _message, out DecodeError error))
        {
            Meter.Received(received.Frames);
            return true;
        }
        _log.Malformed(in received, error, peer);
        if (isReady && _definition.MalformedEvent != 0)
        {
            _peers.Touch(peer!, Loop.RefreshClock());
            Execute(peer!, _definition.MalformedEvent, null);
        }
        return false;
    }

    private void Trace(TMessage message)
    {
        if (_tracer.TracesReceived)
            _tracer.Received(message.RoutingId, message);
    }

    private void Execute(TPeer peer, TMessage message)
    {
        // The loop has looked at its clock when it began to read, and after the actions on the message before.
        _peers.Touch(peer, Loop.CachedNow);
        _executor.ExecuteMessage(peer, message);
    }

    private void OnConnectionEvent(TPeer peer, in ConnectionEvent connectionEvent)
    {
        int eventId = connectionEvent.Kind switch
        {
            ConnectionEventKind.Connected => _definition.ConnectedEvent,
            ConnectionEventKind.Disconnected => _definition.DisconnectedEvent,
            _ => 0,
        };
        if (connectionEvent.Kind == ConnectionEventKind.Refused)
            LogRefused(connectionEvent with { Address = connectionEvent.Address ?? peer.Endpoint });
        if (eventId != 0)
            _context.RunGuarded(static raised => raised.Mesh.Execute(raised.Peer, raised.Event, null), (Mesh: this, Peer: peer, Event: eventId), "event of a connection");
    }

    /// <summary>Milliseconds that a peer may be silent; zero for no limit.</summary>
    private long GetSilence() => _definition.ExpiredEvent == 0 ? 0 : (long)Math.Ceiling(_settings.PeerTimeout.TotalMilliseconds);

    // What has come is read first: whoever wrote in the meantime has not been silent.
    private void ExpireOnceRead()
    {
        if (_router is not null)
        {
            ReadRouter(_router);
            return;
        }
        long started = Loop.Now;
        foreach (TPeer peer in _peers.ToList())
            peer.Dealer?.Poll();
        _peers.Expire(started);
    }

    private void OnExpired(TPeer peer)
    {
        Meter.Expired();
        _executor.Execute(peer, _definition.ExpiredEvent, null, EventOrigin.Timer);
    }

    private void RaiseHeartbeat()
    {
        _peers.Broadcast(_executor, _definition.HeartbeatEvent, null, null, EventOrigin.Timer);
        // However long the peers' actions take, there is time for others between two.
        _heartbeat.Restart();
    }
}
