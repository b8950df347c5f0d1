using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ZProto.Engines.Execution;

/// <summary>The activities of the source <c>ZProto</c>: one for each execution, as long as somebody listens.</summary>
internal static class EngineActivity
{
    private static readonly ActivitySource s_source = new("ZProto");

    /// <summary>Begins one for an execution. Where no one listens it makes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Activity? Start(string engine, StateMachine machine, in QueuedEvent @event)
        => s_source.HasListeners() ? StartListened(engine, machine, in @event) : null;

    private static Activity? StartListened(string engine, StateMachine machine, in QueuedEvent @event)
    {
        ActivityKind kind = @event.Origin == EventOrigin.Message ? ActivityKind.Server : ActivityKind.Internal;
        Activity? activity = Start(machine.Executor.GetEventName(@event.Event), kind);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("zproto.engine", engine);
            activity.SetTag("zproto.machine", machine.LogName);
            activity.SetTag("zproto.state", machine.StateName);
        }
        return activity;
    }

    /// <summary>Ends one. What a listener throws ends nothing else.</summary>
    public static void Stop(Activity activity)
    {
        try
        {
            activity.Dispose();
        }
        catch (Exception)
        {
            // Whatever the listener is left with, what comes next is no part of it.
            Activity.Current = activity.Parent;
        }
    }

    private static Activity? Start(string name, ActivityKind kind)
    {
        Activity? before = Activity.Current;
        try
        {
            return s_source.StartActivity(name, kind);
        }
        catch (Exception)
        {
            Activity.Current = before;
            return null;
        }
    }
}
