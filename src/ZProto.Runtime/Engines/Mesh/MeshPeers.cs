using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Client;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto.Engines.Mesh;

/// <summary>The peers of a mesh: how they come and go, what is executed on them, and what is sent to them.</summary>
internal sealed class MeshPeers<TMessage, TPeer> : IMachineOwner<TPeer>
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
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
    private readonly PeerMachines<TMessage, TPeer> _machines;
    private readonly Dictionary<string, TPeer> _byEndpoint = [];
    private readonly SocketOptions _dealerOptions;
    private readonly MultipartMessage _frames = new();

    // How many peers are only found.
    private int _found;

    /// <param name="owner">The engine.</param>
    /// <param name="options">What the mesh runs on.</param>
    /// <param name="settings">What may be set while it runs.</param>
    /// <param name="definition">What the model says.</param>
    /// <param name="map">What the user's part decides on peers.</param>
    /// <param name="security">Who may be a peer.</param>
    /// <param name="isTime">What is done when a peer may expire: what has come is read, then <see cref="Expire"/> called.</param>
    public MeshPeers(
        IRegistrationOwner owner,
        MeshOptions options,
        MeshSettings settings,
        MeshDefinition<TMessage, TPeer> definition,
        IPeerMap<TMessage> map,
        ServerSecurity security,
        Action isTime)
    {
        _owner = owner;
        _context = owner.Context;
        _options = options;
        _settings = settings;
        _definition = definition;
        _map = map;
        _security = security;
        _executor = new EventExecutor<TPeer, TMessage>(
            _context, definition, this, new DeferredMessageLimits(options.MaxKeptMessagesPerPeer, options.MaxKeptBytesPerPeer, options.MaxKeptBytes))
        {
            Beginning = (peer, message) => Beginning!(peer, message),
        };
        _work = new BackgroundWork<TPeer, TMessage>(_context, _executor);
        _tracer = new MessageTracer<TPeer, TMessage>(_context, definition);
        _machines = new PeerMachines<TMessage, TPeer>(_context.Loop, isTime) { Silence = GetSilence, Expired = OnExpired };
        RoutingId own = definition.Mode == MeshMode.Harmony ? map.GetRoutingId(options.Key) : options.Socket.RoutingId;
        _dealerOptions = options.Socket with { Security = options.DealerSecurity, RoutingId = own };
        Meter.HasClients();
    }

    /// <summary>Handles a message that comes by the DEALER to a peer.</summary>
    public required DealerHandler Received { get; init; }

    /// <summary>What is done when an execution begins on a peer: with the message that it came as, or null.</summary>
    public required Action<TPeer, TMessage?> Beginning { get; init; }

    /// <summary>What is done with the message that a peer's machine is at work on before it is sent.</summary>
    public required Action<TPeer, TMessage> Sending { get; init; }

    /// <summary>What is done when a peer has ended.</summary>
    public required Action<TPeer> Ended { get; init; }

    /// <summary>Handles a message that comes by the DEALER to a peer.</summary>
    public delegate void DealerHandler(TPeer peer, in ReceivedMessage message);

    /// <summary>How many there are.</summary>
    public int Count => _machines.Count;

    /// <summary>Whether any peer's machine is at work.</summary>
    public bool IsWorking => _executor.IsWorking;

    private EngineMeter Meter => _context.Meter;

    /// <summary>Those there are now, in no order.</summary>
    public List<TPeer> ToList() => _machines.ToList();

    /// <summary>The peer of a routing id, or null.</summary>
    public TPeer? Find(ReadOnlySpan<byte> routingId) => _machines.Find(routingId);

    /// <summary>The peer of a key, or null.</summary>
    public TPeer? Find(PeerKey key) => _machines.Find(_map.GetRoutingId(key).Span);

    /// <summary>Adds the peer of a key at an endpoint. One at another endpoint is replaced.</summary>
    /// <returns>The peer; null where there are as many as there may be, or where it has ended itself.</returns>
    public TPeer? Add(PeerKey key, string endpoint) => Add(key, endpoint, isOnlyFound: false);

    private TPeer? Add(PeerKey key, string endpoint, bool isOnlyFound)
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
        return isOnlyFound && !HasPlaceForFound(key) ? null : Create(key, _map.GetRoutingId(key), endpoint, received: default, new TMessage(), isOnlyFound);
    }

    /// <summary>A discovery has found a peer.</summary>
    public void OnAppeared(PeerKey key, string endpoint)
    {
        // A beacon may well hear itself. And anyone may send one: who has greeted stays, at its endpoint too.
        if (key == _options.Key || Find(key) is { IsGreeted: true, Endpoint: not null })
            return;
        if (!_byEndpoint.TryGetValue(endpoint, out TPeer? there) || !there.IsGreeted)
            Add(key, endpoint, isOnlyFound: _definition.Mode == MeshMode.Harmony);
    }

    /// <summary>A peer that was added, and is heard of for the first time.</summary>
    public void Greet(TPeer peer, in ReceivedMessage received)
    {
        ForgetFound(peer);
        peer.IsGreeted = true;
        peer.PeerAddress = received.PeerAddress;
        peer.UserId = received.UserId;
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

    /// <summary>Executes the event of a call on a peer.</summary>
    public void Execute(TPeer peer, ClientCall call) => _executor.Execute(peer, call.Event, null, EventOrigin.Call, call);

    public void Broadcast(int eventId, object? argument, TPeer? except, EventOrigin origin = EventOrigin.Internal)
        => _machines.Broadcast(_executor, eventId, argument, except, origin);

    public void RunInBackground<T>(TPeer peer, Func<CancellationToken, Task<T>> work, int ok, int error) => _work.Run(peer, work, ok, error);

    public void RunInBackground(TPeer peer, Func<CancellationToken, Task> work, int ok, int error) => _work.Run(peer, work, ok, error);

    /// <summary>Sends the message that a peer's machine is at work on to the peer.</summary>
    public void SendCurrent(TPeer peer)
    {
        Sending(peer, peer.Message);
        Send(peer, peer.Message);
    }

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

    /// <summary>Executes the event of a message that has come from a peer.</summary>
    public void ExecuteMessage(TPeer peer, TMessage message)
    {
        // The loop has looked at its clock when it began to read, and after the actions on the message before.
        _machines.Touch(peer, _context.Loop.CachedNow);
        _executor.ExecuteMessage(peer, message);
    }

    /// <summary>Something has come from a peer that is not a message.</summary>
    public void ExecuteMalformed(TPeer peer)
    {
        _machines.Touch(peer, _context.Loop.RefreshClock());
        Execute(peer, _definition.MalformedEvent, null);
    }

    /// <summary>Sets the time at which peers expire, after a change.</summary>
    public void ArmExpiry() => _machines.Arm();

    /// <summary>Has peers expire that have been silent for so many times as long as they may be.</summary>
    public void Expire(long now, int silences = 1) => _machines.Expire(now, silences);

    /// <summary>Reads what has come by the DEALERs, and then no more.</summary>
    /// <returns>Whether all was read.</returns>
    public bool TryPause()
    {
        bool isRead = true;
        foreach (TPeer peer in _machines.ToList())
            isRead &= peer.Dealer?.TryPause() ?? true;
        return isRead;
    }

    /// <summary>Reads again, after <see cref="TryPause"/>.</summary>
    public void Resume()
    {
        foreach (TPeer peer in _machines.ToList())
            peer.Dealer?.Resume();
        ArmExpiry();
    }

    /// <summary>Hands a message that has come to the hook that traces them.</summary>
    public void Trace(TMessage message)
    {
        if (_tracer.TracesReceived)
            _tracer.Received(message.RoutingId, message);
    }

    /// <summary>Ends all.</summary>
    public void Close()
    {
        foreach (TPeer peer in _machines.ToList())
            _executor.End(peer);
        _machines.Close();
        _executor.Close();
    }

    public void OnTooManyDeferred(TPeer machine) => Meter.ClientEnded("kept messages");

    public void OnEnded(TPeer machine, Exception? cause)
    {
        Forget(machine);
        Meter.Client(-1);
        machine.CancelWork();
        Ended(machine);
        _definition.OnTerminate(machine);
    }

    /// <summary>Ends a peer for what it does: at once, or when the event that it is at work on is done.</summary>
    public void Abort(TPeer peer, string reason)
    {
        Meter.ClientEnded(reason);
        _executor.Abort(peer);
    }

    /// <summary>Logs that a peer, or the mesh at a peer, was not admitted.</summary>
    public void LogRefused(in ConnectionEvent connectionEvent)
    {
        if (_context.Lines.IsDue(nameof(EngineLog.PeerNotAdmitted), out string more))
            _context.Logger.PeerNotAdmitted(connectionEvent.Address ?? "an unknown address", connectionEvent.Reason ?? "the handshake failed", more);
    }

    private void RequireOther(PeerKey key)
    {
        if (key.IsEmpty)
            throw new ArgumentException("The key is empty.", nameof(key));
        if (key == _options.Key)
            throw new ArgumentException("The key is the mesh's own.", nameof(key));
    }

    // Places are left for those that greet, however many a discovery is made to find.
    private bool HasPlaceForFound(PeerKey key)
    {
        if (_options.MaxPeers == 0 || _found < (_options.MaxPeers + 1) / 2)
            return true;
        Meter.ClientRefused();
        if (_context.Lines.IsDue(nameof(EngineLog.TooManyFound), out string more))
            _context.Logger.TooManyFound(_found, LogText.Escape(key.ToString()), more);
        return false;
    }

    private void ForgetFound(TPeer peer)
    {
        if (!peer.IsOnlyFound)
            return;
        peer.IsOnlyFound = false;
        _found--;
    }

    private void Forget(TPeer peer)
    {
        _machines.Remove(peer);
        ForgetFound(peer);
        if (peer.Dealer is not { } dealer)
            return;
        if (_byEndpoint.TryGetValue(dealer.Endpoint, out TPeer? there) && ReferenceEquals(there, peer))
            _byEndpoint.Remove(dealer.Endpoint);
        dealer.Dispose();
        peer.Dealer = null;
    }

    /// <summary>Ends a peer in whose place another comes at once, though it may be at work.</summary>
    public void Replace(TPeer peer)
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
    /// <param name="isOnlyFound">Whether a discovery is all that tells of it.</param>
    public TPeer? Create(PeerKey key, RoutingId routingId, string? endpoint, in ReceivedMessage received, TMessage first, bool isOnlyFound = false)
    {
        if (_options.MaxPeers > 0 && _machines.Count >= _options.MaxPeers)
        {
            Meter.ClientRefused();
            if (_context.Lines.IsDue(nameof(EngineLog.TooManyPeers), out string more))
                _context.Logger.TooManyPeers(_machines.Count, LogText.Escape(key.ToString()), more);
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
        _machines.Add(peer);
        if (isOnlyFound)
        {
            peer.IsOnlyFound = true;
            _found++;
        }
        Meter.Client(1);
        int eventId = _executor.Run(peer, first, _definition.OnInitialize, "OnInitialize");
        if (peer.IsEnding)
            _executor.End(peer);
        else if (eventId != 0)
            Execute(peer, eventId, null);
        _context.Loop.RefreshClock();
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
        ITransportSocket socket = _context.Loop.Sockets.CreateSocket(SocketType.Dealer, _dealerOptions);
        try
        {
            socket.Connect(endpoint);
        }
        catch (Exception exception)
        {
            socket.Abort();
            if (exception is TransportException && Escape(exception.Message, endpoint) is var message && message != exception.Message)
                throw new TransportException(message);
            throw;
        }
        if (there is not null)
            Replace(there);
        peer.Dealer?.Dispose();
        peer.Dealer = new PeerDealer(_owner, socket, endpoint, _options.Socket.SendHighWatermark)
        {
            Received = (in ReceivedMessage received) => Received(peer, in received),
            ConnectionChanged = connectionEvent => OnConnectionEvent(peer, connectionEvent),
        };
        _byEndpoint[endpoint] = peer;
        _owner.Attach(peer.Dealer);
    }

    // The endpoint may come from a peer, and the exception go to the log.
    private static string Escape(string message, string endpoint)
        => LogText.EscapeAll(endpoint.Length == 0 ? message : message.Replace(endpoint, LogText.Escape(endpoint), StringComparison.Ordinal));

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
            _context.RunGuarded(static raised => raised.Peers.Execute(raised.Peer, raised.Event, null), (Peers: this, Peer: peer, Event: eventId), "event of a connection");
    }

    /// <summary>Milliseconds that a peer may be silent; zero for no limit.</summary>
    private long GetSilence() => _definition.ExpiredEvent == 0 ? 0 : (long)Math.Ceiling(_settings.PeerTimeout.TotalMilliseconds);

    private void OnExpired(TPeer peer)
    {
        Meter.Expired();
        _executor.Execute(peer, _definition.ExpiredEvent, null, EventOrigin.Timer);
    }
}
