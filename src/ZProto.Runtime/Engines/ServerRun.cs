using Microsoft.Extensions.Logging;
using ZProto.Transport;

namespace ZProto.Engines;

/// <summary>A server at work on its loop: its socket, its clients, and what is executed on them.</summary>
internal sealed class ServerRun<TMessage, TClient> : ServerHost, ILoopMember
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient, new()
{
    private const long MaxKeptOctetsOfAll = 64 * 1024 * 1024;
    private const int StartState = 1;

    private readonly ServerEngine<TMessage, TClient> _server;
    private readonly ServerModel<TMessage> _model;
    private readonly ClientTable<TClient> _clients = new();
    private readonly ActivityList _activity = new();
    private readonly ExpiryTimer _expiry;
    private readonly HeartbeatTimer _heartbeat;
    private readonly OncePerSecond _malformed;
    private readonly Queue<TClient> _ready = new();
    private readonly Dictionary<TClient, KeptMessages<TMessage>> _kept = [];
    private readonly TMessage _message = new();
    private readonly List<TMessage> _empty = [];
    private readonly FrameBuffer _frames = new();
    private readonly TClient _anyClient = new();
    private List<TClient>? _present = [];
    private TaskCompletionSource? _drained;
    private long _keptOctets;
    private long _lastId;

    public ServerRun(ServerEngine<TMessage, TClient> engine, EngineLoop loop, ServerModel<TMessage> model)
        : base(engine, loop)
    {
        _server = engine;
        _model = model;
        _expiry = new ExpiryTimer(this);
        _heartbeat = new HeartbeatTimer(this);
        _malformed = new OncePerSecond(loop);
        Socket = loop.Sockets.CreateSocket(SocketKind.Router, engine.Options.Socket with { Security = engine.Security.Begin() });
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
        Animation.Close();
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

    public bool Read()
    {
        Meter.LoopLag(Loop.Lag);
        return ReadSocket();
    }

    public override void SendCurrent(ServerClient client) => Send(client.RoutingId, (TMessage)client.CurrentMessage!);

    public SendOutcome Send(in RoutingId routingId, TMessage message)
    {
        _server.TraceSend(in routingId, message);
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        SendOutcome outcome = Socket.TrySend(routingId.Octets, _frames);
        if (outcome == SendOutcome.Sent)
            Sent++;
        Meter.Sent(_frames, outcome);
        if (outcome != SendOutcome.Sent)
            _server.NotSent(routingId, message, outcome);
        return outcome;
    }

    public void Broadcast(int happening, object? argument, TClient? except, EventOrigin origin = EventOrigin.Internal)
    {
        // One list for all broadcasts, but for those within a broadcast.
        List<TClient> present = _present ?? [];
        _present = null;
        _clients.CopyTo(present);
        foreach (TClient client in present)
        {
            if (!ReferenceEquals(client, except))
                Execute(client, happening, argument, origin);
        }
        present.Clear();
        _present = present;
    }

    protected override object EmptyMessage(int depth)
    {
        while (_empty.Count <= depth)
            _empty.Add(new TMessage());
        TMessage message = _empty[depth];
        message.Clear();
        return message;
    }

    protected override void Unexpected(Machine machine, PendingEvent happening)
    {
        var client = (TClient)machine;
        switch (_model.Unexpected)
        {
            case UnexpectedMessage.Terminate:
                client.IsEnding = true;
                break;
            case UnexpectedMessage.Queue when _model.IsReachable(client.StateNumber, happening.Event):
                Keep(client, happening.Event);
                break;
            default:
                Meter.Dropped();
                break;
        }
    }

    protected override void Settled(Machine machine)
    {
        var client = (TClient)machine;
        if (!client.IsReady && _kept.ContainsKey(client))
        {
            client.IsReady = true;
            _ready.Enqueue(client);
        }
    }

    protected override void OnEnd(Machine machine)
    {
        var client = (TClient)machine;
        _clients.Remove(client);
        _activity.Remove(client);
        Meter.Client(-1);
        if (_kept.Remove(client, out KeptMessages<TMessage>? kept))
        {
            _keptOctets -= kept.Size;
            Meter.Kept(-kept.Count, -kept.Size);
        }
        client.LastWords();
    }

    protected override void Rest()
    {
        while (_ready.TryDequeue(out TClient? client))
        {
            client.IsReady = false;
            // The oldest that fits; after a change of state, the oldest that fits then.
            while (client.IsAlive && _kept.TryGetValue(client, out KeptMessages<TMessage>? kept)
                && kept.TryTake(client, out TMessage message, out int happening, out int size))
            {
                _keptOctets -= size;
                Meter.Kept(-1, -size);
                if (kept.Count == 0)
                    _kept.Remove(client);
                Loop.Look();
                ExecuteNow(client, happening, null, EventOrigin.Message, message);
            }
        }
    }

    private bool ReadSocket()
    {
        // What came before this moment is read before the socket is found empty, so that nobody who wrote in time expires.
        long started = Loop.Now;
        int count = 0;
        do
        {
            if (!Socket.TryReceive())
            {
                Expire(started);
                if (RunningWork == 0)
                    _drained?.TrySetResult();
                return true;
            }
            Receive();
        }
        while (Loop.MayReadOn(started, ++count));
        return false;
    }

    private void Receive()
    {
        TClient? client = _clients.Find(Socket.ReceivedFrom);
        TMessage message = _message;
        var reader = new FrameReader(Socket.Received);
        if (!TMessage.TryDecode(ref reader, message, out DecodeError error))
        {
            ReceiveMalformed(client, error);
            return;
        }
        Meter.Received(Socket.Received);
        message.RoutingId = client is null ? new RoutingId(Socket.ReceivedFrom) : client.RoutingId;
        _server.TraceReceive(message);
        if (client is { IsAlive: true })
            _activity.Touch(client, Loop.Look());
        else
            client = Welcome(message);
        if (client.IsAlive)
            ExecuteNow(client, _model.EventOf(message), null, EventOrigin.Message, message);
    }

    private void ReceiveMalformed(TClient? client, DecodeError error)
    {
        Meter.Malformed();
        LogMalformed(client, error);
        if (_model.MalformedEvent == 0)
            return;
        if (client is null)
        {
            if (_anyClient.FindRow(StartState, _model.MalformedEvent, isExternal: false) == 0)
                return;
            // Not an empty one: those are for events, which its OnInitialize may raise on others.
            _message.Clear();
            client = Welcome(_message);
        }
        else
        {
            _activity.Touch(client, Loop.Look());
        }
        Execute(client, _model.MalformedEvent, null, EventOrigin.Internal);
    }

    private void LogMalformed(TClient? client, DecodeError error)
    {
        if (!_malformed.IsDue(out long notLogged))
            return;
        string address = Socket.ReceivedFromAddress is { } known ? $" at {known}" : "";
        Logger.Malformed(client?.LogName ?? $"peer {new RoutingId(Socket.ReceivedFrom)}{address}", error, notLogged);
    }

    /// <summary>Makes a client of a new peer. Its first event, if it sets one, runs before its first message.</summary>
    private TClient Welcome(TMessage first)
    {
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
        _activity.Touch(client, Loop.Look());
        ArmExpiry();
        int happening = Initialize(client, first);
        if (client.IsEnding)
            End(client);
        else if (happening != 0)
            Execute(client, happening, null, EventOrigin.Internal);
        Loop.Look();
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
            Meter.Exception();
            Logger.ActionThrew(client.LogName, client.StateName, "OnInitialize", exception);
            client.IsEnding = true;
        }
        finally
        {
            client.IsWorking = false;
            client.CurrentMessage = null;
        }
        int happening = client.NextNumber;
        client.ClearOutcome();
        return happening;
    }

    private void Keep(TClient client, int happening)
    {
        var message = (TMessage)client.CurrentMessage!;
        int size = EngineMeter.SizeOf(Socket.Received);
        if (!_kept.TryGetValue(client, out KeptMessages<TMessage>? kept))
            _kept.Add(client, kept = new KeptMessages<TMessage>());
        if (!kept.HasRoomFor(size) || _keptOctets + size > MaxKeptOctetsOfAll)
        {
            Logger.TooManyKept(client.LogName, kept.Count, kept.Size, client.StateName);
            client.IsEnding = true;
            return;
        }
        kept.Add(message.Clone(), happening, size);
        _keptOctets += size;
        Meter.Kept(1, size);
    }

    /// <summary>Sets the time at which the client that has been silent longest expires.</summary>
    public void ArmExpiry()
    {
        if (Silence > 0 && _activity.First is { } client)
            Loop.Timers.Arm(_expiry, client.LastActive + Silence);
        else
            Loop.Timers.Cancel(_expiry);
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

    /// <summary>Milliseconds that a client may be silent; zero or less for ever.</summary>
    private long Silence => (long)Math.Ceiling((_model.ExpiredEvent != 0 ? Engine.ClientTimeout : Engine.IdleTimeout).TotalMilliseconds);

    private void Expire(long now)
    {
        long silence = Silence;
        if (silence <= 0)
            return;
        while (_activity.First is { } client && client.LastActive + silence <= now)
        {
            // Again after each further silence.
            _activity.Touch(client, now);
            Meter.Expired();
            if (_model.ExpiredEvent != 0)
                Execute(client, _model.ExpiredEvent, null, EventOrigin.Timer);
            else
                End(client);
        }
        ArmExpiry();
    }

    // When it is time, the socket is read first: whoever wrote meanwhile has not been silent.
    private sealed class ExpiryTimer(ServerRun<TMessage, TClient> server) : LoopTimer
    {
        public override void Fire() => server.ReadSocket();
    }

    private sealed class HeartbeatTimer(ServerRun<TMessage, TClient> server) : LoopTimer
    {
        public override void Fire()
        {
            server.Broadcast(server._model.HeartbeatEvent, null, null, EventOrigin.Timer);
            server.ArmHeartbeat();
        }
    }
}
