using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What the model says of a state machine: its transitions, its actions, its names, and the events of its messages. Generated code derives from it.</summary>
/// <remarks>All of it is in the bodies of methods, and nothing in tables, so that a hot reload changes it.</remarks>
/// <typeparam name="TMachine">The machine.</typeparam>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StateMachineDefinition<TMachine, TMessage>
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    /// <summary>The model's name, as its author wrote it.</summary>
    public abstract string Name { get; }

    /// <summary>What becomes of a message that the state does not name.</summary>
    public abstract UnexpectedMessageBehavior Unexpected { get; }

    /// <summary>The event <c>expired</c>; 0 where no state names it.</summary>
    public virtual int ExpiredEvent => 0;

    /// <summary>The event <c>heartbeat</c>; 0 where no state names it.</summary>
    public virtual int HeartbeatEvent => 0;

    /// <summary>Whether a wildcard catches events of timers, as it does in clients.</summary>
    public virtual bool CatchesTimers => false;

    /// <summary>The transport that the engine runs on where its options name none.</summary>
    public virtual Transports.ITransport CreateDefaultTransport() => new SocketsTransport();

    /// <summary>Decodes a message of the other side, as the codec's <c>TryDecode</c> does. Generated code calls its own codec without a look-up.</summary>
    /// <param name="reader">The frames.</param>
    /// <param name="message">The message to decode into.</param>
    /// <param name="error">Why it could not be decoded.</param>
    public abstract bool TryDecode(ref FrameReader reader, TMessage message, out DecodeError error);

    /// <summary>Encodes a message, as <see cref="IProtocolMessage.Encode"/> does. Generated code calls its own codec without a look-up.</summary>
    /// <param name="message">The message.</param>
    /// <param name="writer">Where to.</param>
    public virtual void Encode(TMessage message, ref FrameWriter writer) => message.Encode(ref writer);

    /// <summary>The event of a message; 0 where no state names it and no wildcard catches it.</summary>
    /// <param name="message">The message.</param>
    public abstract int GetEvent(TMessage message);

    /// <summary>The transition for an event in a state, superstates included; 0 for none.</summary>
    /// <param name="state">The state.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="isExternal">Whether it came from the peer, so that a wildcard catches it.</param>
    public abstract int FindTransition(int state, int eventId, bool isExternal);

    /// <summary>Runs the actions of a transition, until one sets an exception.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="transition">The transition.</param>
    /// <returns>The state that the transition leads to; 0 to stay. After an exception it does not count.</returns>
    public abstract int RunActions(TMachine machine, int transition);

    /// <summary>Runs the actions for entering a state, until one sets an exception.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="state">The state.</param>
    public virtual void RunEntryActions(TMachine machine, int state)
    {
    }

    /// <summary>Runs the actions for leaving a state, until one sets an exception.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="state">The state.</param>
    public virtual void RunExitActions(TMachine machine, int state)
    {
    }

    /// <summary>Whether some state that can be reached from one has a transition for an event.</summary>
    /// <param name="state">The state to start from.</param>
    /// <param name="eventId">The event.</param>
    public abstract bool IsReachable(int state, int eventId);

    /// <summary>A state's name, as the model's author wrote it.</summary>
    /// <param name="state">The state.</param>
    public abstract string GetStateName(int state);

    /// <summary>An event's name, as the model's author wrote it.</summary>
    /// <param name="eventId">The event.</param>
    public abstract string GetEventName(int eventId);

    /// <summary>Called when the engine starts, before its first event.</summary>
    public virtual void OnInitialize()
    {
    }

    /// <summary>Called when the engine ends.</summary>
    public virtual void OnTerminate()
    {
    }

    /// <summary>Whether <see cref="OnSend"/> is to be called with each message that was sent.</summary>
    public virtual bool TracesSent => false;

    /// <summary>Whether <see cref="OnReceive"/> is to be called with each message that was received.</summary>
    public virtual bool TracesReceived => false;

    /// <summary>Called with each message that was sent.</summary>
    /// <param name="peer">The peer; none where there is only one.</param>
    /// <param name="message">The message.</param>
    public virtual void OnSend(RoutingId peer, TMessage message)
    {
    }

    /// <summary>Called with each message that was received and decoded, before any machine sees it.</summary>
    /// <param name="peer">The peer; none where there is only one.</param>
    /// <param name="message">The message.</param>
    public virtual void OnReceive(RoutingId peer, TMessage message)
    {
    }

    /// <summary>Logs which action comes next, where the machine is traced.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="action">The action, as the model's author wrote it.</param>
    protected static void Trace(TMachine machine, string action) => StateMachineOperations.Trace(machine, action);

    /// <summary>Whether an action of the event at work has set an exception, so that no further one runs.</summary>
    /// <param name="machine">The machine.</param>
    protected static bool HasException(TMachine machine) => machine.ExceptionNumber != 0;
}
