using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Client;

/// <summary>A client at work on its loop: what it sends and receives, and what is executed on that.</summary>
internal sealed class ClientRuntime<TMessage> : ClientRuntime, IEventLoopParticipant
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // How soon a DEALER that was full is asked again; no transport tells of the moment.
    private const long FullMilliseconds = 1;

    // How soon a socket that could not be found empty is looked at again for a silent server.
    private const long BusyMilliseconds = 10;

    private readonly ClientEngine<TMessage> _engine;
    private readonly ClientDefinition<TMessage> _model;
    private readonly MultipartMessage _frames = new();
    private readonly SendQueue<TMessage> _outbox;
    private readonly DeferredMessages<TMessage> _kept = new();
    private readonly FlushTimer _flush;
    private readonly ExpiryTimer _expiry;
    private readonly EndTimer _end;
    private readonly TMessage _empty = new();
    private TaskCompletionSource? _closing;
    private ClientCall<bool>? _destructor;
    private bool _isDestructed;
    private bool _hasSaidFull;
    private TMessage _message = new();
    private long _silence;
    private long _lastReceived;
    private bool _isReady;

    // What began the execution at work: a timer, a call, or a message with a value that pairs it with one.
    private bool _isByTimer;
    private ClientCall? _call;
    private UInt128 _correlation;

    public ClientRuntime(ClientEngine<TMessage> engine, EventLoop loop, ClientDefinition<TMessage> model, ReceiveQueue<TMessage> received)
        : base(engine, loop, engine.Name)
    {
        _engine = engine;
        _model = model;
        _outbox = new SendQueue<TMessage>(engine.Options.SendQueueCapacity);
        Received = received;
        _flush = new FlushTimer(this);
        _expiry = new ExpiryTimer(this);
        _end = new EndTimer(this);
        loop.Add(this);
    }

    /// <summary>What is handed on to the API.</summary>
    public ReceiveQueue<TMessage> Received { get; }

    /// <summary>The message at work, or null.</summary>
    public TMessage? CurrentMessage => (TMessage?)Machine.CurrentMessage;

    public override UInt128 CorrelationAtWork => CurrentMessage is null ? UInt128.Zero : _correlation;

    public override ClientCall? CallAtWork => CurrentMessage is null ? null : _call;

    public override bool IsTimerAtWork => CurrentMessage is not null && _isByTimer;

    public override UInt128 MaxCorrelation => _model.MaxCorrelation;

    protected override int HeartbeatEvent => _model.HeartbeatEvent;

    protected override bool HasUnsent => !_outbox.IsEmpty;

    public override bool IsKept(int reply) => _model.IsKept(reply);

    public bool Poll()
    {
        Meter.LoopLag(Loop.Lag);
        Flush();
        long started = Loop.Now;
        int count = 0;
        do
        {
            if (!Machine.IsAlive)
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
            if (socket.TryReceive())
            {
                Receive(socket);
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
        IsClosed = true;
        End(Machine);
        Loop.Timers.Cancel(_flush);
        Loop.Timers.Cancel(_end);
        StopReplacing();
        Loop.Remove(this);
        Dealer.Close();
        Tracer.Close();
    }

    public override void SetExpiry(TimeSpan interval)
    {
        RequireLoop();
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        _silence = (long)Math.Ceiling(interval.TotalMilliseconds);
        _lastReceived = Loop.Now;
        ArmExpiry();
    }

    /// <summary>Sends the message at work.</summary>
    public void SendCurrent()
    {
        TMessage message = CurrentMessage!;
        Correlate(message);
        Encode(message);
        Sent++;
        // After what waits, so that everything goes out in order.
        if (_outbox.IsEmpty && TrySendEncoded())
        {
            _call?.HasSent = true;
            _engine.TraceSend(message);
            return;
        }
        // A reply to it is told by its value, by whatever connection it comes; any other would be taken for a later call's.
        bool isCorrelated = _model.HasCorrelation(message) && _model.GetCorrelation(message) != UInt128.Zero;
        if (_outbox.TryAdd(message.Clone(), outlastsConnection: isCorrelated))
        {
            _call?.HasSent = true;
            return;
        }
        Meter.NotSent(SendResult.QueueFull);
        if (!_hasSaidFull)
            Logger.ClientSendQueueFull(Machine.LogName, Engine.Options.SendQueueCapacity);
        _hasSaidFull = true;
    }

    /// <summary>Sends a message of the API's.</summary>
    public void Send(TMessage message, TaskCompletionSource caller)
    {
        if (caller.Task.IsCompleted)
            return;
        if (!Machine.IsAlive)
            throw Closed();
        // What cannot be encoded is the caller's to know, and must not come up later.
        Encode(message);
        if (_outbox.IsFull)
        {
            _outbox.Add(message, caller);
            return;
        }
        // Not behind the caller's back, who may give up at this very moment.
        if (!caller.TrySetResult())
            return;
        if (_outbox.IsEmpty && TrySendEncoded())
            _engine.TraceSend(message);
        else
            _outbox.TryAdd(message, outlastsConnection: true);
    }

    /// <summary>Some of those who wait for room have given up.</summary>
    public void SendCancelled() => _outbox.ForgetCancelled();

    public override void Flush()
    {
        while (_outbox.TryPeek(out TMessage? message))
        {
            Encode(message);
            if (!TrySendEncoded())
                break;
            _outbox.Remove();
            _engine.TraceSend(message);
        }
        if (!_outbox.IsEmpty)
            return;
        _hasSaidFull = false;
        GoOnClosing();
    }

    protected override void ForgetUnsent() => _outbox.OnConnectionLost();

    /// <summary>Ends when what waits is sent and the destructor has run, or when it takes too long.</summary>
    public Task WhenClosing()
    {
        _closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task closing = _closing.Task;
        Calls.Fail(Closed());
        Flush();
        if (Engine.Options.DisposeTimeout == TimeSpan.Zero)
            EndClosing();
        else
            Loop.Timers.Arm(_end, Loop.Now + (long)Math.Ceiling(Engine.Options.DisposeTimeout.TotalMilliseconds));
        return closing;
    }

    /// <summary>Nothing will come any more: all who wait are told.</summary>
    public void Fail(ClientClosedException closed)
    {
        Calls.Fail(closed);
        _outbox.Fail(closed);
        Received.End(closed.InnerException is null ? null : closed);
    }

    public void OnLoopEnded(Exception? fault)
    {
        var closed = new ClientClosedException($"The client '{_model.Name}' has ended, since its loop {(fault is null ? "was disposed" : $"died: {fault.Message}")}", fault);
        Engine.OnEnded(closed);
        Fail(closed);
        _closing?.TrySetResult();
    }

    /// <summary>Hands a copy of the message at work on to the API.</summary>
    public void Deliver() => HandOn(CurrentMessage!.Clone());

    protected override void OnCallBegins(ClientCall call)
    {
        _call = call;
        base.OnCallBegins(call);
    }

    protected override object EmptyMessage(int depth, EventOrigin origin)
    {
        // What an action raises for when it is done has begun as the action has.
        if (CurrentMessage is null || origin != EventOrigin.Internal)
            _isByTimer = origin == EventOrigin.Timer;
        _call = null;
        _correlation = UInt128.Zero;
        _empty.Clear();
        return _empty;
    }

    protected override void Unexpected(StateMachine machine, QueuedEvent @event)
    {
        if (@event.Origin == EventOrigin.Call)
        {
            var call = (ClientCall)@event.Argument!;
            // A state that does not name the destructor has nothing to do at the end.
            if (ReferenceEquals(call, _destructor))
                Destructed();
            else
                Calls.RejectOrQueue(call);
            return;
        }
        switch (_model.Unexpected)
        {
            case UnexpectedMessageBehavior.Terminate:
                machine.IsEnding = true;
                break;
            case UnexpectedMessageBehavior.Queue when _model.IsReachable(machine.StateNumber, @event.Event):
                Keep(@event.Event);
                break;
            default:
                Meter.Dropped();
                break;
        }
    }

    protected override void OnStateChanged(StateMachine machine) => _isReady = _kept.Count > 0;

    protected override void OnIdle()
    {
        do
        {
            while (_isReady && Machine.IsAlive && _kept.TryTake(Machine, out TMessage message, out int eventId, out long size))
            {
                Meter.Kept(-1, -size);
                ExecuteMessage(eventId, message);
            }
            _isReady = false;
            base.OnIdle();
        }
        // A call that waited may have led to a state that messages wait for.
        while (_isReady);
    }

    protected override void OnEnd(StateMachine machine)
    {
        base.OnEnd(machine);
        Loop.Timers.Cancel(_expiry);
        Meter.Kept(-_kept.Count, -_kept.Size);
        Fail(Closed());
        Destructed();
        Engine.OnMachineEnded(Closed());
    }

    // A reader that does not take what is handed on holds up the socket, unless that ends the client.
    private bool IsHeldUp => Received.IsFull && Engine.Options.ReceiveQueueFullMode == ReceiveQueueFullMode.Wait;

    private void Encode(TMessage message)
    {
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
    }

    private bool TrySendEncoded()
    {
        SendResult result = Dealer.Socket?.Send(default, _frames) ?? SendResult.QueueFull;
        if (result == SendResult.Sent)
        {
            Meter.Sent(_frames);
            return true;
        }
        // Without a connection there is nothing to try; the next one flushes by itself.
        if (!_flush.IsArmed && Dealer.Endpoints.Count > 0)
            Loop.Timers.Arm(_flush, Loop.Now + FullMilliseconds);
        return false;
    }

    // Whatever a message is, or makes anything throw: at most this client ends of it.
    private void Receive(ITransportSocket socket)
    {
        _lastReceived = Loop.RefreshClock();
        try
        {
            ReceiveGuarded(socket);
        }
        catch (Exception exception)
        {
            Meter.Exception();
            if (Lines.IsDue(nameof(EngineLog.MessageThrew), out string more))
                Logger.MessageThrew($"the server of {Machine.LogName}", more, exception);
            OnFailed(exception);
            End(Machine);
        }
    }

    private void ReceiveGuarded(ITransportSocket socket)
    {
        if (socket.Received.Count == 0)
        {
            const string Reason = "it has more frames than MaxFrames allows";
            Meter.MessageRefused(Reason);
            if (Lines.IsDue(Reason, out string others))
                Logger.MessageRefused($"the server of {Machine.LogName}", Reason, others);
            return;
        }
        var reader = new FrameReader(socket.Received);
        if (!TMessage.TryDecode(ref reader, _message, out DecodeError error))
        {
            Meter.Malformed();
            if (Lines.IsDue(nameof(EngineLog.Malformed), out string more))
                Logger.Malformed($"the server of {Machine.LogName}", error, more);
            return;
        }
        Meter.Received(socket.Received);
        _engine.TraceReceive(_message);
        if (_model.IsHandedOn(_message))
        {
            HandOn(_message);
            _message = new TMessage();
            return;
        }
        // Unless the tracer has ended it.
        if (!Machine.IsAlive)
            return;
        ExecuteMessage(_model.GetEvent(_message), _message);
    }

    private void ExecuteMessage(int @event, TMessage message)
    {
        _isByTimer = false;
        _call = null;
        _correlation = _model.HasCorrelation(message) ? _model.GetCorrelation(message) : UInt128.Zero;
        Loop.RefreshClock();
        ExecuteNow(Machine, @event, null, EventOrigin.Message, message);
    }

    // What a call sends carries its value, by which the reply finds it.
    private void Correlate(TMessage message)
    {
        if (_call is null || !_model.HasCorrelation(message))
            return;
        if (_call.Correlation == UInt128.Zero)
            _call.Correlation = Calls.NextCorrelation();
        _model.SetCorrelation(message, _call.Correlation);
    }

    private void HandOn(TMessage message)
    {
        if (Engine.Options.ReceiveQueueFullMode == ReceiveQueueFullMode.Fail && Received.IsFull)
        {
            Logger.ReceiveQueueFull(Machine.LogName, Engine.Options.ReceiveQueueCapacity);
            Received.End(new ClientClosedException($"The client '{_model.Name}' has ended, since {Engine.Options.ReceiveQueueCapacity} received messages were not taken."));
            Machine.Terminate();
            return;
        }
        Received.Add(message);
    }

    private void Keep(int eventId)
    {
        TMessage message = CurrentMessage!;
        if (!_kept.TryAdd(message, eventId, out long size))
        {
            Logger.TooManyDeferredByClient(Machine.LogName, _kept.Count, _kept.Size, Machine.StateName, more: "");
            Machine.IsEnding = true;
            return;
        }
        Meter.Kept(1, size);
    }

    // What waits is sent first, then the destructor has its reply or the machine its end, then what those sent is sent.
    private void GoOnClosing()
    {
        if (_closing is null || !_outbox.IsEmpty)
            return;
        Destruct();
        if (_isDestructed && _outbox.IsEmpty)
            _closing.TrySetResult();
    }

    private void Destruct()
    {
        if (_destructor is not null)
            return;
        _destructor = new ClientCall<bool>("destructor", _model.DestructorEvent, _model.DestructorReplies, setArguments: null, (_, _) => Destructed());
        // No one else waits for a reply any more.
        Calls.ForgetAbandoned();
        if (_model.DestructorEvent == 0 || !Machine.IsAlive)
            _isDestructed = true;
        else
            Execute(Machine, _model.DestructorEvent, _destructor, EventOrigin.Call);
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
        if (_silence > 0 && Machine.IsAlive)
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
            Execute(Machine, _model.ExpiredEvent, null, EventOrigin.Timer);
        }
        else
        {
            ArmExpiry();
        }
    }

    // When it is time, the socket is read first: a server that wrote in the meantime has not been silent.
    private sealed class ExpiryTimer(ClientRuntime<TMessage> client) : LoopTimer
    {
        public override void Fire()
        {
            client.Poll();
            // Not found empty: whoever wrote has not been silent, however long that waits to be read.
            if (!IsArmed && client is { _silence: > 0, Machine.IsAlive: true })
                client.Loop.Timers.Arm(this, client.Loop.Now + BusyMilliseconds);
        }
    }

    private sealed class FlushTimer(ClientRuntime<TMessage> client) : LoopTimer
    {
        public override void Fire() => client.Flush();
    }

    private sealed class EndTimer(ClientRuntime<TMessage> client) : LoopTimer
    {
        public override void Fire() => client.EndClosing();
    }
}
