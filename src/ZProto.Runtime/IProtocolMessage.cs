using System.ComponentModel;
using ZProto.Codec;
using ZProto.Configuration;

namespace ZProto;

/// <summary>A message of a protocol: a reusable object for all messages of that protocol.</summary>
public interface IProtocolMessage
{
    /// <summary>Whether the message has an id, without which it cannot be encoded.</summary>
    bool HasId { get; }

    /// <summary>The number of the message's id in the codec's enumeration <c>MessageId</c>; -1 without an id.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    int IdNumber => -1;

    /// <summary>The message's name as the model's author wrote it, or <c>?</c> if it has no id.</summary>
    string Command { get; }

    /// <summary>The peer that it came from, or goes to, on a ROUTER.</summary>
    RoutingId RoutingId { get; set; }

    /// <summary>Bytes of the first frame once encoded.</summary>
    /// <exception cref="MessageEncodeException">The message has no id.</exception>
    int EncodedSize { get; }

    /// <summary>Writes the message's frames.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="MessageEncodeException">The message has no id, or a field has a value that the wire format cannot carry.</exception>
    void Encode(ref FrameWriter writer);

    /// <summary>Makes the message as it was when new: no id, no routing id, every field empty. Buffers are kept up to 64 KiB.</summary>
    void Clear();

    /// <summary>The message as ZPL, in the form that zproto's C codecs write and read.</summary>
    /// <exception cref="MessageEncodeException">The message has no id.</exception>
    ZplNode ToZpl();
}

/// <summary>The members of every generated codec.</summary>
/// <typeparam name="TSelf">The codec's class.</typeparam>
public interface IProtocolMessage<TSelf> : IProtocolMessage
    where TSelf : class, IProtocolMessage<TSelf>, new()
{
    /// <summary>Reads a message. For any input it returns a valid message or false, and never throws.</summary>
    /// <param name="reader">The frames.</param>
    /// <param name="destination">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether the frames are a message of this protocol.</returns>
    static abstract bool TryDecode(ref FrameReader reader, TSelf destination, out DecodeError error);

    /// <summary>Reads a message from a known sender, where its frames could be one of two messages of which only one is the sender's.</summary>
    /// <param name="reader">The frames.</param>
    /// <param name="destination">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="sender">Who sent it. Of messages that look alike the sender's is taken, else the first of the model.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether the frames are a message of this protocol.</returns>
    static virtual bool TryDecode(ref FrameReader reader, TSelf destination, MessageRole sender, out DecodeError error)
        => TSelf.TryDecode(ref reader, destination, out error);

    /// <summary>Creates a message from what <see cref="IProtocolMessage.ToZpl"/> returned.</summary>
    /// <param name="node">The ZPL.</param>
    /// <exception cref="ZplException">It is not a message of this protocol; the exception has the line.</exception>
    static abstract TSelf FromZpl(ZplNode node);

    /// <summary>A copy that shares no memory with this message.</summary>
    TSelf Clone();

    /// <summary>Whether both are the same message: id, topic and all fields of that id are equal.</summary>
    /// <param name="other">The other message.</param>
    bool ContentEquals(TSelf? other);

    /// <summary>The messages with the values that the model gives for tests, for the test kit; none if it has none.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static virtual IReadOnlyList<MessageTestCase<TSelf>> TestMessages() => [];
}
