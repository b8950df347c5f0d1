using System.Buffers.Binary;
using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What a generated client says of its model. Generated code uses this type.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClientDefinition<TMessage>
{
    /// <summary>The model's name, as its author wrote it.</summary>
    public abstract string Name { get; }

    /// <summary>The event of a message.</summary>
    /// <param name="message">The message.</param>
    public abstract int GetEvent(TMessage message);

    /// <summary>Whether some state that can be reached from one has a row for an event.</summary>
    /// <param name="state">The state to start from.</param>
    /// <param name="eventId">The event.</param>
    public abstract bool IsReachable(int state, int eventId);

    /// <summary>What becomes of a message that the state does not name.</summary>
    public abstract UnexpectedMessageBehavior Unexpected { get; }

    /// <summary>The event <c>expired</c>; 0 where no state names it.</summary>
    public virtual int ExpiredEvent => 0;

    /// <summary>The event <c>heartbeat</c>; 0 where no state names it.</summary>
    public virtual int HeartbeatEvent => 0;

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
