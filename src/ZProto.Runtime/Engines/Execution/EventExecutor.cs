using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Client;

namespace ZProto.Engines.Execution;

/// <summary>
/// Executes the events of an engine's machines, each to its end before more is read. One machine can raise an event on another
/// from an action; that one runs nested, unless it is at work itself.
/// </summary>
internal abstract class EventExecutor(Engine engine, EventLoop loop)
{
    /// <summary>The event that every machine knows: it ends it.</summary>
    public const int TerminateEvent = 1;

    private const int MaxDepth = 32;
    private const int MaxSteps = 1_000_000;
    private const long LongActionsMilliseconds = 100;

    // Machines whose pending events wait for the outermost execution to end, since they came too deep to run at once.
    private readonly Queue<StateMachine> _deferred = new();
    private readonly HashSet<(int State, int Event)> _unhandled = [];
    private TransitionTracer? _tracer;

    // Steps of all machines together since one sent, or failed.
    private long _steps;
    private int _depth;
    private bool _draining;

    /// <summary>The loop that the machines belong to.</summary>
    public EventLoop Loop => loop;

    /// <summary>Where its lines go.</summary>
    public ILogger Logger { get; set; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    /// <summary>Which lines that a peer can cause may be logged now.</summary>
    public LogRateLimiter Lines { get; } = new(loop.TimeProvider);

    /// <summary>What it counts with.</summary>
    public required EngineMeter Meter { get; init; }

    /// <summary>Where its machines are traced.</summary>
    public TransitionTracer Tracer => _tracer ??= new TransitionTracer(this);

    /// <summary>Whether all machines are traced.</summary>
    public bool IsVerbose => engine.IsVerbose;

    /// <summary>Messages sent, by which steps that send are told from a loop without input.</summary>
    public long Sent { get; protected set; }

    /// <summary>How deep the execution at work is nested, from 0.</summary>
    private int Depth => _depth - 1;

    /// <summary>Throws where the caller is not on the loop.</summary>
    public void RequireLoop()
    {
        if (!loop.IsCurrentThread)
            throw new InvalidOperationException("This member belongs to the engine's loop: use it from actions and handlers, or through InvokeAsync.");
    }

    /// <summary>Executes an event that no message brought.</summary>
    public void Execute(StateMachine machine, int eventId, object? argument, EventOrigin origin)
    {
        if (!machine.IsAlive)
            return;
        if (machine.IsWorking || _depth >= MaxDepth)
            Append(machine, new QueuedEvent(eventId, argument, origin));
        else
            ExecuteNow(machine, eventId, argument, origin, message: null);
    }

    /// <summary>Says that what a machine is at does not end. Any thread may say it.</summary>
    public void LogStuck(StateMachine machine) => Logger.ActionStuck(machine.LogName, machine.StateName, machine.EventName(machine.EventAtWork));

    /// <summary>Ends a machine for good.</summary>
    public void End(StateMachine machine)
    {
        if (!machine.IsAlive)
            return;
        // Gone before its last words, so that nothing in them revives it.
        machine.IsAlive = false;
        machine.CancelTimers();
        Queue<QueuedEvent>? dropped = machine.Pending;
        machine.Pending = null;
        try
        {
            foreach (QueuedEvent @event in dropped ?? [])
            {
                if (@event.Origin == EventOrigin.Call)
                    OnCallDropped((ClientCall)@event.Argument!);
            }
            OnEnd(machine);
        }
        catch (Exception exception)
        {
            LogThrew(machine, "OnTerminate", eventId: 0, exception);
        }
        // What its last words took is not the next machine's time.
        loop.RefreshClock();
    }

    /// <summary>
    /// Executes an event now, on the message that it came as, or, for null, on an empty one. With a message, the time that its actions
    /// take counts from the loop's last look at its clock.
    /// </summary>
    protected void ExecuteNow(StateMachine machine, int eventId, object? argument, EventOrigin origin, object? message)
    {
        _depth++;
        machine.IsWorking = true;
        StateMachine? before = loop.AtWork;
        if (!ReferenceEquals(before, machine))
            loop.AtWork = machine;
        var atWork = new QueuedEvent(eventId, argument, origin);
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
            if (_deferred.Count > 0 || IsIdleWorkDue)
                Drain();
        }
    }

