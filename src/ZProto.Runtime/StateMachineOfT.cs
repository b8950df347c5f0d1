namespace ZProto;

/// <summary>A state machine of an engine whose events may come as messages of a protocol.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public class StateMachine<TMessage> : StateMachine
    where TMessage : class
{
    internal StateMachine()
    {
    }

    /// <summary>The message of the current event: what the peer sent, and what is sent to it. It is empty if the event is not a message.</summary>
    /// <exception cref="InvalidOperationException">The machine is not executing an event.</exception>
    [LoopOnly]
    public TMessage Message
        => CurrentMessage ?? throw new InvalidOperationException("There is a message only while the machine is at work on an event.");

    /// <summary>The message of the execution at work, or null.</summary>
    internal TMessage? CurrentMessage { get; set; }
}
