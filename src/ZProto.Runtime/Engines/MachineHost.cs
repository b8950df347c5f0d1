using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ZProto.Engines;

/// <summary>
/// Executes the events of an engine's machines, each to its end before more is read. One machine can raise an event on another
/// from an action; that one runs nested, unless it is at work itself.
/// </summary>
internal abstract class MachineHost(EngineBase engine, EngineLoop loop)
{
    /// <summary>The event that every machine knows: it ends it.</summary>
    public const int TerminateEvent = 1;

    private const int MaxDepth = 32;
    private const int MaxSteps = 1_000_000;
    private const long LongActionsMilliseconds = 100;

    // Machines whose pending events wait for the outermost execution to end, since they came too deep to run at once.
    private readonly Queue<Machine> _deferred = new();
    private readonly HashSet<(int State, int Event)> _unhandled = [];
    private Animation? _animation;

    // Steps of all machines together since one sent, or failed.
    private long _steps;
    private int _depth;
    private bool _draining;

    /// <summary>The loop that the machines belong to.</summary>
    public EngineLoop Loop => loop;

    /// <summary>Where its lines go.</summary>
    public ILogger Logger { get; set; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    /// <summary>Which lines that a peer can cause may be logged now.</summary>
    public LogRateLimiter Lines { get; } = new(loop.Time);

    /// <summary>What it counts with.</summary>
    public required EngineMeter Meter { get; init; }

    /// <summary>Where its machines animate.</summary>
    public Animation Animation => _animation ??= new Animation(this);

    /// <summary>Whether all machines animate.</summary>
    public bool IsVerbose => engine.IsVerbose;

    /// <summary>Messages sent, by which steps that send are told from steps that go in circles.</summary>
    public long Sent { get; protected set; }

    /// <summary>How deep the execution at work is nested, from 0.</summary>
    private int Depth => _depth - 1;

    /// <summary>Throws where the caller is not on the loop.</summary>
    public void RequireLoop()
    {
        if (!loop.IsCurrent)
            throw new InvalidOperationException("This member belongs to the engine's loop: use it from actions and handlers, or through InvokeAsync.");
    }

    /// <summary>Executes an event that no message brought.</summary>
    public void Execute(Machine machine, int happening, object? argument, EventOrigin origin)
    {
        if (!machine.IsAlive)
            return;
        if (machine.IsWorking || _depth >= MaxDepth)
            Append(machine, new PendingEvent(happening, argument, origin));
        else
            ExecuteNow(machine, happening, argument, origin, message: null);
    }

    /// <summary>Says that what a machine is at does not end. Any thread may say it.</summary>
    public void LogStuck(Machine machine) => Logger.ActionStuck(machine.LogName, machine.StateName, machine.EventName(machine.EventAtWork));

    /// <summary>Ends a machine for good.</summary>
    public void End(Machine machine)
    {
        if (!machine.IsAlive)
            return;
        // Gone before its last words, so that nothing in them revives it.
        machine.IsAlive = false;
        machine.CancelTimers();
        Queue<PendingEvent>? dropped = machine.Pending;
        machine.Pending = null;
        try
        {
            foreach (PendingEvent happening in dropped ?? [])
            {
                if (happening.Origin == EventOrigin.Call)
                    OnCallDropped((EngineCall)happening.Argument!);
            }
            OnEnd(machine);
        }
        catch (Exception exception)
        {
            LogThrew(machine, "OnTerminate", eventId: 0, exception);
        }
        // What its last words took is not the next machine's time.
        loop.Look();
    }

    /// <summary>
    /// Executes an event now, on the message that it came as, or, for null, on an empty one. With a message, the time that its actions
    /// take counts from the loop's last look at its clock.
    /// </summary>
    protected void ExecuteNow(Machine machine, int happening, object? argument, EventOrigin origin, object? message)
    {
        _depth++;
        machine.IsWorking = true;
        Machine? before = loop.AtWork;
        if (!ReferenceEquals(before, machine))
            loop.AtWork = machine;
        var atWork = new PendingEvent(happening, argument, origin);
        Activity? activity = EngineActivity.Start(Meter.Engine, machine, atWork);
        try
        {
            machine.CurrentMessage = message ?? EmptyMessage(Depth, origin);
            Steps(machine, atWork, hasMessage: message is not null, ref activity);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            Fail(machine, machine.EventAtWork, exception);
        }
        finally
        {
            if (activity is not null)
                EngineActivity.Stop(activity);
            machine.IsWorking = false;
            if (before is { IsWorking: true })
                loop.AtWork = before;
            machine.Argument = null;
            machine.CurrentMessage = null;
            _depth--;
        }
        if (_depth == 0 && !_draining)
        {
            _steps = 0;
            if (_deferred.Count > 0 || IsRestDue)
                Drain();
        }
    }

    /// <summary>The message for an event that did not come as one. No two executions at work have the same.</summary>
    /// <param name="depth">How deep the execution is nested, from 0.</param>
    /// <param name="origin">Where the event comes from.</param>
    protected abstract object EmptyMessage(int depth, EventOrigin origin);

    /// <summary>A message or call whose event no row names.</summary>
    protected abstract void Unexpected(Machine machine, PendingEvent happening);

    /// <summary>A state was changed and the machine is at rest.</summary>
    protected abstract void Settled(Machine machine);

    /// <summary>The last thing in a machine's life.</summary>
    protected abstract void OnEnd(Machine machine);

    /// <summary>Whether a wildcard catches the events of an origin.</summary>
    protected virtual bool IsExternal(EventOrigin origin) => origin == EventOrigin.Message;

    /// <summary>A call has found a row, and its actions are to run.</summary>
    protected virtual void OnCallBegins(EngineCall call)
    {
    }

    /// <summary>The machine has ended before the event of a call could run.</summary>
    protected virtual void OnCallDropped(EngineCall call)
    {
    }

    /// <summary>An action threw, and the machine is about to end of it.</summary>
    protected virtual void OnFailed(Exception exception)
    {
    }

    /// <summary>The event of a call has run, whether or not there was a row for it.</summary>
    protected virtual void OnCallRan(EngineCall call)
    {
    }

    /// <summary>Whether there may be something to do for <see cref="Rest"/>.</summary>
    protected virtual bool IsRestDue => true;

    /// <summary>What is done when the outermost execution has ended: kept messages are offered again.</summary>
    protected abstract void Rest();

    /// <summary>Counts and logs what a machine's code has thrown.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="at">The event or hook.</param>
    /// <param name="eventId">The event's number; 0 for a hook.</param>
    /// <param name="exception">What it has thrown.</param>
    protected void LogThrew(Machine machine, string at, int eventId, Exception exception)
    {
        Meter.Exception();
        if (Lines.IsDue(at, out string more, machine.StateNumber, eventId))
            Logger.ActionThrew(machine.LogName, machine.StateName, at, more, exception);
    }

    private void Append(Machine machine, PendingEvent happening)
    {
        (machine.Pending ??= new Queue<PendingEvent>()).Enqueue(happening);
        if (!machine.IsWorking)
            _deferred.Enqueue(machine);
    }

    private void Steps(Machine machine, PendingEvent happening, bool hasMessage, ref Activity? activity)
    {
        bool measures = Meter.SeesActions;
        long measured = measures ? loop.Time.GetTimestamp() : 0;
        long began = hasMessage ? loop.Lately : loop.Look();
        bool first = true;
        bool changed = false;
        int steps = 0;
        while (true)
        {
            int state = machine.StateNumber;
            long sent = Sent;
            changed |= Step(machine, in happening, first);
            long now = loop.Look();
            if (measures)
                Measure(ref measured);
            if (now - began >= LongActionsMilliseconds)
                LogLongActions(machine, state, happening.Event, now - began);
            began = now;
            if (happening.Origin == EventOrigin.Call)
            {
                OnCallRan((EngineCall)happening.Argument!);
                happening = happening with { Argument = null };
            }
            if (machine.IsEnding)
            {
                End(machine);
                return;
            }
            if (Sent == sent)
                CountStep(machine, ++steps);
            else
                _steps = 0;
            first = false;
            if (machine.ExceptionNumber != 0)
            {
                happening = happening with { Event = machine.ExceptionNumber, Origin = EventOrigin.Internal };
            }
            else if (machine.NextNumber != 0)
            {
                happening = happening with { Event = machine.NextNumber, Origin = EventOrigin.Internal };
            }
            else if (machine.Pending is { Count: > 0 } pending)
            {
                happening = pending.Dequeue();
                first = true;
                if (activity is not null)
                    EngineActivity.Stop(activity);
                activity = EngineActivity.Start(Meter.Engine, machine, happening);
                machine.Argument = null;
                machine.CurrentMessage = EmptyMessage(Depth, happening.Origin);
            }
            else
            {
                break;
            }
        }
        if (changed)
            Settled(machine);
    }

    private void Measure(ref long since)
    {
        long now = loop.Time.GetTimestamp();
        Meter.Actions(loop.Time.GetElapsedTime(since, now));
        since = now;
    }

    private void LogLongActions(Machine machine, int state, int eventId, long milliseconds)
    {
        if (Lines.IsDue(nameof(EngineLog.LongActions), out string more, state, eventId))
            Logger.LongActions(machine.LogName, machine.StateNameOf(state), machine.EventName(eventId), milliseconds, more);
    }

    // After a step that sent nothing.
    private void CountStep(Machine machine, int steps)
    {
        _steps++;
        if (steps == MaxSteps / 10)
            LogManySteps(machine, steps);
        if (steps >= MaxSteps)
            throw InCircles();
    }

    private void LogManySteps(Machine machine, int steps)
    {
        if (Lines.IsDue(nameof(EngineLog.ManySteps), out string more, machine.StateNumber, machine.EventAtWork))
            Logger.ManySteps(machine.LogName, steps, machine.StateName, machine.EventName(machine.EventAtWork), more);
    }

    /// <summary>Runs what a machine does on an event.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="happening">The event.</param>
    /// <param name="isFirst">Whether the event came from elsewhere, and is not one that the machine goes on with.</param>
    /// <returns>Whether the machine has come to a state, be it the one it was in.</returns>
    private bool Step(Machine machine, in PendingEvent happening, bool isFirst)
    {
        machine.ClearOutcome();
        machine.EventAtWork = happening.Event;
        // Given up before its turn came.
        if (happening is { Origin: EventOrigin.Call, Argument: EngineCall { IsDone: true } })
            return false;
        if (happening.Argument is { } argument && happening.Origin != EventOrigin.Call)
            machine.Argument = argument;
        bool verbose = machine.IsVerbose;
        if (verbose)
        {
            Animation.State(machine);
            Animation.Event(machine, happening.Event);
        }
        if (happening.Event == TerminateEvent)
        {
            machine.IsEnding = true;
            return false;
        }
        int row = machine.FindRow(machine.StateNumber, happening.Event, happening.Origin == EventOrigin.Message || IsExternal(happening.Origin));
        if (row == 0)
        {
            if (happening.Origin is EventOrigin.Message or EventOrigin.Call)
                Unexpected(machine, happening);
            else
                Unhandled(machine, happening.Event);
            return false;
        }
        if (isFirst)
            machine.CancelWakeup();
        if (happening.Origin == EventOrigin.Call)
            OnCallBegins((EngineCall)happening.Argument!);
        int next = machine.RunActions(row);
        if (next == 0 || machine.ExceptionNumber != 0)
            return false;
        machine.After(machine.StateNumber);
        if (machine.ExceptionNumber != 0)
            return false;
        machine.StateNumber = next;
        if (verbose)
            Animation.NextState(machine);
        machine.Before(next);
        return true;
    }

    // An event of another origin than a message or call that no row names: a warning once, since it may come without end.
    private void Unhandled(Machine machine, int happening)
    {
        Meter.Unhandled();
        if (_unhandled.Add((machine.StateNumber, happening)))
            Logger.FirstUnhandled(machine.LogName, machine.EventName(happening), machine.StateName);
        else if (Logger.IsEnabled(LogLevel.Debug))
            Logger.Unhandled(machine.LogName, machine.EventName(happening), machine.StateName);
    }

    private static InvalidOperationException InCircles()
        => new($"The machine gave itself {MaxSteps} events without input; it goes in circles.");

    private void Fail(Machine machine, int happening, Exception exception)
    {
        _steps = 0;
        LogThrew(machine, machine.EventName(happening), happening, exception);
        OnFailed(exception);
        End(machine);
        loop.Look();
    }

    // What is drained executes events itself, and must not drain again within.
    private void Drain()
    {
        _draining = true;
        try
        {
            do
            {
                while (_deferred.TryDequeue(out Machine? machine))
                {
                    if (machine.IsAlive && machine.Pending is { Count: > 0 } pending)
                    {
                        PendingEvent happening = pending.Dequeue();
                        ExecuteNow(machine, happening.Event, happening.Argument, happening.Origin, message: null);
                        // A ring of machines too long to nest: each makes few steps, and hands on an event that comes back.
                        if (_steps >= MaxSteps)
                            Fail(machine, happening.Event, InCircles());
                    }
                }
                Rest();
            }
            while (_deferred.Count > 0);
        }
        finally
        {
            _draining = false;
        }
    }
}
