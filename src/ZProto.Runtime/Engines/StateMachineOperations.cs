using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What generated code asks of a machine by the numbers of events, where users have an enumeration.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateMachineOperations
{
    /// <summary>The state that a machine is in.</summary>
    /// <param name="machine">The machine.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    public static int GetState(StateMachine machine)
    {
        machine.Executor.RequireLoop();
        return machine.StateNumber;
    }

    /// <summary>Logs which action comes next, where the machine is traced.</summary>
    internal static void Trace(StateMachine machine, string action)
    {
        if (machine.IsTraced || machine.Verbose)
            machine.Executor.Trace(machine, action);
    }

    /// <summary>Sets the event to go on with.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="eventId">The event.</param>
    /// <exception cref="InvalidOperationException">The machine is not executing an event.</exception>
    public static void SetNextEvent(StateMachine machine, int eventId) => machine.ContinueWith(eventId);

    /// <summary>Sets the event that interrupts the one at work.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="eventId">The event.</param>
    /// <exception cref="InvalidOperationException">The machine is not executing an event.</exception>
    public static void SetException(StateMachine machine, int eventId) => machine.InterruptWith(eventId);

    /// <summary>Sets the event that is raised once, after a time in which no other came.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="delay">The time; zero or more.</param>
    /// <param name="eventId">The event.</param>
    /// <exception cref="InvalidOperationException">The machine has ended.</exception>
    public static void SetWakeup(StateMachine machine, TimeSpan delay, int eventId) => machine.ArmWakeup(delay, eventId);

    /// <summary>Sets a timer that raises an event once after a time, whatever comes before. Each event has one timer: setting it again starts it again.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="delay">The time; zero or more.</param>
    /// <param name="eventId">The event.</param>
    /// <exception cref="InvalidOperationException">The machine has ended.</exception>
    public static void SetTimer(StateMachine machine, TimeSpan delay, int eventId) => machine.ArmTimer(delay, eventId);

    /// <summary>Cancels the timer of an event, if one is set.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="eventId">The event.</param>
    public static void CancelTimer(StateMachine machine, int eventId) => machine.DisarmTimer(eventId);
}
