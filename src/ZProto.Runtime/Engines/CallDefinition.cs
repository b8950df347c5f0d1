using System.Buffers.Binary;
using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What the model says of an engine whose methods wait for replies: a client, or a mesh. Generated code derives from what derives from it.</summary>
/// <typeparam name="TMachine">The machine.</typeparam>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallDefinition<TMachine, TMessage> : StateMachineDefinition<TMachine, TMessage>
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
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

    /// <summary>A reply's name, as the model's author wrote it.</summary>
    /// <param name="reply">The reply.</param>
    public virtual string GetReplyName(int reply) => "?";

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
