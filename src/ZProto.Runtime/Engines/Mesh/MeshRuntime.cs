using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto.Engines.Mesh;

/// <summary>A mesh at work on its loop: its ROUTER, if it has one, its peers, and what is executed on them.</summary>
internal sealed class MeshRuntime<TMessage, TPeer> : IMeshControl, IEventLoopParticipant
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
    // A peer of which nothing is heard for so many times its silence expires though the ROUTER is never found empty.
    private const int SilencesUnderFlood = 3;

    private readonly EngineContext _context;
    private readonly MeshOptions _options;
    private readonly MeshSettings _settings;
    private readonly MeshDefinition<TMessage, TPeer> _definition;
    private readonly IPeerMap<TMessage> _map;
    private readonly ServerSecurity _security;
    private readonly ReceiveLog _log;
    private readonly RepeatingTimer _heartbeat;
    private readonly Drain _drain;
    private readonly TMessage _message = new();

    // In client mode there is none.
    private readonly ITransportSocket? _router;
    private readonly BoundEndpoints? _bound;

    /// <param name="owner">The engine.</param>
    /// <param name="options">What the mesh runs on.</param>
    /// <param name="settings">What may be set while it runs.</param>
    /// <param name="definition">What the model says.</param>
    /// <param name="map">What the user's part decides on peers.</param>
    public MeshRuntime(IRegistrationOwner owner, MeshOptions options, MeshSettings settings, MeshDefinition<TMessage, TPeer> definition, IPeerMap<TMessage> map)
    {
        _context = owner.Context;
        _options = options;
        _settings = settings;
        _definition = definition;
        _map = map;
        _security = new ServerSecurity(_context, options);
        _log = new ReceiveLog(_context, ReceiveLog.NameByRoutingId);
        Peers = new MeshPeers<TMessage, TPeer>(owner, options, settings, definition, map, _security, ExpireOnceRead)
        {
            Received = ReceiveFromDealer,
            Beginning = (peer, message) => Calls!.OnBeginning(peer, message),
            Sending = (peer, message) => Calls!.OnSending(peer, message),
            Ended = peer => Calls!.OnPeerEnded(peer),
        };
        Calls = new MeshCalls<TMessage, TPeer>(_context, definition, Peers);
        _heartbeat = new RepeatingTimer(Loop, RaiseHeartbeat);
        _drain = new Drain(_context);
        if (IsHarmony)
        {
            _router = Loop.Sockets.CreateSocket(SocketType.Router, options.Socket with { Security = _security.Begin(), RoutingId = RoutingId.Empty });
            _bound = new BoundEndpoints(_router);
        }
        Loop.Add(this);
    }

    public IReadOnlyList<string> Endpoints => _bound?.List ?? [];

    /// <summary>The peers.</summary>
    public MeshPeers<TMessage, TPeer> Peers { get; }

    /// <summary>The calls of its methods that are open.</summary>
    public MeshCalls<TMessage, TPeer> Calls { get; }

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

    public string Bind(string endpoint) => Bound.Bind(endpoint);

    public void Unbind(string endpoint) => Bound.Unbind(endpoint);

    public void OnTimesChanged()
    {
        Peers.ArmExpiry();
        _heartbeat.Set(_definition.HeartbeatEvent == 0 ? TimeSpan.Zero : _settings.HeartbeatInterval);
    }

    /// <summary>A mechanism with who decides on peers, for a further socket.</summary>
    public SocketSecurity Decide(SocketSecurity security) => _security.Decided(security);

    public bool Poll()
    {
        Meter.LoopLag(Loop.Lag);
        bool isRead = _router is null ? !_drain.IsBegun || Peers.TryPause() : ReadRouter(_router);
        if (isRead && _drain.IsBegun)
        {
            if (_router is not null)
                _router.IsPaused = true;
            _drain.OnRead();
        }
        return isRead;
    }

    public Task WhenDrained() => _drain.WaitAsync();

    public void CancelDrain()
    {
        if (!_drain.Cancel())
            return;
        if (_router is not null)
            _router.IsPaused = false;
        Peers.Resume();
    }

    public void OnLoopEnded(Exception? fault) => Calls.Close(fault);

    public void Close()
    {
        Calls.Close();
        Peers.Close();
        Loop.Timers.Cancel(_heartbeat);
        Loop.Remove(this);
        _router?.Dispose();
        _drain.End();
    }

    private BoundEndpoints Bound => _bound ?? throw new InvalidOperationException("A mesh in client mode has no ROUTER, and is bound nowhere.");

    private bool ReadRouter(ITransportSocket router)
    {
        if (router.IsPaused)
            return true;
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
                Peers.Expire(started, SilencesUnderFlood);
                return false;
            }
        }
        Peers.Expire(started);
        return true;
    }

    /// <summary>Takes what has become of a connection to the ROUTER.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool TakeConnectionEvent(ITransportSocket router)
    {
        if (!router.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
            return false;
        if (connectionEvent.Kind == ConnectionEventKind.Refused)
            Peers.LogRefused(in connectionEvent);
        return true;
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
            if (Peers.Find(received.RoutingId) is { } peer)
                Peers.Abort(peer, "exception");
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
        TPeer? peer = Peers.Find(received.RoutingId);
        if (peer is { IsGreeted: true } && _security.Authenticates && !received.IsFromUser(peer.UserId))
        {
            _log.Refused(in received, "its routing id is another peer's");
            return;
        }
        if (!TryDecode(in received, peer, peer is { IsGreeted: true }))
            return;
        TMessage message = _message;
        message.RoutingId = peer?.RoutingId ?? new RoutingId(received.RoutingId);
        Peers.Trace(message);
        if (peer is { IsAlive: false })
            peer = null;
        bool isGreeting = _map.Admit(message);
        if (!isGreeting && peer is not { IsGreeted: true })
        {
            _log.Refused(in received, "its sender has not greeted");
            return;
        }
        if (peer is { IsGreeted: false })
            Peers.Greet(peer, in received);
        else if (isGreeting)
            peer = Welcome(peer, message.RoutingId, in received);
        if (peer is { IsAlive: true })
            Peers.ExecuteMessage(peer, message);
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
            Peers.Replace(before);
        return Peers.Create(key, routingId, endpoint: null, in received, _message);
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
            Peers.Trace(_message);
            if (peer.IsAlive)
                Peers.ExecuteMessage(peer, _message);
        }
        catch (Exception exception)
        {
            _log.Threw(in received, exception);
            Peers.Abort(peer, "exception");
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
            Peers.ExecuteMalformed(peer!);
        return false;
    }

    // What has come is read first: whoever wrote in the meantime has not been silent.
    private void ExpireOnceRead()
    {
        if (_router is not null)
        {
            ReadRouter(_router);
            return;
        }
        // Who is not read is not silent.
        if (_drain.IsBegun)
            return;
        long started = Loop.Now;
        foreach (TPeer peer in Peers.ToList())
            peer.Dealer?.Poll();
        Peers.Expire(started);
    }

    private void RaiseHeartbeat()
    {
        Peers.Broadcast(_definition.HeartbeatEvent, null, null, EventOrigin.Timer);
        // However long the peers' actions take, there is time for others between two.
        _heartbeat.Restart();
    }
}
