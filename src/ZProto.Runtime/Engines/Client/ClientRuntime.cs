using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Client;

/// <summary>A client at work on its loop, whatever its message: its machine, its calls, and its timers.</summary>
internal abstract class ClientRuntime : EventExecutor
{
    private const int StartState = 1;

    // How soon a DEALER that could not be replaced is tried again, such as while a name is not resolved.
    private const long ReplaceMilliseconds = 1_000;

    private readonly EventTimer _heartbeat;
    private readonly ReplaceTimer _replace;

    protected ClientRuntime(ClientEngine engine, EventLoop loop, string name)
        : base(engine, loop)
    {
        Engine = engine;
        Machine = new ClientMachine(engine, name) { Host = this, StateNumber = StartState, IsAlive = true };
        SocketOptions socket = engine.Options.Socket;
        int limit = engine.Options.SendQueueCapacity;
        Dealer = new ClientConnection(this, socket with { SendHighWatermark = socket.SendHighWatermark > 0 ? Math.Min(socket.SendHighWatermark, limit) : limit });
        Calls = new PendingCalls(this);
        Link = new ServerLink(loop.Transport);
        _replace = new ReplaceTimer(this);
        _heartbeat = new EventTimer(this);
    }

    public ClientEngine Engine { get; }

    public ClientMachine Machine { get; }

    public ClientConnection Dealer { get; }

    /// <summary>The calls that are open.</summary>
    public PendingCalls Calls { get; }

    /// <summary>What is known of the connection to the server.</summary>
    public ServerLink Link { get; }

    /// <summary>The value that pairs the message at work with a call; 0 where there is no message or no such value.</summary>
    public abstract UInt128 CorrelationAtWork { get; }

    /// <summary>The call that began the execution at work, or null.</summary>
    public abstract ClientCall? CallAtWork { get; }

    /// <summary>Whether a timer began the execution at work.</summary>
    public abstract bool IsTimerAtWork { get; }

    /// <summary>The largest value that pairs replies with calls; 0 where the model has none.</summary>
    public abstract UInt128 MaxCorrelation { get; }

    /// <summary>Whether nothing can be sent or received any more.</summary>
    public bool IsClosed { get; protected set; }

    /// <summary>What ended the machine, if it was not the model.</summary>
    public Exception? Cause { get; private set; }

    /// <summary>The event that each heartbeat raises.</summary>
    protected abstract int HeartbeatEvent { get; }

    /// <summary>Whether a reply is kept for a call that is yet to be made.</summary>
    public abstract bool IsKept(int reply);

    /// <summary>Sends what waits, as far as the DEALER takes it.</summary>
    public abstract void Flush();

    /// <summary>Sets how often the heartbeat is raised; zero for never.</summary>
    public void SetHeartbeat(TimeSpan interval)
    {
        RequireLoop();
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        _heartbeat.Set((long)Math.Ceiling(interval.TotalMilliseconds), HeartbeatEvent);
    }

    /// <summary>Sets how long the server may be silent; zero for no limit.</summary>
    public abstract void SetExpiry(TimeSpan interval);

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
        Logger.ConnectionLost(Machine.LogName, string.Join(" and ", Dealer.Endpoints));
        ForgetUnsent();
        ReplaceDealer();
        Calls.OnConnectionLost();
    }

    /// <summary>The client has no endpoint any more. What was sent there is not replied to.</summary>
    public void OnDisconnect()
    {
        Link.OnDisconnect();
        if (!HasUnsent)
            Calls.OnDisconnect();
    }

    /// <summary>Executes an event as from an action or handler.</summary>
    public void SendEvent(int eventId, object? argument)
    {
        RequireLoop();
        Execute(Machine, eventId, argument, EventOrigin.Internal);
    }

    public void LogConnectFailed(string endpoint, Exception exception) => Logger.ConnectFailed(Machine.LogName, endpoint, exception.Message);

    /// <summary>Why calls fail once the machine has ended.</summary>
    public ClientClosedException Closed()
        => new(Cause is null ? $"The client '{Machine.DefaultLogName}' has ended." : $"The client '{Machine.DefaultLogName}' has ended on an exception: {Cause.Message}", Cause);

    protected override bool IsExternal(EventOrigin origin) => origin is EventOrigin.Message or EventOrigin.Timer;

    protected override void OnCallBegins(ClientCall call) => Calls.Begin(call);

    protected override void OnCallDropped(ClientCall call) => call.Fail(Closed());

    protected override void OnCallRan(ClientCall call) => Calls.Ran(call);

    protected override void OnFailed(Exception exception) => Cause = exception;

    protected override void OnIdle() => Calls.Rest();

    protected override void OnEnd(StateMachine machine) => Loop.Timers.Cancel(_heartbeat);

    /// <summary>Takes what has become of the connection.</summary>
    /// <returns>Whether there was anything.</returns>
    protected bool TakeConnectionEvents(ITransportSocket socket)
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
                    Link.OnRefused(connectionEvent.Reason);
                    if (Lines.IsDue(nameof(EngineLog.NotAdmitted), out _))
                        Logger.NotAdmitted(Machine.LogName, connectionEvent.Address ?? string.Join(" and ", Dealer.Endpoints), connectionEvent.Reason ?? "the handshake failed");
                    break;
            }
        }
        return any;
    }

    /// <summary>Whether something waits to be sent.</summary>
    protected abstract bool HasUnsent { get; }

    /// <summary>Forgets what waits to be sent and was meant for the connection that is lost.</summary>
    protected abstract void ForgetUnsent();

    /// <summary>Ends what would begin a connection again.</summary>
    protected void StopReplacing() => Loop.Timers.Cancel(_replace);

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

    private sealed class ReplaceTimer(ClientRuntime host) : LoopTimer
    {
        public override void Fire()
        {
            // Unless an action has connected it since.
            if (host.Dealer.Socket is null)
                host.ReplaceDealer();
        }
    }

    /// <summary>An event that comes again and again.</summary>
    private sealed class EventTimer(ClientRuntime host) : LoopTimer
    {
        private long _interval;
        private int _event;

        public void Set(long interval, int eventId)
        {
            (_interval, _event) = (interval, eventId);
            if (interval > 0 && host.Machine.IsAlive)
                host.Loop.Timers.Arm(this, host.Loop.Now + interval);
            else
                host.Loop.Timers.Cancel(this);
        }

        public override void Fire()
        {
            // Before the event, whose actions may set another interval.
            Set(_interval, _event);
            host.Execute(host.Machine, _event, null, EventOrigin.Timer);
        }
    }
}
