namespace ZProto;

/// <summary>A state machine of an engine whose events may come as messages of a protocol.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public class StateMachine<TMessage> : StateMachine
    where TMessage : class
{
    internal StateMachine()
    {
    }

    /// <summary>The message of the event at work: what came from the peer, and what is sent to it. An event that is no message has an empty one.</summary>
    /// <exception cref="InvalidOperationException">The machine is not at work.</exception>
    [LoopOnly]
    public TMessage Message
        => CurrentMessage ?? throw new InvalidOperationException("There is a message only while the machine is at work on an event.");

    /// <summary>The message of the execution at work, or null.</summary>
    internal TMessage? CurrentMessage { get; set; }
}
