using Microsoft.Extensions.Logging;

namespace ZProto.Engines;

/// <summary>A client at work on its loop, whatever its message: its machine, its calls, and its timers.</summary>
internal abstract class ClientHost : MachineHost
{
    private const int StartState = 1;

    private readonly EventTimer _heartbeat;

    protected ClientHost(ClientEngine engine, EngineLoop loop, string name)
        : base(loop)
    {
        Engine = engine;
        Machine = new ClientMachine(engine, this, name) { StateNumber = StartState, IsAlive = true };
        Dealer = new ClientDealer(this, engine.Options.Socket.SendLimit > 0 ? engine.Options.Socket : engine.Options.Socket with { SendLimit = engine.Options.OutboxLimit });
        Calls = new CallTable(this);
        _heartbeat = new EventTimer(this);
    }

    public ClientEngine Engine { get; }

    public ClientMachine Machine { get; }

    public ClientDealer Dealer { get; }

    /// <summary>The calls that are open.</summary>
    public CallTable Calls { get; }

    public override bool IsVerbose => Engine.Verbose;

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

    /// <summary>Sets how long the server may be silent; zero for ever.</summary>
    public abstract void SetExpiry(TimeSpan interval);

    /// <summary>Executes an event as from an action or handler.</summary>
    public void SendEvent(int happening, object? argument)
    {
        RequireLoop();
        Execute(Machine, happening, argument, EventOrigin.Internal);
    }

    public void LogConnectFailed(string endpoint, Exception exception) => Logger.ConnectFailed(Machine.LogName, endpoint, exception.Message);

    /// <summary>Why calls fail once the machine has ended.</summary>
    public ZProtoClosedException Closed()
        => new(Cause is null ? $"The client '{Machine.DefaultLogName}' has ended." : $"The client '{Machine.DefaultLogName}' has ended, since an action threw: {Cause.Message}", Cause);

    protected override bool IsExternal(EventOrigin origin) => origin is EventOrigin.Message or EventOrigin.Timer;

    protected override void OnCallBegins(EngineCall call) => Calls.Begin(call);

    protected override void OnCallDropped(EngineCall call) => call.Fail(Closed());

    protected override void OnCallRan(EngineCall call) => Calls.Ran(call);

    protected override void OnFailed(Exception exception) => Cause = exception;

    protected override void Rest() => Calls.Rest();

    protected override void OnEnd(Machine machine) => Loop.Timers.Cancel(_heartbeat);

    /// <summary>An event that comes again and again.</summary>
    private sealed class EventTimer(ClientHost host) : LoopTimer
    {
        private long _interval;
        private int _event;

        public void Set(long interval, int happening)
        {
            (_interval, _event) = (interval, happening);
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
