using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Timing;

namespace ZProto.Engines.Execution;

/// <summary>
/// Executes the events of an engine's machines by their definition, each to its end before more is read. One machine can raise an event
/// on another from an action; that one runs nested, unless it is at work itself.
/// </summary>
/// <param name="context">What the engine's parts share.</param>
/// <param name="definition">What the machines do.</param>
/// <param name="owner">Who has them.</param>
/// <param name="limits">How many messages that no state names yet are kept.</param>
internal sealed class EventExecutor<TMachine, TMessage>(
    EngineContext context,
    StateMachineDefinition<TMachine, TMessage> definition,
    IMachineOwner<TMachine> owner,
    DeferredMessageLimits limits) : IEventExecutor
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // The event that every machine knows: it ends it.
    private const int TerminateEvent = 1;
    private const int MaxDepth = 32;
    private const int MaxSteps = 1_000_000;
    private const long LongActionsMilliseconds = 100;

    private readonly EventLoop _loop = context.Loop;
    private readonly ILogger _logger = context.Logger;
    private readonly EngineMeter _meter = context.Meter;
    private readonly TransitionTracer _tracer = new(context.Loop, context.Logger);
    private readonly DeferredMessageStore<TMachine, TMessage> _deferred = new(limits);

    // Machines whose pending events wait for the outermost execution to end, since they came too deep to run at once.
    private readonly Queue<TMachine> _pending = new();
    private readonly HashSet<(int State, int Event)> _unhandled = [];

    // The messages of events that came as none, one for each depth of nesting.
    private readonly List<TMessage> _empty = [];

    // Steps of all machines together since one sent, or failed.
    private long _steps;
    private int _depth;
    private bool _draining;

    /// <summary>What is done when an execution begins on a machine: with the message that it came as, or null.</summary>
    public Action<TMachine, TMessage?>? Beginning { get; init; }

    /// <summary>What is done each time the outermost execution has ended.</summary>
    public Action? Idle { get; init; }

    /// <summary>Messages sent, by which steps that send are told from a loop without input.</summary>
    public long Sent { get; set; }

    /// <summary>Whether any machine is at work.</summary>
    public bool IsWorking => _depth > 0;

    /// <summary>Where the event came from that began the execution at work.</summary>
    public EventOrigin OriginAtWork { get; private set; }

    public string EngineName => context.Name;

    public void RequireLoop() => context.RequireLoop();

    public void Arm(LoopTimer timer, TimeSpan delay) => _loop.Timers.Arm(timer, _loop.Now + (long)Math.Ceiling(delay.TotalMilliseconds));

    public void Cancel(LoopTimer timer) => _loop.Timers.Cancel(timer);

    public string GetStateName(int state) => definition.GetStateName(state);

    public string GetEventName(int eventId) => definition.GetEventName(eventId);

    public void Trace(StateMachine machine, string action) => _tracer.Action(machine, action);

    public void LogStuck(StateMachine machine) => _logger.ActionStuck(machine.LogName, machine.StateName, GetEventName(machine.EventAtWork));

    void IEventExecutor.ExecuteTimer(StateMachine machine, int eventId) => Execute((TMachine)machine, eventId, null, EventOrigin.Timer);

    void IEventExecutor.End(StateMachine machine) => End((TMachine)machine);

    /// <summary>Executes an event that no message brought: at once, or when its machine is no longer at work.</summary>
    public void Execute(TMachine machine, int eventId, object? argument, EventOrigin origin, IEventCaller? caller = null)
    {
        if (!machine.IsAlive)
            return;
        var @event = new QueuedEvent(eventId, argument, origin, caller);
        if (machine.IsWorking || _depth >= MaxDepth)
            Append(machine, @event);
        else
            ExecuteNow(machine, @event, message: null);
    }

    /// <summary>Executes the event of a message that was just received. The time of its actions counts from the loop's last look at its clock.</summary>
    public void ExecuteMessage(TMachine machine, TMessage message, object? argument = null)
        => ExecuteNow(machine, new QueuedEvent(definition.GetEvent(message), argument, EventOrigin.Message), message);

    /// <summary>Executes an event on an idle machine, on a message or, for null, on an empty one.</summary>
    public void ExecuteOn(TMachine machine, QueuedEvent @event, TMessage? message)
    {
        if (!machine.IsAlive)
            return;
        _loop.RefreshClock();
        ExecuteNow(machine, @event, message);
    }

    /// <summary>Executes what was raised on a machine while code of it ran that is no action.</summary>
    public void ExecutePending(TMachine machine)
    {
        if (machine is { IsAlive: true, Pending: { Count: > 0 } pending })
            ExecuteNow(machine, pending.Dequeue(), message: null);
    }

    /// <summary>Runs code of a machine that is no action, with a message in place.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="message">The message.</param>
    /// <param name="code">The code.</param>
    /// <param name="what">What it is, for the log.</param>
    /// <returns>The event that it has set, or 0.</returns>
    public int Run(TMachine machine, TMessage message, Action<TMachine> code, string what)
    {
        try
        {
            machine.IsWorking = true;
            machine.CurrentMessage = message;
            code(machine);
        }
        catch (Exception exception)
        {
            LogThrew(machine, what, eventId: 0, exception);
            machine.IsEnding = true;
        }
        finally
        {
            machine.IsWorking = false;
            machine.CurrentMessage = null;
        }
        int eventId = machine.NextNumber;
        machine.ClearOutcome();
        return eventId;
    }

    /// <summary>Ends a machine: at once, or when the event that it is at work on is done.</summary>
    public void Abort(TMachine machine)
    {
        machine.IsEnding = true;
        if (!machine.IsWorking)
            End(machine);
    }

    /// <summary>Ends a machine for good.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cause">What its code has thrown, where it ends of that.</param>
    public void End(TMachine machine, Exception? cause = null)
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
            ForgetDeferred(machine);
            owner.OnEnded(machine, cause);
        }
        catch (Exception exception)
        {
            LogThrew(machine, "OnTerminate", eventId: 0, exception);
        }
        foreach (QueuedEvent @event in dropped ?? [])
            @event.Caller?.OnDropped();
        // What its last words took is not the next machine's time.
        _loop.RefreshClock();
    }

    /// <summary>Logs what is left of the traces.</summary>
    public void Close() => _tracer.Close();

    private void ExecuteNow(TMachine machine, in QueuedEvent @event, TMessage? message)
    {
        _depth++;
        machine.IsWorking = true;
        StateMachine? before = _loop.AtWork;
        if (!ReferenceEquals(before, machine))
            _loop.AtWork = machine;
        Activity? activity = EngineActivity.Start(context.Name, machine, in @event);
        try
        {
            Begin(machine, @event.Origin, message);
            Steps(machine, in @event, hasMessage: message is not null, ref activity);
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
                _loop.AtWork = before;
            machine.Argument = null;
            machine.CurrentMessage = null;
            _depth--;
        }
        if (_depth == 0 && !_draining)
        {
            _steps = 0;
            if (_pending.Count > 0 || _deferred.HasReady || Idle is not null)
                Drain();
        }
    }

    private void Begin(TMachine machine, EventOrigin origin, TMessage? message)
    {
        OriginAtWork = origin;
        Beginning?.Invoke(machine, message);
        machine.CurrentMessage = message ?? EmptyMessage();
    }

    // No two executions at work have the same.
    private TMessage EmptyMessage()
    {
        while (_empty.Count < _depth)
            _empty.Add(new TMessage());
        TMessage message = _empty[_depth - 1];
        message.Clear();
        return message;
    }

    private void Append(TMachine machine, QueuedEvent @event)
    {
        (machine.Pending ??= new Queue<QueuedEvent>()).Enqueue(@event);
        if (!machine.IsWorking)
            _pending.Enqueue(machine);
    }

    private void Steps(TMachine machine, in QueuedEvent start, bool hasMessage, ref Activity? activity)
    {
        QueuedEvent @event = start;
        bool measures = _meter.SeesActions;
        long measured = measures ? _loop.TimeProvider.GetTimestamp() : 0;
        long began = hasMessage ? _loop.CachedNow : _loop.RefreshClock();
        bool first = true;
        bool changed = false;
        bool isStart = true;
        int steps = 0;
        while (true)
        {
            int state = machine.StateNumber;
            long sent = Sent;
            changed |= Step(machine, in @event, first);
            long now = _loop.RefreshClock();
            if (measures)
                Measure(ref measured);
            if (now - began >= LongActionsMilliseconds)
                LogLongActions(machine, state, @event.Event, now - began);
            began = now;
            @event.Caller?.OnRan();
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
                machine.IsInterrupted |= isStart;
                @event = new QueuedEvent(machine.ExceptionNumber, @event.Argument, EventOrigin.Internal);
            }
            else if (machine.NextNumber != 0)
            {
                @event = new QueuedEvent(machine.NextNumber, @event.Argument, EventOrigin.Internal);
            }
            else if (machine.Pending is { Count: > 0 } pending)
            {
                @event = pending.Dequeue();
                first = true;
                isStart = false;
                if (activity is not null)
                    EngineActivity.Stop(activity);
                activity = EngineActivity.Start(context.Name, machine, in @event);
                machine.Argument = null;
                // What an action raises for when it is done has begun as the action has.
                Begin(machine, @event.Origin == EventOrigin.Internal ? OriginAtWork : @event.Origin, message: null);
            }
            else
            {
                break;
            }
        }
        if (changed)
            _deferred.OnStateChanged(machine);
    }

    private void Measure(ref long since)
    {
        long now = _loop.TimeProvider.GetTimestamp();
        _meter.Actions(_loop.TimeProvider.GetElapsedTime(since, now));
        since = now;
    }

    private void LogLongActions(TMachine machine, int state, int eventId, long milliseconds)
    {
        if (context.Lines.IsDue(nameof(EngineLog.LongActions), out string more, state, eventId))
            _logger.LongActions(machine.LogName, GetStateName(state), GetEventName(eventId), milliseconds, more);
    }

    // After a step that sent nothing.
    private void CountStep(TMachine machine, int steps)
    {
        _steps++;
        if (steps == MaxSteps / 10)
            LogManySteps(machine, steps);
        if (steps >= MaxSteps)
            throw InputlessLoop();
    }

    private void LogManySteps(TMachine machine, int steps)
    {
        if (context.Lines.IsDue(nameof(EngineLog.ManySteps), out string more, machine.StateNumber, machine.EventAtWork))
            _logger.ManySteps(machine.LogName, steps, machine.StateName, GetEventName(machine.EventAtWork), more);
    }

    /// <summary>Runs what a machine does on an event.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="event">The event.</param>
    /// <param name="isFirst">Whether the event came from elsewhere, and is not one that the machine goes on with.</param>
    /// <returns>Whether the machine has come to a state, be it the one it was in.</returns>
    private bool Step(TMachine machine, in QueuedEvent @event, bool isFirst)
    {
        machine.ClearOutcome();
        machine.EventAtWork = @event.Event;
        // Given up before its turn came.
        if (@event.Caller is { IsDone: true })
            return false;
        if (@event.Argument is { } argument)
            machine.Argument = argument;
        bool verbose = machine.IsTraced = machine.Verbose || context.IsVerbose;
        if (verbose)
        {
            _tracer.State(machine);
            _tracer.Event(machine, GetEventName(@event.Event));
        }
        if (@event.Event == TerminateEvent)
        {
            machine.IsEnding = true;
            return false;
        }
        int transition = definition.FindTransition(machine.StateNumber, @event.Event, IsExternal(@event.Origin));
        if (transition == 0)
        {
            OnNoTransition(machine, @event);
            return false;
        }
        if (isFirst)
            machine.CancelWakeup();
        @event.Caller?.OnBegin();
        int next = definition.RunActions(machine, transition);
        if (next == 0 || machine.ExceptionNumber != 0)
            return false;
        definition.RunExitActions(machine, machine.StateNumber);
        if (machine.ExceptionNumber != 0)
            return false;
        machine.StateNumber = next;
        if (verbose)
            _tracer.NextState(machine);
        definition.RunEntryActions(machine, next);
        return true;
    }

    // Whether a wildcard catches the events of an origin.
    private bool IsExternal(EventOrigin origin) => origin == EventOrigin.Message || (origin == EventOrigin.Timer && definition.CatchesTimers);

    private void OnNoTransition(TMachine machine, in QueuedEvent @event)
    {
        if (@event.Caller is { } caller)
            caller.OnUnexpected();
        else if (@event.Origin == EventOrigin.Message)
            OnUnexpected(machine, @event.Event);
        else
            OnUnhandled(machine, @event.Event);
    }

    private void OnUnexpected(TMachine machine, int eventId)
    {
        switch (definition.Unexpected)
        {
            case UnexpectedMessageBehavior.Terminate:
                machine.IsEnding = true;
                break;
            case UnexpectedMessageBehavior.Queue when definition.IsReachable(machine.StateNumber, eventId):
                Defer(machine, eventId);
                break;
            default:
                _meter.Dropped();
                break;
        }
    }

    private void Defer(TMachine machine, int eventId)
    {
        if (!_deferred.TryAdd(machine, machine.CurrentMessage!, eventId, machine.Argument, out long size))
        {
            DeferredMessages<TMessage>? kept = _deferred.Of(machine);
            if (context.Lines.IsDue(nameof(EngineLog.TooManyDeferredByClient), out string more))
                _logger.TooManyDeferredByClient(machine.LogName, kept?.Count ?? 0, kept?.Size ?? 0, machine.StateName, more);
            owner.OnTooManyDeferred(machine);
            machine.IsEnding = true;
            return;
        }
        _meter.Kept(1, size);
        while (_deferred.IsFull)
            EndLargest(_deferred.Largest!);
    }

    private void EndLargest(TMachine machine)
    {
        DeferredMessages<TMessage> kept = _deferred.Of(machine)!;
        if (context.Lines.IsDue(nameof(EngineLog.TooManyDeferred), out string more))
            _logger.TooManyDeferred(machine.LogName, _deferred.Size, kept.Count, kept.Size, more);
        // At once, also where the machine is at work and ends later.
        ForgetDeferred(machine);
        owner.OnTooManyDeferred(machine);
        Abort(machine);
    }

    private void ForgetDeferred(TMachine machine)
    {
        if (_deferred.Remove(machine) is { } kept)
            _meter.Kept(-kept.Count, -kept.Size);
    }

    // An event of another origin than a message or call that no transition names: a warning once, since it may come without end.
    private void OnUnhandled(TMachine machine, int eventId)
    {
        _meter.Unhandled();
        if (_unhandled.Add((machine.StateNumber, eventId)))
            _logger.FirstUnhandled(machine.LogName, GetEventName(eventId), machine.StateName);
        else if (_logger.IsEnabled(LogLevel.Debug))
            _logger.Unhandled(machine.LogName, GetEventName(eventId), machine.StateName);
    }

    private static InvalidOperationException InputlessLoop()
        => new($"The machine gave itself {MaxSteps} events without input, which is an event loop.");

    private void Fail(TMachine machine, int eventId, Exception exception)
    {
        _steps = 0;
        LogThrew(machine, GetEventName(eventId), eventId, exception);
        End(machine, exception);
        _loop.RefreshClock();
    }

    private void LogThrew(TMachine machine, string at, int eventId, Exception exception)
    {
        _meter.Exception();
        if (context.Lines.IsDue(at, out string more, machine.StateNumber, eventId))
            _logger.ActionThrew(machine.LogName, machine.StateName, at, more, exception);
    }

    // What is drained executes events itself, and must not drain again within.
    private void Drain()
    {
        _draining = true;
        try
        {
            do
            {
                ExecutePending();
                OfferDeferred();
                Idle?.Invoke();
            }
            while (_pending.Count > 0 || _deferred.HasReady);
        }
        finally
        {
            _draining = false;
        }
    }

    private void ExecutePending()
    {
        while (_pending.TryDequeue(out TMachine? machine))
        {
            if (!machine.IsAlive || machine.Pending is not { Count: > 0 } pending)
                continue;
            QueuedEvent @event = pending.Dequeue();
            ExecuteNow(machine, @event, message: null);
            // A ring of machines too long to nest: each makes few steps, and hands on an event that comes back.
            if (_steps >= MaxSteps)
                Fail(machine, @event.Event, InputlessLoop());
        }
    }

    private void OfferDeferred()
    {
        while (_deferred.TryTakeReady(out TMachine? ready))
        {
            TMachine machine = ready;
            // The oldest that fits; after a change of state, the oldest that fits then.
            while (machine.IsAlive && _deferred.TryTake(machine, eventId => definition.FindTransition(machine.StateNumber, eventId, isExternal: true) != 0, out DeferredMessage<TMessage> taken))
            {
                _meter.Kept(-1, -taken.Size);
                _loop.RefreshClock();
                ExecuteNow(machine, new QueuedEvent(taken.Event, taken.Argument, EventOrigin.Message), taken.Message);
            }
        }
    }
}
