using Microsoft.Extensions.Logging;
using ZProto.Codec;
using ZProto.Configuration;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>A server at work on its loop: its socket, its clients, and what is executed on them.</summary>
internal sealed class ServerRuntime<TMessage, TClient> : IServerControl, IEventLoopParticipant, IMachineOwner<TClient>
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient<TMessage>
{
    // A client of which nothing is heard for so many times its silence expires though the socket is never found empty.
    private const int SilencesUnderFlood = 3;

    private readonly EngineContext _context;
    private readonly ServerOptions _options;
    private readonly ServerSettings _settings;
    private readonly ServerDefinition<TMessage, TClient> _definition;
    private readonly ServerSecurity _security;
    private readonly EventExecutor<TClient, TMessage> _executor;
    private readonly MessageTracer<TClient, TMessage> _tracer;
    private readonly ReceiveLog _log;
    private readonly ITransportSocket _socket;
    private readonly BoundEndpoints _bound;

    // Without the event, a client ends when it is idle: neither heard of nor sent to.
    private readonly bool _sendingIsActivity;
    private readonly PeerMachines<TMessage, TClient> _clients;
    private readonly BackgroundWork<TClient, TMessage> _work;
    private readonly RepeatingTimer _heartbeat;
    private readonly Drain _drain;
    private readonly TMessage _message = new();
    private readonly MultipartMessage _frames = new();

    public ServerRuntime(EngineContext context, ServerOptions options, ServerSettings settings, ServerDefinition<TMessage, TClient> definition)
    {
        _context = context;
        _options = options;
        _settings = settings;
        _definition = definition;
        _sendingIsActivity = definition.ExpiredEvent == 0;
        _security = new ServerSecurity(context, options);
        _executor = new EventExecutor<TClient, TMessage>(
            context, definition, this, new DeferredMessageLimits(options.MaxKeptMessagesPerClient, options.MaxKeptBytesPerClient, options.MaxKeptBytes));
        _tracer = new MessageTracer<TClient, TMessage>(context, definition);
        _log = new ReceiveLog(context, ReceiveLog.NameByRoutingId);
        // When it is time, the socket is read first: whoever wrote in the meantime has not been silent.
        _clients = new PeerMachines<TMessage, TClient>(context.Loop, () => ReadSocket()) { Silence = GetSilence, Expired = OnExpired };
        _work = new BackgroundWork<TClient, TMessage>(context, _executor);
        _heartbeat = new RepeatingTimer(context.Loop, RaiseHeartbeat);
        _drain = new Drain(context);
        Configuration = new ServerConfiguration(context, settings, _security, this);
        // What no one takes would pile up.
        SocketOptions socket = options.Socket with { Security = _security.Begin(), ReportDisconnects = definition.DisconnectedEvent != 0 };
        _socket = Loop.Sockets.CreateSocket(SocketType.Router, socket);
        _bound = new BoundEndpoints(_socket);
        Loop.Add(this);
        Meter.HasClients();
    }

    /// <summary>What the server was told in ZPL.</summary>
    public ServerConfiguration Configuration { get; }

    public string Name => _definition.Name;

    public IReadOnlyList<string> Endpoints => _bound.List;

    public IReadOnlyList<TClient> Clients => _clients.ToList();

    private EventLoop Loop => _context.Loop;

    private EngineMeter Meter => _context.Meter;

    /// <summary>Sets what goes by time, once the server has started.</summary>
    public void Begin()
    {
        OnTimesChanged();
        if (_definition.DisconnectedEvent != 0 && (Loop.Transport.Capabilities & TransportCapabilities.Disconnects) == 0)
            _context.Logger.DisconnectsNotReported(Loop.Transport.Name);
    }

    public string Bind(string endpoint) => _bound.Bind(endpoint);

    public void Unbind(string endpoint) => _bound.Unbind(endpoint);

    public void SetSecurity(SocketSecurity? security) => _security.Set(_socket, security);

    /// <summary>A mechanism with who decides on peers, for a further socket.</summary>
    public SocketSecurity Decide(SocketSecurity security) => _security.Decided(security);

    public void OnTimesChanged()
    {
        _clients.Arm();
        _heartbeat.Set(_definition.HeartbeatEvent == 0 ? TimeSpan.Zero : _settings.HeartbeatInterval);
    }

    public Action? FindMethod(ConfigurationCall call) => _definition.FindMethod(call);

    public bool Configure(ZplNode configuration)
    {
        bool isUsers = false;
        _context.RunGuarded(tree => isUsers = _definition.OnConfigure(tree), configuration, "OnConfigure of the server");
        return isUsers;
    }

    public TClient? Find(ReadOnlySpan<byte> routingId) => _clients.Find(routingId);

    public void Close()
    {
        foreach (TClient client in _clients.ToList())
            _executor.End(client);
        Configuration.Close();
        _clients.Close();
        Loop.Timers.Cancel(_heartbeat);
        Loop.Remove(this);
        _executor.Close();
        _socket.Dispose();
        _drain.End();
    }

    public Task WhenDrained() => _drain.WaitAsync();

    public void CancelDrain()
    {
        if (_drain.Cancel())
            _socket.IsPaused = false;
    }

    public bool Poll()
    {
        Meter.LoopLag(Loop.Lag);
        return ReadSocket();
    }

    /// <summary>Executes an event on a client: at once and nested if it is idle, else when it has done its work.</summary>
    public void Execute(TClient client, int eventId, object? argument) => _executor.Execute(client, eventId, argument, EventOrigin.Internal);

    /// <summary>Executes an event on all clients there are now.</summary>
    public void Broadcast(int eventId, object? argument, TClient? except, EventOrigin origin = EventOrigin.Internal)
        => _clients.Broadcast(_executor, eventId, argument, except, origin);

    /// <summary>Runs asynchronous work off the loop, and executes an event with what became of it, if the client is still there.</summary>
    public void RunInBackground<T>(TClient client, Func<CancellationToken, Task<T>> work, int ok, int error) => _work.Run(client, work, ok, error);

    /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the client is still there.</summary>
    public void RunInBackground(TClient client, Func<CancellationToken, Task> work, int ok, int error) => _work.Run(client, work, ok, error);

    /// <summary>Sends the message that a client is at work on to its peer.</summary>
    public void SendCurrent(TClient client) => Send(in client.RoutingIdInPlace, client.Message, client);

    /// <summary>Sends a message to anyone.</summary>
    public SendResult SendTo(in RoutingId routingId, TMessage message) => Send(in routingId, message, _clients.Find(routingId.Span));

    private SendResult Send(in RoutingId routingId, TMessage message, TClient? client)
    {
        var writer = new FrameWriter(_frames);
        _definition.Encode(message, ref writer);
        // What is a client's is not for another user who has its routing id.
        SendResult result = client is { IsDisowned: true } ? SendResult.PeerUnreachable : _socket.Send(routingId.Span, _frames);
        if (result != SendResult.Sent)
        {
            OnSendFailed(in routingId, message, client, result);
            return result;
        }
        _executor.Sent++;
        Meter.Sent(_frames);
        if (_sendingIsActivity && client is { IsAlive: true })
            _clients.Touch(client, Loop.CachedNow);
        if (_tracer.TracesSent)
            _tracer.Sent(in routingId, message);
        return result;
    }

    private void OnSendFailed(in RoutingId routingId, TMessage message, TClient? client, SendResult result)
    {
        Meter.NotSent(result);
        if (!IsFailureHandled(routingId, message, result) && result == SendResult.QueueFull && client is not null)
            OnSendQueueFull(client, message);
    }

    private bool IsFailureHandled(in RoutingId routingId, TMessage message, SendResult result)
    {
        try
        {
            return _definition.OnSendFailed(routingId, message, result);
        }
        catch (Exception exception)
        {
            _context.OnUserCodeException("OnSendFailed of the server", exception);
            return true;
        }
    }

    private void OnSendQueueFull(TClient client, TMessage message)
    {
        if (_options.SendQueueFullMode == SendQueueFullMode.Drop || client is { IsAlive: false } or { IsEnding: true })
            return;
        if (_context.Lines.IsDue(nameof(EngineLog.SendQueueFull), out string more))
            _context.Logger.SendQueueFull(client.LogName, message.Command, more);
        Abort(client, "send queue full");
    }

    /// <summary>Ends a client for what its peer does: at once, or when the event that it is at work on is done.</summary>
    private void Abort(TClient client, string reason)
    {
        Meter.ClientEnded(reason);
        _executor.Abort(client);
    }

    public void OnTooManyDeferred(TClient client) => Meter.ClientEnded("kept messages");

    public void OnEnded(TClient client, Exception? cause)
    {
        _clients.Remove(client);
        Meter.Client(-1);
        client.CancelWork();
        _definition.OnTerminate(client);
    }

    private bool ReadSocket()
    {
        if (_socket.IsPaused)
        {
            _drain.OnRead();
            return true;
        }
        // What came before this moment is read before the socket is found empty, so that no one who wrote in time expires.
        long started = Loop.Now;
        int count = 0;
        while (true)
        {
            if (_socket.TryReceive(out ReceivedMessage received))
            {
                // Whatever a message is, or makes anything throw: at most its own client ends of it.
                try
                {
                    Receive(in received);
                }
                catch (Exception exception)
                {
                    AbortSender(in received, exception);
                }
            }
            else if (!TakeConnectionEvent())
            {
                break;
            }
            if (!Loop.HasBudget(started, ++count))
            {
                _clients.Expire(started, SilencesUnderFlood);
                return false;
            }
        }
        _clients.Expire(started);
        if (_drain.IsBegun)
        {
            // What comes from now on is left where it is: work that begins now might not be answered before the end.
            _socket.IsPaused = true;
            _drain.OnRead();
        }
        return true;
    }

    /// <summary>Takes what has become of a connection: a client whose connection has ended hears of it, and the log of a peer that is refused.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool TakeConnectionEvent()
    {
        if (!_socket.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
            return false;
        if (connectionEvent.Kind == ConnectionEventKind.Refused && _context.Lines.IsDue(nameof(EngineLog.PeerNotAdmitted), out string more))
            _context.Logger.PeerNotAdmitted(connectionEvent.Address ?? "an unknown address", connectionEvent.Reason ?? "the handshake failed", more);
        // Not of that of another user who had its routing id.
        if (connectionEvent.Kind == ConnectionEventKind.Disconnected && _definition.DisconnectedEvent != 0 && _clients.Find(connectionEvent.RoutingId.Span) is { IsDisowned: false } client)
            Execute(client, _definition.DisconnectedEvent, null);
        return true;
    }

    private void AbortSender(in ReceivedMessage received, Exception exception)
    {
        _log.Threw(in received, exception);
        if (_clients.Find(received.RoutingId) is { } client)
            Abort(client, "exception");
    }

    private void Receive(in ReceivedMessage received)
    {
        // libzmq lets any length pass.
        ReadOnlySpan<byte> from = received.RoutingId;
        if (from.Length > RoutingId.MaxLength)
        {
            _log.Refused(in received, "its routing id is longer than one can be");
            return;
        }
        TClient? client = _clients.Find(from);
        // Whoever was the last to come with the routing id is whom the ROUTER sends to.
        if (client is not null && (client.IsDisowned = DistinguishesOwners && !IsOwner(in received, client)))
        {
            // No one is ended for what is not read.
            if (IsTooLong(in received) || !TryTakeOver(in received, client))
                return;
            client = null;
        }
        TMessage message = _message;
        IMultipartMessage frames = received.Frames;
        var reader = new FrameReader(frames);
        if (!_definition.TryDecode(ref reader, message, out DecodeError error))
        {
            if (!IsTooLong(in received))
                ReceiveMalformed(in received, client, error);
            return;
        }
        Meter.Received(frames);
        message.RoutingId = client is null ? new RoutingId(from) : client.RoutingId;
        if (_tracer.TracesReceived)
            _tracer.Received(message.RoutingId, message);
        // The loop has looked at its clock when it began to read, and after the actions on the message before.
        if (client is { IsAlive: true })
            _clients.Touch(client, Loop.CachedNow);
        else
            client = CreateClient(in received, message);
        if (client is { IsAlive: true })
            _executor.ExecuteMessage(client, message);
    }

    // Asked where it matters, and not of each message.
    private bool IsTooLong(in ReceivedMessage received)
    {
        if (received.Frames.Count > 0)
            return false;
        _log.TooManyFrames(in received);
        return true;
    }

    private void ReceiveMalformed(in ReceivedMessage received, TClient? client, DecodeError error)
    {
        _log.Malformed(in received, error, client);
        if (_definition.MalformedEvent == 0)
            return;
        if (client is null)
        {
            if (_definition.FindTransition(StateMachine.StartState, _definition.MalformedEvent, isExternal: false) == 0)
                return;
            // Not an empty one: those are for events, which its OnInitialize may raise on others.
            _message.Clear();
            client = CreateClient(in received, _message);
        }
        else
        {
            _clients.Touch(client, Loop.RefreshClock());
        }
        if (client is not null)
            Execute(client, _definition.MalformedEvent, null);
    }

    /// <summary>Ends a client whose routing id the sender of a message has too, unless that is refused.</summary>
    private bool TryTakeOver(in ReceivedMessage received, TClient client)
    {
        if (!HandsOver)
        {
            _log.Refused(in received, "its routing id is another client's");
            return false;
        }
        if (_context.Lines.IsDue(nameof(EngineLog.TakenOver), out string more))
            _context.Logger.TakenOver(client.LogName, more);
        Abort(client, "taken over");
        return true;
    }

    /// <summary>Whether a peer that comes with the routing id of another takes its place.</summary>
    private bool HandsOver => _options.Socket.RouterHandover ?? !_security.Authenticates;

    /// <summary>Whether a client's routing id alone does not tell that a message is from the peer that the client was made of.</summary>
    private bool DistinguishesOwners => _security.Authenticates || _options.Socket.RouterHandover == false;

    /// <summary>Whether a message is from the peer that a client was made of, as far as that can be told.</summary>
    private bool IsOwner(in ReceivedMessage received, TClient client)
    {
        if (_security.Authenticates)
            return received.IsFromUser(client.UserId);
        return client.PeerAddress is not { } address || received.IsFromAddress(address);
    }

    /// <summary>Makes a client of a new peer. Its first event, if it sets one, runs before its first message.</summary>
    /// <returns>The client, or null where there are as many as there may be.</returns>
    private TClient? CreateClient(in ReceivedMessage received, TMessage first)
    {
        int maxClients = _options.MaxClients;
        if (maxClients > 0 && _clients.Count >= maxClients)
        {
            Meter.ClientRefused();
            if (_context.Lines.IsDue(nameof(EngineLog.TooManyClients), out string more))
                _context.Logger.TooManyClients(_clients.Count, ReceiveLog.NameByRoutingId(in received), more);
            return null;
        }
        first.RoutingId = new RoutingId(received.RoutingId);
        TClient client = _definition.CreateClient();
        client.Executor = _executor;
        client.RoutingId = first.RoutingId;
        client.PeerAddress = received.PeerAddress;
        client.UserId = received.UserId;
        client.IsAlive = true;
        _clients.Add(client);
        Meter.Client(1);
        int eventId = _executor.Run(client, first, _definition.OnInitialize, "OnInitialize");
        if (client.IsEnding)
            _executor.End(client);
        else if (eventId != 0)
            Execute(client, eventId, null);
        Loop.RefreshClock();
        return client;
    }

    /// <summary>Milliseconds that a client may be silent; zero or less for no limit.</summary>
    private long GetSilence() => (long)Math.Ceiling((_definition.ExpiredEvent != 0 ? _settings.ClientTimeout : _settings.IdleTimeout).TotalMilliseconds);

    private void OnExpired(TClient client)
    {
        Meter.Expired();
        if (_definition.ExpiredEvent != 0)
            _executor.Execute(client, _definition.ExpiredEvent, null, EventOrigin.Timer);
        else
            EndIdle(client);
    }

    private void EndIdle(TClient client)
    {
        if (_context.Lines.IsDue(nameof(EngineLog.Idle), out string more))
            _context.Logger.Idle(client.LogName, _settings.IdleTimeout, more);
        _executor.End(client);
    }

    private void RaiseHeartbeat()
    {
        Broadcast(_definition.HeartbeatEvent, null, null, EventOrigin.Timer);
        // However long the clients' actions take, there is time for others between two.
        _heartbeat.Restart();
    }
}
