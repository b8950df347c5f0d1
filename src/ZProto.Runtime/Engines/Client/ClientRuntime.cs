using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;

namespace ZProto.Engines.Client;

/// <summary>A client at work on its loop: its DEALER, its machine, its calls, and what is executed on that.</summary>
internal sealed class ClientRuntime<TMessage> : IClientControl, IEventLoopParticipant, IMachineOwner<StateMachine<TMessage>>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // How soon a socket that could not be found empty is looked at again for a silent server.
    private const long BusyMilliseconds = 10;

    // How soon a DEALER that could not be replaced is tried again, such as while a name is not resolved.
    private const long ReplaceMilliseconds = 1_000;

    private readonly EngineContext _context;
    private readonly ClientOptions _options;
    private readonly ClientDefinition<TMessage> _definition;
    private readonly Action<ClientClosedException> _ended;
    private readonly EventExecutor<StateMachine<TMessage>, TMessage> _executor;
    private readonly MessageTracer<StateMachine<TMessage>, TMessage> _tracer;
    private readonly ReceiveLog _log;
    private readonly ClientSender<TMessage> _sender;
    private readonly StateMachine<TMessage> _machine;
    private readonly RepeatingTimer _heartbeat;
    private readonly CallbackTimer _replace;
    private readonly CallbackTimer _expiry;
    private readonly CallbackTimer _end;
    private TaskCompletionSource? _closing;
    private ClientCall<bool>? _destructor;
    private bool _isDestructed;
    private TMessage _message = new();
    private Exception? _cause;
    private long _silence;
    private long _lastReceived;

    // The value that pairs the message that began the execution at work with a call.
    private UInt128 _correlation;

    /// <param name="context">What the engine's parts share.</param>
    /// <param name="options">What the client runs on.</param>
    /// <param name="definition">What the model says.</param>
    /// <param name="received">What is handed on to the API.</param>
    /// <param name="ended">Told when nothing will come any more, and why.</param>
    public ClientRuntime(EngineContext context, ClientOptions options, ClientDefinition<TMessage> definition, ReceiveQueue<TMessage> received, Action<ClientClosedException> ended)
    {
        _context = context;
        _options = options;
        _definition = definition;
        _ended = ended;
        Received = received;
        _executor = new EventExecutor<StateMachine<TMessage>, TMessage>(context, definition, this, DeferredMessageLimits.OfClient)
        {
            Beginning = OnBeginning,
            Idle = OnIdle,
        };
        _machine = new StateMachine<TMessage> { Executor = _executor, IsAlive = true };
        _tracer = new MessageTracer<StateMachine<TMessage>, TMessage>(context, definition);
        _log = new ReceiveLog(context, (in ReceivedMessage message) => message.RoutingId.IsEmpty ? $"the server of {_machine.LogName}" : ReceiveLog.NameByRoutingId(in message));
        int capacity = options.SendQueueCapacity;
        int highWatermark = options.Socket.SendHighWatermark;
        Dealer = new ClientConnection(context, options.Socket with { SendHighWatermark = highWatermark > 0 ? Math.Min(highWatermark, capacity) : capacity })
        {
            Connected = Flush,
            Disconnected = OnDisconnect,
            Reconnecting = LoseConnection,
            ConnectFailed = LogConnectFailed,
        };
        _sender = new ClientSender<TMessage>(context, Dealer, definition, _tracer, capacity) { Flushed = GoOnClosing };
        Link = new ServerLink(Loop.Transport);
        Calls = new PendingCalls(context, this);
        _heartbeat = new RepeatingTimer(Loop, () => _executor.Execute(_machine, definition.HeartbeatEvent, null, EventOrigin.Timer));
        _replace = new CallbackTimer(ReplaceDealerAgain);
        _expiry = new CallbackTimer(ExpireOncePolled);
        _end = new CallbackTimer(EndClosing);
        Loop.Add(this);
    }

    /// <summary>What is handed on to the API.</summary>
    public ReceiveQueue<TMessage> Received { get; }

    public ClientConnection Dealer { get; }

    /// <summary>The calls that are open.</summary>
    public PendingCalls Calls { get; }

    /// <summary>What is known of the connection to the server.</summary>
    public ServerLink Link { get; }

    public StateMachine<TMessage> Machine => _machine;

    StateMachine IClientControl.Machine => _machine;

    public UInt128 CorrelationAtWork => _machine.IsWorking ? _correlation : UInt128.Zero;

    public ClientCall? CallAtWork => _machine.IsWorking ? Calls.AtWork : null;

    public bool IsTimerAtWork => _machine.IsWorking && _executor.OriginAtWork == EventOrigin.Timer;

    public UInt128 MaxCorrelation => _definition.MaxCorrelation;

    private EventLoop Loop => _context.Loop;

    private EngineMeter Meter => _context.Meter;

    /// <summary>What is known of whom it speaks with, where that is not a server; null for the connection to that.</summary>
    public Func<string>? DescribePeers { get; init; }

    public string DescribeConnection() => DescribePeers?.Invoke() ?? Link.Describe(Dealer.Endpoints);

    public bool HasTransition(int eventId) => _definition.FindTransition(_machine.StateNumber, eventId, isExternal: false) != 0;

    public bool IsKept(int reply) => _definition.IsKept(reply);

    public string GetReplyName(int reply) => _definition.GetReplyName(reply);

    public void OnReply(int reply, object? values) => _definition.OnReply(reply, values);

    public void Execute(int eventId, IEventCaller caller) => _executor.Execute(_machine, eventId, null, EventOrigin.Call, caller);

    /// <summary>Executes an event as from an action or handler.</summary>
    public void SendEvent(int eventId, object? argument)
    {
        _context.RequireLoop();
        _executor.Execute(_machine, eventId, argument, EventOrigin.Internal);
    }

    public ClientClosedException Closed()
        => new(_cause is null ? $"The client '{_context.Name}' has ended." : $"The client '{_context.Name}' has ended on an exception: {_cause.Message}", _cause);

    public bool Poll()
    {
        Meter.LoopLag(Loop.Lag);
        Flush();
        long started = Loop.Now;
        int count = 0;
        do
        {
            if (!_machine.IsAlive)
                return true;
            ITransportSocket? socket = Dealer.Socket;
            if (socket is not null)
                socket.IsPaused = IsHeldUp;
            if (IsHeldUp)
                return true;
            if (socket is null)
            {
                Expire(started);
                return true;
            }
            if (socket.TryReceive(out ReceivedMessage received))
            {
                Receive(in received);
            }
            else if (!TakeConnectionEvents(socket))
            {
                Expire(started);
                return true;
            }
        }
        while (Loop.HasBudget(started, ++count));
        return false;
    }

    public void Close()
    {
        // The last words of a client connect it nowhere.
        Dealer.RefuseConnections();
        _executor.End(_machine);
        Loop.Timers.Cancel(_end);
        Loop.Timers.Cancel(_replace);
        Loop.Remove(this);
        _sender.Close();
        Dealer.Close();
        _executor.Close();
    }

    /// <summary>Sets how often the heartbeat is raised, from now on; zero for never.</summary>
    public void SetHeartbeat(TimeSpan interval)
    {
        _context.RequireLoop();
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        _heartbeat.Set(_machine.IsAlive ? interval : TimeSpan.Zero);
        _heartbeat.Restart();
    }

    /// <summary>Sets how long the server may be silent; zero for no limit.</summary>
    public void SetExpiry(TimeSpan interval)
    {
        _context.RequireLoop();
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        _silence = (long)Math.Ceiling(interval.TotalMilliseconds);
        _lastReceived = Loop.Now;
        ArmExpiry();
    }

    /// <summary>Sends the message at work.</summary>
    public void SendCurrent()
    {
        TMessage message = _machine.Message;
        Correlate(message);
        // A reply to it is told by its value, by whatever connection it comes; any other would be taken for a later call's.
        bool isCorrelated = _definition.HasCorrelation(message) && _definition.GetCorrelation(message) != UInt128.Zero;
        _executor.Sent++;
        ClientCall? call = Calls.AtWork;
        bool hadSent = call?.HasSent ?? false;
        // Before the tracer sees it, which may end the connection, and with it what was sent.
        call?.HasSent = true;
        if (!_sender.Send(message, outlastsConnection: isCorrelated, _machine.LogName))
            call?.HasSent = hadSent;
    }

    /// <summary>The message at work has been sent by another way than the DEALER.</summary>
    /// <param name="frames">Its frames.</param>
    public void OnSent(IMultipartMessage frames)
    {
        _executor.Sent++;
        Meter.Sent(frames);
        _tracer.Sent(default, _machine.Message);
    }

    /// <summary>Executes an event that came from a peer, and is not a message.</summary>
    public void ExecuteExternal(int eventId, object? argument)
    {
        _lastReceived = Loop.RefreshClock();
        _executor.Execute(_machine, eventId, argument, EventOrigin.Message);
    }

    /// <summary>Sends a message of the API's.</summary>
    public void Send(TMessage message, TaskCompletionSource caller)
    {
        if (caller.Task.IsCompleted)
            return;
        if (!_machine.IsAlive)
            throw Closed();
        _sender.Send(message, caller);
    }

    /// <summary>Some of those who wait for room to send have given up.</summary>
    public void SendCancelled() => _sender.OnCancelled();

    /// <summary>Hands a copy of the message at work on to the API.</summary>
    public void Deliver() => HandOn(_machine.Message.Clone());

    /// <summary>
    /// The connection to the server is lost. What it has not answered it will not answer any more, and what it has not been sent is not
    /// for the next one.
    /// </summary>
    public void LoseConnection()
    {
        // There is nothing to lose before the first connection, or while a new one is being tried.
        if (Dealer.Socket is null)
            return;
        Link.OnLost();
        _context.Logger.ConnectionLost(_machine.LogName, string.Join(" and ", Dealer.Endpoints));
        DropConnection();
        Calls.OnConnectionLost();
    }

    public void ReplaceConnection()
    {
        if (Dealer.Socket is null)
            return;
        Link.OnReplaced();
        DropConnection();
        Calls.OnDisconnect();
    }

    /// <summary>Ends when what waits is sent and the destructor has run, or when it takes too long.</summary>
    public Task WhenClosing()
    {
        _closing = new TaskCompletionSource(Platform.CompletionOptions);
        Task closing = _closing.Task;
        Calls.Fail(Closed());
        Flush();
        if (_options.DisposeTimeout == TimeSpan.Zero)
            EndClosing();
        else
            Loop.Timers.Arm(_end, Loop.Now + (long)Math.Ceiling(_options.DisposeTimeout.TotalMilliseconds));
        return closing;
    }

    public void OnLoopEnded(Exception? fault)
    {
        var closed = new ClientClosedException($"The client '{_definition.Name}' has ended, since its loop {(fault is null ? "was disposed" : $"died: {fault.Message}")}", fault);
        _ended(closed);
        Fail(closed);
        _closing?.TrySetResult();
    }

    public void OnTooManyDeferred(StateMachine<TMessage> machine)
    {
    }

    public void OnEnded(StateMachine<TMessage> machine, Exception? cause)
    {
        _cause ??= cause;
        Loop.Timers.Cancel(_heartbeat);
        Loop.Timers.Cancel(_expiry);
        ClientClosedException closed = Closed();
        Fail(closed);
        Destructed();
        _ended(closed);
        _context.RunGuarded(static definition => definition.OnTerminate(), _definition, "OnTerminate of the client");
        MachineEnded();
    }

    /// <summary>What is done when the machine has ended.</summary>
    public Action MachineEnded { get; init; } = () => { };

    // A reader that does not take what is handed on holds up the socket, unless that ends the client.
    private bool IsHeldUp => Received.IsFull && _options.ReceiveQueueFullMode == ReceiveQueueFullMode.Wait;

    private void OnBeginning(StateMachine<TMessage> machine, TMessage? message)
    {
        Calls.AtWork = null;
        _correlation = message is not null && _definition.HasCorrelation(message) ? _definition.GetCorrelation(message) : UInt128.Zero;
    }

    private void OnIdle() => Calls.Rest();

    // Nothing will come any more: all who wait are told.
    private void Fail(ClientClosedException closed)
    {
        Calls.Fail(closed);
        _sender.Fail(closed);
        Received.End(closed.InnerException is null ? null : closed);
    }

    private void Flush() => _sender.Flush();

    // What was sent to an endpoint that the client has no longer is not replied to.
    private void OnDisconnect()
    {
        Link.OnDisconnect();
        if (_sender.IsEmpty)
            Calls.OnDisconnect();
    }

    /// <summary>Executes a message: of the DEALER, or of a peer that its routing id names. Whatever it is, or makes anything throw, at most this client ends of it.</summary>
    /// <param name="received">The message.</param>
    /// <param name="argument">What its actions read as <c>Argument</c>.</param>
    public void Receive(in ReceivedMessage received, object? argument = null)
    {
        _lastReceived = Loop.RefreshClock();
        try
        {
            ReceiveGuarded(in received, argument);
        }
        catch (Exception exception)
        {
            _log.Threw(in received, exception);
            _executor.End(_machine, exception);
        }
    }

    private void ReceiveGuarded(in ReceivedMessage received, object? argument)
    {
        if (received.Frames.Count == 0)
        {
            _log.TooManyFrames(in received);
            return;
        }
        var reader = new FrameReader(received.Frames);
        if (!_definition.TryDecode(ref reader, _message, out DecodeError error))
        {
            _log.Malformed(in received, error);
            return;
        }
        _message.RoutingId = new RoutingId(received.RoutingId);
        Meter.Received(received.Frames);
        _tracer.Received(_message.RoutingId, _message);
        if (_definition.IsHandedOn(_message))
        {
            HandOn(_message);
            _message = new TMessage();
            return;
        }
        // Unless the tracer has ended it.
        if (!_machine.IsAlive)
            return;
        Loop.RefreshClock();
        _executor.ExecuteMessage(_machine, _message, argument);
    }

    /// <summary>Takes what has become of the connection.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool TakeConnectionEvents(ITransportSocket socket)
    {
        bool any = false;
        // A DEALER that is replaced has nothing more to say.
        while (ReferenceEquals(socket, Dealer.Socket) && socket.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
        {
            any = true;
            switch (connectionEvent.Kind)
            {
                case ConnectionEventKind.Connected:
                    Link.OnConnected();
                    break;
                case ConnectionEventKind.Disconnected:
                    LoseConnection();
                    break;
                case ConnectionEventKind.Refused:
                    OnRefused(connectionEvent);
                    break;
            }
        }
        return any;
    }

    private void OnRefused(ConnectionEvent connectionEvent)
    {
        Link.OnRefused(connectionEvent.Reason);
        if (_context.Lines.IsDue(nameof(EngineLog.NotAdmitted), out _))
            _context.Logger.NotAdmitted(_machine.LogName, connectionEvent.Address ?? string.Join(" and ", Dealer.Endpoints), connectionEvent.Reason ?? "the handshake failed");
    }

    private void DropConnection()
    {
        _sender.OnConnectionLost();
        ReplaceDealer();
    }

    private void ReplaceDealerAgain()
    {
        // Unless an action has connected it since.
        if (Dealer.Socket is null)
            ReplaceDealer();
    }

    private void ReplaceDealer()
    {
        try
        {
            Dealer.Replace();
        }
        catch (TransportException exception)
        {
            LogConnectFailed(string.Join(" and ", Dealer.Endpoints), exception);
            Loop.Timers.Arm(_replace, Loop.Now + ReplaceMilliseconds);
            return;
        }
        Flush();
    }

    private void LogConnectFailed(string endpoint, TransportException exception) => _context.Logger.ConnectFailed(_machine.LogName, LogText.Escape(endpoint), LogText.Escape(exception.Message));

    // What a call sends carries its value, by which the reply finds it.
    private void Correlate(TMessage message)
    {
        if (Calls.AtWork is not { } call || !_definition.HasCorrelation(message))
            return;
        if (call.Correlation == UInt128.Zero)
            call.Correlation = Calls.NextCorrelation();
        _definition.SetCorrelation(message, call.Correlation);
    }

    private void HandOn(TMessage message)
    {
        if (_options.ReceiveQueueFullMode == ReceiveQueueFullMode.Fail && Received.IsFull)
        {
            _context.Logger.ReceiveQueueFull(_machine.LogName, _options.ReceiveQueueCapacity);
            Received.End(new ClientClosedException($"The client '{_definition.Name}' has ended, since {_options.ReceiveQueueCapacity} received messages were not taken."));
            _machine.Terminate();
            return;
        }
        Received.Add(message);
    }

    // What waits is sent first, then the destructor has its reply or the machine its end, then what those sent is sent.
    private void GoOnClosing()
    {
        if (_closing is null || !_sender.IsEmpty)
            return;
        Destruct();
        if (_isDestructed && _sender.IsEmpty)
            _closing.TrySetResult();
    }

    private void Destruct()
    {
        if (_destructor is not null)
            return;
        // A state that does not name the destructor has nothing to do at the end.
        _destructor = new ClientCall<bool>("destructor", _definition.DestructorEvent, _definition.DestructorReplies, setArguments: null, (_, _) => Destructed()) { IsOptional = true };
        // No one else waits for a reply any more.
        Calls.ForgetAbandoned();
        if (_definition.DestructorEvent == 0 || !_machine.IsAlive)
            _isDestructed = true;
        else
            Calls.Execute(_destructor);
    }

    private bool Destructed()
    {
        _isDestructed = true;
        GoOnClosing();
        return true;
    }

    // The time is up. The destructor may have more to do than to send.
    private void EndClosing()
    {
        Destruct();
        _closing!.TrySetResult();
    }

    // What was sent while the loop did not run may not have come through the transport yet.
    private long SilentSince => Math.Max(_lastReceived, Loop.LastStall);

    private void ArmExpiry()
    {
        if (_silence > 0 && _machine.IsAlive)
            Loop.Timers.Arm(_expiry, SilentSince + _silence);
        else
            Loop.Timers.Cancel(_expiry);
    }

    private void Expire(long now)
    {
        if (_silence <= 0)
            return;
        if (SilentSince + _silence <= now)
        {
            // Again after each further silence.
            _lastReceived = now;
            Meter.Expired();
            ArmExpiry();
            _executor.Execute(_machine, _definition.ExpiredEvent, null, EventOrigin.Timer);
        }
        else
        {
            ArmExpiry();
        }
    }

    // When it is time, the socket is read first: a server that wrote in the meantime has not been silent.
    private void ExpireOncePolled()
    {
        Poll();
        // Not found empty: whoever wrote has not been silent, however long that waits to be read.
        if (!_expiry.IsArmed && _silence > 0 && _machine.IsAlive)
            Loop.Timers.Arm(_expiry, Loop.Now + BusyMilliseconds);
    }
}