    /// <summary>The message for an event that did not come as one. No two executions at work have the same.</summary>
    /// <param name="depth">How deep the execution is nested, from 0.</param>
    /// <param name="origin">Where the event comes from.</param>
    protected abstract object EmptyMessage(int depth, EventOrigin origin);

    /// <summary>A message or call whose event no row names.</summary>
    protected abstract void Unexpected(StateMachine machine, QueuedEvent @event);

    /// <summary>A state was changed and the machine is idle.</summary>
    protected abstract void OnStateChanged(StateMachine machine);

    /// <summary>The last thing in a machine's life.</summary>
    protected abstract void OnEnd(StateMachine machine);

    /// <summary>Whether a wildcard catches the events of an origin.</summary>
    protected virtual bool IsExternal(EventOrigin origin) => origin == EventOrigin.Message;

    /// <summary>A call has found a row, and its actions are to run.</summary>
    protected virtual void OnCallBegins(ClientCall call)
    {
    }

    /// <summary>The machine has ended before the event of a call could run.</summary>
    protected virtual void OnCallDropped(ClientCall call)
    {
    }

    /// <summary>An action threw, and the machine is about to end of it.</summary>
    protected virtual void OnFailed(Exception exception)
    {
    }

    /// <summary>The event of a call has run, whether or not there was a row for it.</summary>
    protected virtual void OnCallRan(ClientCall call)
    {
    }

    /// <summary>Whether there may be something to do for <see cref="OnIdle"/>.</summary>
    protected virtual bool IsIdleWorkDue => true;

    /// <summary>What is done when the outermost execution has ended: kept messages are offered again.</summary>
    protected abstract void OnIdle();

    /// <summary>Counts and logs what a machine's code has thrown.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="at">The event or hook.</param>
    /// <param name="eventId">The event's number; 0 for a hook.</param>
    /// <param name="exception">What it has thrown.</param>
    protected void LogThrew(StateMachine machine, string at, int eventId, Exception exception)
    {
        Meter.Exception();
        if (Lines.IsDue(at, out string more, machine.StateNumber, eventId))
            Logger.ActionThrew(machine.LogName, machine.StateName, at, more, exception);
    }

    private void Append(StateMachine machine, QueuedEvent @event)
    {
        (machine.Pending ??= new Queue<QueuedEvent>()).Enqueue(@event);
        if (!machine.IsWorking)
            _deferred.Enqueue(machine);
    }

    private void Steps(StateMachine machine, QueuedEvent @event, bool hasMessage, ref Activity? activity)
    {
        bool measures = Meter.SeesActions;
        long measured = measures ? loop.TimeProvider.GetTimestamp() : 0;
        long began = hasMessage ? loop.CachedNow : loop.RefreshClock();
        bool first = true;
        bool changed = false;
        int steps = 0;
        while (true)
        {
            int state = machine.StateNumber;
            long sent = Sent;
            changed |= Step(machine, in @event, first);
            long now = loop.RefreshClock();
            if (measures)
                Measure(ref measured);
            if (now - began >= LongActionsMilliseconds)
                LogLongActions(machine, state, @event.Event, now - began);
            began = now;
            if (@event.Origin == EventOrigin.Call)
            {
                OnCallRan((ClientCall)@event.Argument!);
                @event = @event with { Argument = null };
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
                @event = @event with { Event = machine.ExceptionNumber, Origin = EventOrigin.Internal };
            }
            else if (machine.NextNumber != 0)
            {
                @event = @event with { Event = machine.NextNumber, Origin = EventOrigin.Internal };
            }
            else if (machine.Pending is { Count: > 0 } pending)
            {
                @event = pending.Dequeue();
                first = true;
                if (activity is not null)
                    EngineActivity.Stop(activity);
                activity = EngineActivity.Start(Meter.Engine, machine, @event);
                machine.Argument = null;
                machine.CurrentMessage = EmptyMessage(Depth, @event.Origin);
            }
            else
            {
                break;
            }
        }
        if (changed)
            OnStateChanged(machine);
    }

    private void Measure(ref long since)
    {
        long now = loop.TimeProvider.GetTimestamp();
        Meter.Actions(loop.TimeProvider.GetElapsedTime(since, now));
        since = now;
    }

