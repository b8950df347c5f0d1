using System.ComponentModel;
using ZProto.Transports;

namespace ZProto.Engines.Machines;

/// <summary>What generated code asks of an engine's own machine by the numbers of events, where users have an enumeration.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EngineMachineOperations
{
    /// <summary>Executes an event: at once and nested if the machine is idle, else when it has done its work.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    /// <returns>Whether it was executed at once, and an action of it, or of an event that it went on with, set an exception.</returns>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    public static bool Raise<TMessage>(EngineMachine<TMessage> machine, int eventId, object? argument)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => machine.Control.Raise(eventId, argument);

    /// <summary>The name of the state that a machine is in, as the model's author wrote it.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="machine">The machine.</param>
    public static string GetStateName<TMessage>(EngineMachine<TMessage> machine)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => machine.StateName;

    /// <summary>Executes the event of a message that came in at a socket of the engine.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="message">The message. It is the machine's until the call returns.</param>
    public static void Receive<TMessage>(EngineMachine<TMessage> machine, TMessage message)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => machine.Control.Receive(message);

    /// <summary>Sends the message that a machine is at work on by a socket of the engine: by a ROUTER to the message's routing id.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="socket">The socket.</param>
    /// <returns>Whether it was sent; if not, why.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The machine is not at work, or the socket only receives.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static SendResult Send<TMessage>(EngineMachine<TMessage> machine, EngineSocket<TMessage> socket)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        ArgumentNullException.ThrowIfNull(socket);
        SendResult result = socket.SendCurrent(machine.Message);
        if (result == SendResult.Sent)
            machine.Control.OnSent();
        return result;
    }

    /// <summary>Runs asynchronous work off the loop, and executes an event with what became of it, if the machine has not ended.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="work">The work; its token ends with the machine.</param>
    /// <param name="ok">The event whose argument is the result.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop, or the machine has ended.</exception>
    public static void RunInBackground<TMessage, T>(EngineMachine<TMessage> machine, Func<CancellationToken, Task<T>> work, int ok, int error)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        ArgumentNullException.ThrowIfNull(work);
        machine.Control.RunInBackground(work, ok, error);
    }

    /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the machine has not ended.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="work">The work; its token ends with the machine.</param>
    /// <param name="ok">The event; its argument is null.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop, or the machine has ended.</exception>
    public static void RunInBackground<TMessage>(EngineMachine<TMessage> machine, Func<CancellationToken, Task> work, int ok, int error)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        ArgumentNullException.ThrowIfNull(work);
        machine.Control.RunInBackground(work, ok, error);
    }
}
