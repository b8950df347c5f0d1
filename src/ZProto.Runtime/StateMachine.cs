using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Timing;

namespace ZProto;

/// <summary>
/// A state machine of an engine. It executes events one at a time: the generated part follows the model, and the actions are yours. All
/// of it runs on the engine's loop.
/// </summary>
public abstract class StateMachine
{
    /// <summary>The state that every machine begins in.</summary>
    internal const int StartState = 1;

    // In one byte, as there may be a hundred thousand machines.
    private Flags _flags;

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
    /// The prefix of its log lines; null for the machine's kind and number. It may come from a peer: control characters and line ends
    /// are logged as <c>\u000A</c>, and at most 256 characters are logged.
    /// </summary>
    public string? LogPrefix { get; set; }

    /// <summary>The argument of the current event, or null.</summary>
    [LoopOnly]
    public object? Argument { get; internal set; }

    /// <summary>Whether this machine is traced: state, event, each action and next state go to the log.</summary>
    public bool Verbose { get; set; }

    /// <summary>What runs it.</summary>
    internal IEventExecutor Executor { get; set; } = null!;

    internal int StateNumber { get; set; } = StartState;

    internal bool IsWorking { get; set; }

    internal bool IsEnding
    {
        get => Has(Flags.Ending);
        set => Set(Flags.Ending, value);
    }

    /// <summary>Whether an exception was set by the event that began an execution, or by one that it went on with, since this was last reset.</summary>
    internal bool IsInterrupted
    {
        get => Has(Flags.Interrupted);
        set => Set(Flags.Interrupted, value);
    }

    internal int ExceptionNumber { get; private set; }

    internal int NextNumber { get; private set; }

    internal Queue<QueuedEvent>? Pending { get; set; }

    /// <summary>The event of the execution at work, or of the last one.</summary>
    internal int EventAtWork { get; set; }

    internal string LogName => LogPrefix is { } prefix ? LogText.Escape(prefix) : DefaultLogName;

    internal virtual string DefaultLogName => Executor.EngineName;

    internal string StateName => Executor.GetStateName(StateNumber);

    /// <summary>Whether the event at work is traced, as it was when it began.</summary>
    internal bool IsTraced
    {
        get => Has(Flags.Traced);
        set => Set(Flags.Traced, value);
    }

    /// <summary>Ends the machine when the current event, or the next one, is done.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public void Terminate()
    {
        Executor.RequireLoop();
        IsEnding = true;
        if (!IsWorking)
            Executor.End(this);
    }

    internal void ContinueWith(int eventId)
    {
        RequireWork("a next event");
        NextNumber = eventId;
    }

    internal void InterruptWith(int eventId)
    {
        RequireWork("an exception");
        ExceptionNumber = eventId;
    }

    internal void ArmWakeup(TimeSpan delay, int eventId)
    {
        RequireAlive(delay);
        _wakeup ??= new EventTimer(this, next: null);
        _wakeup.Event = eventId;
        Executor.Arm(_wakeup, delay);
    }

    internal void ArmTimer(TimeSpan delay, int eventId)
    {
        RequireAlive(delay);
        EventTimer? timer = FindTimer(eventId);
        if (timer is null)
            _timers = timer = new EventTimer(this, _timers) { Event = eventId };
        Executor.Arm(timer, delay);
    }

    internal void DisarmTimer(int eventId)
    {
        Executor.RequireLoop();
        if (FindTimer(eventId) is { } timer)
            Executor.Cancel(timer);
    }

    internal void CancelWakeup()
    {
        if (_wakeup is not null)
            Executor.Cancel(_wakeup);
    }

    /// <summary>Cancels the wakeup and all timers.</summary>
    internal void CancelTimers()
    {
        CancelWakeup();
        for (EventTimer? timer = _timers; timer is not null; timer = timer.NextOfMachine)
            Executor.Cancel(timer);
    }

    /// <summary>Before each event: what the one before has set no longer counts.</summary>
    internal void ClearOutcome()
    {
        ExceptionNumber = 0;
        NextNumber = 0;
    }

    private protected bool Has(Flags flag) => (_flags & flag) != 0;

    private protected void Set(Flags flag, bool value) => _flags = value ? _flags | flag : _flags & ~flag;

    private void RequireWork(string what)
    {
        Executor.RequireLoop();
        if (!IsWorking)
            throw new InvalidOperationException($"Only an action can set {what}, while its machine is at work.");
    }

    private void RequireAlive(TimeSpan delay)
    {
        Executor.RequireLoop();
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

    /// <summary>What is so of a machine, and of one kind of it: a field of a subclass would take eight bytes.</summary>
    [Flags]
    private protected enum Flags : byte
    {
        None = 0,
        Ending = 1,
        Traced = 2,
        Disowned = 4,
        Greeted = 8,
        Interrupted = 16,
        Found = 32,
    }

    private sealed class EventTimer(StateMachine machine, EventTimer? next) : LoopTimer
    {
        public EventTimer? NextOfMachine => next;

        public int Event { get; set; }

        public override void Fire() => machine.Executor.ExecuteTimer(machine, Event);
    }
}
