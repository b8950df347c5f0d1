using System.ComponentModel;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;

namespace ZProto;

/// <summary>
/// A state machine of an engine. It takes events one at a time; what it does on them is the model's, in the part that is
/// generated, and the user's, in the actions. All of it runs on the engine's loop.
/// </summary>
public abstract class StateMachine
{
    private EventTimer? _wakeup;

    // The timers that were set so far, each made once: few, and most machines have none.
    private EventTimer? _timers;

    // An abstract class of the runtime's, so that only engines make kinds of machine.
    private protected StateMachine()
    {
    }

    /// <summary>Whether it has not ended.</summary>
    public bool IsAlive { get; internal set; }

    /// <summary>
    /// What stands before its lines in the log; null for what kind of machine it is, and its number. It may come from a peer: control
    /// characters and line ends are logged as <c>\u000A</c>, and 256 characters at most.
    /// </summary>
    public string? LogPrefix { get; set; }

    /// <summary>What the event at work was raised with, or null.</summary>
    [LoopOnly]
    public object? Argument { get; internal set; }

    /// <summary>Whether this machine is traced: state, event, each action and next state go to the log.</summary>
    public bool Verbose { get; set; }

    internal int StateNumber { get; set; }

    internal bool IsWorking { get; set; }

    internal bool IsEnding { get; set; }

    internal int ExceptionNumber { get; private set; }

    internal int NextNumber { get; private set; }

    internal Queue<QueuedEvent>? Pending { get; set; }

    /// <summary>The event of the execution at work, or of the last one.</summary>
    internal int EventAtWork { get; set; }

    /// <summary>The message of the execution at work, or null.</summary>
    internal object? CurrentMessage { get; set; }

    /// <summary>What executes its events.</summary>
    internal EventExecutor Host { get; set; } = null!;

    internal string LogName => LogPrefix is { } prefix ? LogText.Escape(prefix) : DefaultLogName;

    internal abstract string DefaultLogName { get; }

    /// <summary>Ends the machine when the event at work, or the next one, is done.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public void Terminate()
    {
        Host.RequireLoop();
        IsEnding = true;
        if (!IsWorking)
            Host.End(this);
    }

    /// <summary>The row for an event in a state, superstates included; 0 for none.</summary>
    /// <param name="state">The state.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="isExternal">Whether it came from the peer, so that a wildcard catches it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract int FindTransition_(int state, int eventId, bool isExternal);

    /// <summary>Runs the actions of a row, until one sets an exception.</summary>
    /// <param name="transition">The row.</param>
    /// <returns>The state that the row moves to; 0 to stay. After an exception it does not count.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract int RunActions_(int transition);

    /// <summary>Runs the actions for entering a state, until one sets an exception.</summary>
    /// <param name="state">The state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void Before_(int state)
    {
    }

    /// <summary>Runs the actions for leaving a state, until one sets an exception.</summary>
    /// <param name="state">The state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void After_(int state)
    {
    }

    /// <summary>A state's name, as the model's author wrote it.</summary>
    /// <param name="state">The state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract string StateName_(int state);

    /// <summary>An event's name, as the model's author wrote it.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract string EventName_(int eventId);

    /// <summary>Whether the machine is traced, by itself or with all others.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool IsVerbose_ => Verbose || Host.IsVerbose;

    /// <summary>Says in the log which action comes next.</summary>
    /// <param name="action">The action, as the model's author wrote it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Trace_(string action) => Host.Tracer.Action(this, action);

    /// <summary>The state that it is in.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int State_ => StateNumber;

    /// <summary>Whether an action of the event at work has set an exception, so that no further one runs.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool HasException_ => ExceptionNumber != 0;

    /// <summary>Sets the event to go on with.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetNextEvent_(int eventId)
    {
        RequireWork("a next event");
        NextNumber = eventId;
    }

    /// <summary>Sets the event that interrupts the one at work.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetException_(int eventId)
    {
        RequireWork("an exception");
        ExceptionNumber = eventId;
    }

    /// <summary>Sets the event that is raised once, after a time in which no other came.</summary>
    /// <param name="delay">The time; zero or more.</param>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetWakeup_(TimeSpan delay, int eventId)
    {
        RequireAlive(delay);
        _wakeup ??= new EventTimer(this, next: null);
        _wakeup.Event = eventId;
        _wakeup.Arm(delay);
    }

    /// <summary>Sets a timer that raises an event once after a time, whatever comes before. Each event has one timer: setting it again starts it again.</summary>
    /// <param name="delay">The time; zero or more.</param>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetTimer_(TimeSpan delay, int eventId)
    {
        RequireAlive(delay);
        EventTimer? timer = FindTimer(eventId);
        if (timer is null)
            _timers = timer = new EventTimer(this, _timers) { Event = eventId };
        timer.Arm(delay);
    }

    /// <summary>Cancels the timer of an event, if one is set.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CancelTimer_(int eventId)
    {
        Host.RequireLoop();
        if (FindTimer(eventId) is { } timer)
            Host.Loop.Timers.Cancel(timer);
    }

    // What the host asks of generated code, which assemblies that see internals must be able to override like any other.
    internal int FindTransition(int state, int eventId, bool isExternal) => FindTransition_(state, eventId, isExternal);

    internal int RunActions(int transition) => RunActions_(transition);

    internal void Before(int state) => Before_(state);

    internal void After(int state) => After_(state);

    internal bool IsVerbose => IsVerbose_;

    internal string StateName => StateNameOf(StateNumber);

    internal string StateNameOf(int state) => StateName_(state);

    internal string EventName(int eventId) => EventName_(eventId);

    internal void CancelWakeup()
    {
        if (_wakeup is not null)
            Host.Loop.Timers.Cancel(_wakeup);
    }

    /// <summary>Cancels the wakeup and all timers.</summary>
    internal void CancelTimers()
    {
        CancelWakeup();
        for (EventTimer? timer = _timers; timer is not null; timer = timer.NextOfMachine)
            Host.Loop.Timers.Cancel(timer);
    }

    /// <summary>Before each event: what the one before has set no longer counts.</summary>
    internal void ClearOutcome()
    {
        ExceptionNumber = 0;
        NextNumber = 0;
    }

    private void RequireWork(string what)
    {
        Host.RequireLoop();
        if (!IsWorking)
            throw new InvalidOperationException($"Only an action can set {what}, while its machine is at work.");
    }

    private void RequireAlive(TimeSpan delay)
    {
        Host.RequireLoop();
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (!IsAlive)
            throw new InvalidOperationException("The machine has ended, and no timer can be set for it.");
    }

    private EventTimer? FindTimer(int eventId)
    {
        EventTimer? timer = _timers;
        while (timer is not null && timer.Event != eventId)
            timer = timer.NextOfMachine;
        return timer;
    }

    private sealed class EventTimer(StateMachine machine, EventTimer? next) : LoopTimer
    {
        public EventTimer? NextOfMachine => next;

        public int Event { get; set; }

        public void Arm(TimeSpan delay) => machine.Host.Loop.Timers.Arm(this, machine.Host.Loop.Now + (long)Math.Ceiling(delay.TotalMilliseconds));

        public override void Fire() => machine.Host.Execute(machine, Event, null, EventOrigin.Timer);
    }
}
