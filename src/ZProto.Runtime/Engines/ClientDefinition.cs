using System.Buffers.Binary;
using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What the model says of a client, and what of it only the runtime calls. Generated code derives from it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClientDefinition<TMessage> : StateMachineDefinition<StateMachine<TMessage>, TMessage>
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

    /// <summary>The largest value of the field that pairs replies with calls; 0 where the model names no such field.</summary>
    public virtual UInt128 MaxCorrelation => UInt128.Zero;

    /// <summary>Whether a message has the field that pairs replies with calls.</summary>
    /// <param name="message">The message.</param>
    public virtual bool HasCorrelation(TMessage message) => false;

    /// <summary>The value of that field.</summary>
    /// <param name="message">A message that has it.</param>
    public virtual UInt128 GetCorrelation(TMessage message) => UInt128.Zero;

    /// <summary>Sets that field.</summary>
    /// <param name="message">A message that has it.</param>
    /// <param name="value">The value, no more than <see cref="MaxCorrelation"/>.</param>
    public virtual void SetCorrelation(TMessage message, UInt128 value)
    {
    }

    /// <summary>Whether a message is for the API and no state names it, so that it is handed on by itself.</summary>
    /// <param name="message">The message.</param>
    public virtual bool IsHandedOn(TMessage message) => false;

    /// <summary>Whether an immediate method accepts a reply, so that it is kept where no one waits for it yet.</summary>
    /// <param name="reply">The reply.</param>
    public virtual bool IsKept(int reply) => false;

    /// <summary>A reply's name, as the model's author wrote it.</summary>
    /// <param name="reply">The reply.</param>
    public virtual string GetReplyName(int reply) => "?";

    /// <summary>Called on the loop with each reply that a call has taken, before the call ends.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    public virtual void OnReply(int reply, object? values)
    {
    }

    /// <summary>A uuid as a number, in the byte order of RFC 4122.</summary>
    /// <param name="uuid">The uuid.</param>
    protected static UInt128 FromUuid(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The uuid that a number is.</summary>
    /// <param name="value">The number.</param>
    protected static Guid ToUuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }
}