    private void LogLongActions(StateMachine machine, int state, int eventId, long milliseconds)
    {
        if (Lines.IsDue(nameof(EngineLog.LongActions), out string more, state, eventId))
            Logger.LongActions(machine.LogName, machine.StateNameOf(state), machine.EventName(eventId), milliseconds, more);
    }

    // After a step that sent nothing.
    private void CountStep(StateMachine machine, int steps)
    {
        _steps++;
        if (steps == MaxSteps / 10)
            LogManySteps(machine, steps);
        if (steps >= MaxSteps)
            throw InputlessLoop();
    }

    private void LogManySteps(StateMachine machine, int steps)
    {
        if (Lines.IsDue(nameof(EngineLog.ManySteps), out string more, machine.StateNumber, machine.EventAtWork))
            Logger.ManySteps(machine.LogName, steps, machine.StateName, machine.EventName(machine.EventAtWork), more);
    }

    /// <summary>Runs what a machine does on an event.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="event">The event.</param>
    /// <param name="isFirst">Whether the event came from elsewhere, and is not one that the machine goes on with.</param>
    /// <returns>Whether the machine has come to a state, be it the one it was in.</returns>
    private bool Step(StateMachine machine, in QueuedEvent @event, bool isFirst)
    {
        machine.ClearOutcome();
        machine.EventAtWork = @event.Event;
        // Given up before its turn came.
        if (@event is { Origin: EventOrigin.Call, Argument: ClientCall { IsDone: true } })
            return false;
        if (@event.Argument is { } argument && @event.Origin != EventOrigin.Call)
            machine.Argument = argument;
        bool verbose = machine.IsVerbose;
        if (verbose)
        {
            Tracer.State(machine);
            Tracer.Event(machine, @event.Event);
        }
        if (@event.Event == TerminateEvent)
        {
            machine.IsEnding = true;
            return false;
        }
        int transition = machine.FindTransition(machine.StateNumber, @event.Event, @event.Origin == EventOrigin.Message || IsExternal(@event.Origin));
        if (transition == 0)
        {
            if (@event.Origin is EventOrigin.Message or EventOrigin.Call)
                Unexpected(machine, @event);
            else
                Unhandled(machine, @event.Event);
            return false;
        }
        if (isFirst)
            machine.CancelWakeup();
        if (@event.Origin == EventOrigin.Call)
            OnCallBegins((ClientCall)@event.Argument!);
        int next = machine.RunActions(transition);
        if (next == 0 || machine.ExceptionNumber != 0)
            return false;
        machine.After(machine.StateNumber);
        if (machine.ExceptionNumber != 0)
            return false;
        machine.StateNumber = next;
        if (verbose)
            Tracer.NextState(machine);
        machine.Before(next);
        return true;
    }

    // An event of another origin than a message or call that no row names: a warning once, since it may come without end.
    private void Unhandled(StateMachine machine, int eventId)
    {
        Meter.Unhandled();
        if (_unhandled.Add((machine.StateNumber, eventId)))
            Logger.FirstUnhandled(machine.LogName, machine.EventName(eventId), machine.StateName);
        else if (Logger.IsEnabled(LogLevel.Debug))
            Logger.Unhandled(machine.LogName, machine.EventName(eventId), machine.StateName);
    }

    private static InvalidOperationException InputlessLoop()
        => new($"The machine gave itself {MaxSteps} events without input, which is an event loop.");

    private void Fail(StateMachine machine, int eventId, Exception exception)
    {
        _steps = 0;
        LogThrew(machine, machine.EventName(eventId), eventId, exception);
        OnFailed(exception);
        End(machine);
        loop.RefreshClock();
    }

    // What is drained executes events itself, and must not drain again within.
    private void Drain()
    {
        _draining = true;
        try
        {
            do
            {
                while (_deferred.TryDequeue(out StateMachine? machine))
                {
                    if (machine.IsAlive && machine.Pending is { Count: > 0 } pending)
                    {
                        QueuedEvent @event = pending.Dequeue();
                        ExecuteNow(machine, @event.Event, @event.Argument, @event.Origin, message: null);
                        // A ring of machines too long to nest: each makes few steps, and hands on an event that comes back.
                        if (_steps >= MaxSteps)
                            Fail(machine, @event.Event, InputlessLoop());
                    }
                }
                OnIdle();
            }
            while (_deferred.Count > 0);
        }
        finally
        {
            _draining = false;
        }
    }
}
