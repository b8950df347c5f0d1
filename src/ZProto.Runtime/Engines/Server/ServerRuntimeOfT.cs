using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZProto.Codec;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>A server at work on its loop: its socket, its clients, and what is executed on them.</summary>
internal sealed class ServerRuntime<TMessage, TClient> : ServerRuntime, IEventLoopParticipant
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient, new()
{
    private const int StartState = 1;

    // A client of which nothing is heard for so many times its silence expires though the socket is never found empty.
    private const int SilencesUnderFlood = 3;

    private readonly ServerEngine<TMessage, TClient> _server;
    private readonly ServerDefinition<TMessage> _model;
    private readonly ServerSecurity _security;
    private readonly bool? _handover;
    private readonly bool _tracesSent;
    private readonly bool _tracesReceived;
    private readonly bool _sendingIsActivity;
    private readonly ClientTable<TClient> _clients = new();
    private readonly LeastRecentlyActiveList _activity = new();
    private readonly ExpiryTimer _expiry;
    private readonly HeartbeatTimer _heartbeat;
    private readonly Queue<TClient> _ready = new();
    private readonly ClientDeferredMessages<TMessage, TClient> _kept;
    private readonly TMessage _message = new();
    private readonly List<TMessage> _empty = [];
    private readonly MultipartMessage _frames = new();
    private readonly TClient _anyClient = new();
    private List<TClient>? _present = [];
    private TaskCompletionSource? _drained;
    private long _lastId;

    public ServerRuntime(ServerEngine<TMessage, TClient> engine, EventLoop loop, ServerDefinition<TMessage> model)
        : base(engine, loop)
    {
        _server = engine;
        _model = model;
        _security = engine.Security;
        _handover = engine.Options.Socket.RouterHandover;
        _tracesSent = model.TracesSent;
        _tracesReceived = model.TracesReceived;
        // Without the event, a client ends when it is idle: neither heard of nor sent to.
        _sendingIsActivity = model.ExpiredEvent == 0;
        _kept = new ClientDeferredMessages<TMessage, TClient>(engine.Options);
        _expiry = new ExpiryTimer(this);
        _heartbeat = new HeartbeatTimer(this);
        // What no one takes would pile up.
        SocketOptions options = engine.Options.Socket with { Security = engine.Security.Begin(), ReportDisconnects = model.DisconnectedEvent != 0 };
        Socket = loop.Sockets.CreateSocket(SocketType.Router, options);
        loop.Add(this);
    }

    public ITransportSocket Socket { get; }

    public IReadOnlyList<TClient> Clients => _clients.ToList();

    public TClient? Find(ReadOnlySpan<byte> routingId) => _clients.Find(routingId);

    public void Close()
    {
        foreach (TClient client in _clients.ToList())
            End(client);
        Loop.Timers.Cancel(_expiry);
        Loop.Timers.Cancel(_heartbeat);
        Loop.Remove(this);
        Tracer.Close();
        Socket.Dispose();
        _drained?.TrySetResult();
    }

    /// <summary>Ends when the socket is found empty while no work of clients is under way.</summary>
    public Task WhenDrained()
    {
        if (_drained is null or { Task.IsCompleted: true })
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // One more round at least, in which the socket is read.
        Loop.Post(static () => { });
        return _drained.Task;
    }

    public bool Poll()
    {
        Meter.LoopLag(Loop.Lag);
        return ReadSocket();
    }

    public override object? CopyCurrent(ServerClient client) => ((TMessage?)client.CurrentMessage)?.Clone();

    public override void ExecuteOn(ServerClient client, int eventId, object? argument, object? message)
    {
        if (!client.IsAlive)
            return;
        Loop.RefreshClock();
        ExecuteNow(client, eventId, argument, EventOrigin.Internal, message);
    }

    public override void SendCurrent(ServerClient client) => Send(in client.RoutingIdInPlace, Unsafe.As<TMessage>(client.CurrentMessage!), Unsafe.As<TClient>(client));

    /// <summary>Sends a message to anyone.</summary>
    public SendResult SendTo(in RoutingId routingId, TMessage message) => Send(in routingId, message, _clients.Find(routingId.Span));

    private SendResult Send(in RoutingId routingId, TMessage message, TClient? client)
    {
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        // What is a client's is not for another user who has its routing id.
        SendResult result = client is { IsDisowned: true } ? SendResult.PeerUnreachable : Socket.Send(routingId.Span, _frames);
        if (result != SendResult.Sent)
        {
            OnSendFailed(in routingId, message, client, result);
            return result;
        }
        Sent++;
        Meter.Sent(_frames);
        if (_sendingIsActivity && client is not null)
            _activity.Touch(client, Loop.CachedNow);
        if (_tracesSent)
            _server.TraceSend(in routingId, message);
        return result;
    }

    private void OnSendFailed(in RoutingId routingId, TMessage message, TClient? client, SendResult result)
    {
        Meter.NotSent(result);
        if (!_server.HandleSendFailure(routingId, message, result) && result == SendResult.QueueFull && client is not null)
            OnSendQueueFull(client, message);
    }

    private void OnSendQueueFull(TClient client, TMessage message)
    {
        if (_server.Options.SendQueueFullMode == SendQueueFullMode.Drop || client is { IsAlive: false } or { IsEnding: true })
            return;
        if (Lines.IsDue(nameof(EngineLog.SendQueueFull), out string more))
            Logger.SendQueueFull(client.LogName, message.Command, more);
        Cut(client, "send queue full");
    }

    /// <summary>Ends a client for what its peer does: at once, or when the event that it is at work on is done.</summary>
    private void Cut(TClient client, string reason)
    {
        Meter.ClientEnded(reason);
        client.IsEnding = true;
        if (!client.IsWorking)
            End(client);
    }

    public void Broadcast(int eventId, object? argument, TClient? except, EventOrigin origin = EventOrigin.Internal)
    {
        // One list for all broadcasts, but for those within a broadcast.
        List<TClient> present = _present ?? [];
        _present = null;
        _clients.CopyTo(present);
        foreach (TClient client in present)
        {
            if (!ReferenceEquals(client, except))
                Execute(client, eventId, argument, origin);
        }
        present.Clear();
        _present = present;
    }

    protected override object EmptyMessage(int depth, EventOrigin origin)
    {
        while (_empty.Count <= depth)
            _empty.Add(new TMessage());
        TMessage message = _empty[depth];
        message.Clear();
        return message;
    }

    protected override void Unexpected(StateMachine machine, QueuedEvent @event)
    {
        var client = (TClient)machine;
        switch (_model.Unexpected)
        {
            case UnexpectedMessageBehavior.Terminate:
                client.IsEnding = true;
                break;
            case UnexpectedMessageBehavior.Queue when _model.IsReachable(client.StateNumber, @event.Event):
                Keep(client, @event.Event);
                break;
            default:
                Meter.Dropped();
                break;
        }
    }

    protected override void OnStateChanged(StateMachine machine)
    {
        var client = (TClient)machine;
        if (!client.IsReady && _kept.Of(client) is not null)
        {
            client.IsReady = true;
            _ready.Enqueue(client);
        }
    }

    protected override void OnEnd(StateMachine machine)
    {
        var client = (TClient)machine;
        _clients.Remove(client);
        _activity.Remove(client);
        Meter.Client(-1);
        DropKept(client);
        client.OnTerminating();
    }

    protected override bool IsIdleWorkDue => _ready.Count > 0;

    protected override void OnIdle()
    {
        while (_ready.TryDequeue(out TClient? client))
        {
            client.IsReady = false;
            // The oldest that fits; after a change of state, the oldest that fits then.
            while (client.IsAlive && _kept.TryTake(client, out TMessage message, out int eventId, out long size))
            {
                Meter.Kept(-1, -size);
                Loop.RefreshClock();
                ExecuteNow(client, eventId, null, EventOrigin.Message, message);
            }
        }
    }

    private bool ReadSocket()
    {
        // What came before this moment is read before the socket is found empty, so that no one who wrote in time expires.
        long started = Loop.Now;
        int count = 0;
        while (true)
        {
            if (Socket.TryReceive())
            {
                // Whatever a message is, or makes anything throw: at most its own client ends of it.
                try
                {
                    Receive();
                }
                catch (Exception exception)
                {
                    AbortSender(exception);
                }
            }
            else if (_model.DisconnectedEvent == 0 || !TakeConnectionEvent())
            {
                break;
            }
            if (!Loop.HasBudget(started, ++count))
            {
                Expire(started, Silence * SilencesUnderFlood);
                return false;
            }
        }
        Expire(started, Silence);
        if (RunningWork == 0)
            _drained?.TrySetResult();
        return true;
    }

    /// <summary>Takes what has become of a connection: a client whose connection has ended hears of it.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool TakeConnectionEvent()
    {
        if (!Socket.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
            return false;
        // Not of that of another user who had its routing id.
        if (connectionEvent.Kind == ConnectionEventKind.Disconnected && _clients.Find(connectionEvent.RoutingId.Span) is { IsDisowned: false } client)
            Execute(client, _model.DisconnectedEvent, null, EventOrigin.Internal);
        return true;
    }

    private void AbortSender(Exception exception)
    {
        Meter.Exception();
        if (Lines.IsDue(nameof(EngineLog.MessageThrew), out string more))
            Logger.MessageThrew(Sender(), more, exception);
        if (_clients.Find(Socket.ReceivedFrom) is { } client)
            Cut(client, "exception");
    }

    private void Receive()
    {
        // libzmq lets any length pass.
        ReadOnlySpan<byte> from = Socket.ReceivedFrom;
        if (from.Length > RoutingId.MaxLength)
        {
            Refuse("its routing id is longer than one can be");
            return;
        }
        TClient? client = _clients.Find(from);
        // Whoever was the last to come with the routing id is whom the ROUTER sends to.
        if (client is not null && (client.IsDisowned = DistinguishesOwners && !IsOwner(client)))
        {
            // No one is ended for what is not read.
            if (IsTooLong() || !TryTakeOver(client))
                return;
            client = null;
        }
        TMessage message = _message;
        IMultipartMessage frames = Socket.Received;
        var reader = new FrameReader(frames);
        if (!TMessage.TryDecode(ref reader, message, out DecodeError error))
        {
            if (!IsTooLong())
                ReceiveMalformed(client, error);
            return;
        }
        Meter.Received(frames);
        message.RoutingId = client is null ? new RoutingId(Socket.ReceivedFrom) : client.RoutingId;
        if (_tracesReceived)
            TraceReceive(message);
        // The loop has looked at its clock when it began to read, and after the actions on the message before.
        if (client is { IsAlive: true })
            _activity.Touch(client, Loop.CachedNow);
        else
            client = CreateClient(message);
        if (client is { IsAlive: true })
            ExecuteNow(client, _model.GetEvent(message), null, EventOrigin.Message, message);
    }

    // Asked where it matters, and not of each message.
    private bool IsTooLong()
    {
        if (Socket.Received.Count > 0)
            return false;
        Refuse("it has more frames than MaxFrames allows");
        return true;
    }

    private void TraceReceive(TMessage message)
    {
        _server.TraceReceive(message.RoutingId, message);
        // What a tracer takes is no action's.
        Loop.RefreshClock();
    }

    private void ReceiveMalformed(TClient? client, DecodeError error)
    {
        Meter.Malformed();
        LogMalformed(client, error);
        if (_model.MalformedEvent == 0)
            return;
        if (client is null)
        {
            if (_anyClient.FindTransition(StartState, _model.MalformedEvent, isExternal: false) == 0)
                return;
            // Not an empty one: those are for events, which its OnInitialize may raise on others.
            _message.Clear();
            client = CreateClient(_message);
        }
        else
        {
            _activity.Touch(client, Loop.RefreshClock());
        }
        if (client is not null)
            Execute(client, _model.MalformedEvent, null, EventOrigin.Internal);
    }

    private void LogMalformed(TClient? client, DecodeError error)
    {
        if (Lines.IsDue(nameof(EngineLog.Malformed), out string more))
            Logger.Malformed(client?.LogName ?? Sender(), error, more);
    }

    private void Refuse(string reason)
    {
        Meter.MessageRefused(reason);
        if (Lines.IsDue(reason, out string more))
            Logger.MessageRefused(Sender(), reason, more);
    }

    /// <summary>Who sent the message received last, for the log.</summary>
    private string Sender()
    {
        ReadOnlySpan<byte> id = Socket.ReceivedFrom;
        string address = Socket.ReceivedFromAddress is { } known ? $" at {LogText.Escape(known)}" : "";
        return $"peer {Codec.Hex.ToString(id[..Math.Min(id.Length, RoutingId.MaxLength)])}{address}";
    }

    /// <summary>Ends a client whose routing id the peer of the message received last has too, unless that is refused.</summary>
    private bool TryTakeOver(TClient client)
    {
        if (!HandsOver)
        {
            Refuse("its routing id is another client's");
            return false;
        }
        if (Lines.IsDue(nameof(EngineLog.TakenOver), out string more))
            Logger.TakenOver(client.LogName, more);
        Cut(client, "taken over");
        return true;
    }

    /// <summary>Whether a peer that comes with the routing id of another takes its place.</summary>
    private bool HandsOver => _handover ?? !_security.Authenticates;

    /// <summary>Whether a client's routing id alone does not tell that a message is from the peer that the client was made of.</summary>
    private bool DistinguishesOwners => _security.Authenticates || _handover == false;

    /// <summary>Whether the message received last is from the peer that a client was made of, as far as that can be told.</summary>
    private bool IsOwner(TClient client)
    {
        if (_security.Authenticates)
            return Socket.IsFromUser(client.UserId);
        return client.PeerAddress is not { } address || Socket.IsFromAddress(address);
    }

    /// <summary>Makes a client of a new peer. Its first event, if it sets one, runs before its first message.</summary>
    /// <returns>The client, or null where there are as many as there may be.</returns>
    private TClient? CreateClient(TMessage first)
    {
        int maxClients = _server.Options.MaxClients;
        if (maxClients > 0 && _clients.Count >= maxClients)
        {
            Meter.ClientRefused();
            if (Lines.IsDue(nameof(EngineLog.TooManyClients), out string more))
                Logger.TooManyClients(_clients.Count, Sender(), more);
            return null;
        }
        first.RoutingId = new RoutingId(Socket.ReceivedFrom);
        var client = new TClient
        {
            Owner = this,
            RoutingId = first.RoutingId,
            PeerAddress = Socket.ReceivedFromAddress,
            UserId = Socket.ReceivedFromUser,
            UniqueId = ++_lastId,
            StateNumber = StartState,
            IsAlive = true,
        };
        _clients.Add(client);
        Meter.Client(1);
        _activity.Touch(client, Loop.RefreshClock());
        ArmExpiry();
        int eventId = Initialize(client, first);
        if (client.IsEnding)
            End(client);
        else if (eventId != 0)
            Execute(client, eventId, null, EventOrigin.Internal);
        Loop.RefreshClock();
        return client;
    }

    /// <summary>The event that a new client sets for itself, or 0.</summary>
    private int Initialize(TClient client, TMessage first)
    {
        try
        {
            client.IsWorking = true;
            client.CurrentMessage = first;
            client.Initialize();
        }
        catch (Exception exception)
        {
            LogThrew(client, "OnInitialize", eventId: 0, exception);
            client.IsEnding = true;
        }
        finally
        {
            client.IsWorking = false;
            client.CurrentMessage = null;
        }
        int eventId = client.NextNumber;
        client.ClearOutcome();
        return eventId;
    }

    private void Keep(TClient client, int eventId)
    {
        if (!_kept.TryAdd(client, (TMessage)client.CurrentMessage!, eventId, out long size))
        {
            DeferredMessages<TMessage>? kept = _kept.Of(client);
            if (Lines.IsDue(nameof(EngineLog.TooManyDeferredByClient), out string more))
                Logger.TooManyDeferredByClient(client.LogName, kept?.Count ?? 0, kept?.Size ?? 0, client.StateName, more);
            Cut(client, "kept messages");
            return;
        }
        Meter.Kept(1, size);
        long maxSize = _server.Options.MaxKeptBytes;
        while (maxSize > 0 && _kept.Size > maxSize && _kept.Largest is { } largest)
            CutLargest(largest);
    }

    private void CutLargest(TClient client)
    {
        DeferredMessages<TMessage> kept = _kept.Of(client)!;
        if (Lines.IsDue(nameof(EngineLog.TooManyDeferred), out string more))
            Logger.TooManyDeferred(client.LogName, _kept.Size, kept.Count, kept.Size, more);
        // At once, also where the client is at work and ends later.
        DropKept(client);
        Cut(client, "kept messages");
    }

    private void DropKept(TClient client)
    {
        if (_kept.Remove(client) is { } kept)
            Meter.Kept(-kept.Count, -kept.Size);
    }

    /// <summary>Sets the time at which the client that has been silent longest expires.</summary>
    public void ArmExpiry()
    {
        if (Silence > 0 && _activity.First is { } client)
            Loop.Timers.Arm(_expiry, SilentSince(client) + Silence);
        else
            Loop.Timers.Cancel(_expiry);
    }

    /// <summary>Says so where the model waits for what the transport does not tell.</summary>
    public void CheckTransport()
    {
        if (_model.DisconnectedEvent != 0 && (Loop.Transport.Capabilities & TransportCapabilities.Disconnects) == 0)
            Logger.DisconnectsNotReported(Loop.Transport.Name);
    }

    /// <summary>Sets the time of the next heartbeat.</summary>
    public void ArmHeartbeat()
    {
        long interval = (long)Math.Ceiling(Engine.HeartbeatInterval.TotalMilliseconds);
        if (_model.HeartbeatEvent != 0 && interval > 0)
            Loop.Timers.Arm(_heartbeat, Loop.Now + interval);
        else
            Loop.Timers.Cancel(_heartbeat);
    }

    /// <summary>Milliseconds that a client may be silent; zero or less for no limit.</summary>
    private long Silence => (long)Math.Ceiling((_model.ExpiredEvent != 0 ? Engine.ClientTimeout : Engine.IdleTimeout).TotalMilliseconds);

    // What was sent while the loop did not run may not have come through the transport yet.
    private long SilentSince(ServerClient client) => Math.Max(client.LastActive, Loop.LastStall);

    private void Expire(long now, long silence)
    {
        if (silence <= 0)
            return;
        while (_activity.First is { } client && SilentSince(client) + silence <= now)
        {
            // Again after each further silence.
            _activity.Touch(client, now);
            Meter.Expired();
            if (_model.ExpiredEvent != 0)
                Execute(client, _model.ExpiredEvent, null, EventOrigin.Timer);
            else
                EndIdle(client);
        }
        ArmExpiry();
    }

    private void EndIdle(ServerClient client)
    {
        if (Lines.IsDue(nameof(EngineLog.Idle), out string more))
            Logger.Idle(client.LogName, Engine.IdleTimeout, more);
        End(client);
    }

    // When it is time, the socket is read first: whoever wrote in the meantime has not been silent.
    private sealed class ExpiryTimer(ServerRuntime<TMessage, TClient> server) : LoopTimer
    {
        public override void Fire() => server.ReadSocket();
    }

    private sealed class HeartbeatTimer(ServerRuntime<TMessage, TClient> server) : LoopTimer
    {
        public override void Fire()
        {
            server.Broadcast(server._model.HeartbeatEvent, null, null, EventOrigin.Timer);
            server.ArmHeartbeat();
        }
    }
}
