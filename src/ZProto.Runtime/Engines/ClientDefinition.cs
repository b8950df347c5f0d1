using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What the model says of a client, and what of it only the runtime calls. Generated code derives from it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClientDefinition<TMessage> : CallDefinition<StateMachine<TMessage>, TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    /// <inheritdoc/>
    public sealed override bool CatchesTimers => true;

    /// <inheritdoc/>
    public override bool TryDecode(ref FrameReader reader, TMessage message, out DecodeError error) => TMessage.TryDecode(ref reader, message, MessageRole.Server, out error);

    /// <summary>The event <c>destructor</c>; 0 where the model has no such method.</summary>
    public virtual int DestructorEvent => 0;

    /// <summary>The replies that the destructor waits for.</summary>
    public virtual IReadOnlyList<int> DestructorReplies => [];

    /// <summary>Whether a message is for the API and no state names it, so that it is handed on by itself.</summary>
    /// <param name="message">The message.</param>
    public virtual bool IsHandedOn(TMessage message) => false;

    /// <summary>Whether an immediate method accepts a reply, so that it is kept where no one waits for it yet.</summary>
    /// <param name="reply">The reply.</param>
    public virtual bool IsKept(int reply) => false;

    /// <summary>Called on the loop with each reply that a call has taken, before the call ends.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    public virtual void OnReply(int reply, object? values)
    {
    }
}
