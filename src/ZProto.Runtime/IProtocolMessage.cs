using System.ComponentModel;
using ZProto.Codec;
using ZProto.Configuration;

namespace ZProto;

/// <summary>A message of some protocol: an object for all messages of that protocol, made to be filled again and again.</summary>
public interface IProtocolMessage
{
    /// <summary>Whether the message has an id, without which it cannot be encoded.</summary>
    bool HasId { get; }

    /// <summary>The message's name as the model's author wrote it, or <c>?</c> where it has no id.</summary>
    string Command { get; }

    /// <summary>The peer that it came from, or goes to, on a ROUTER.</summary>
    RoutingId RoutingId { get; set; }

    /// <summary>Bytes of the first frame once encoded.</summary>
    /// <exception cref="MessageEncodeException">The message has no id.</exception>
    int EncodedSize { get; }

    /// <summary>Writes the message's frames.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="MessageEncodeException">The message has no id, or a field holds what the wire cannot carry.</exception>
    void Encode(ref FrameWriter writer);

    /// <summary>Makes the message as it was when new: no id, no routing id, every field empty. Buffers are kept up to 64 KiB.</summary>
    void Clear();

    /// <summary>The message as ZPL, in the form that zproto's C codecs write and read.</summary>
    /// <exception cref="MessageEncodeException">The message has no id.</exception>
    ZplNode ToZpl();
}

/// <summary>What every generated codec can do.</summary>
/// <typeparam name="TSelf">The codec's class.</typeparam>
public interface IProtocolMessage<TSelf> : IProtocolMessage
    where TSelf : class, IProtocolMessage<TSelf>, new()
{
    /// <summary>Reads a message. On any bytes it gives a valid message or false, and never throws.</summary>
    /// <param name="reader">The frames.</param>
    /// <param name="destination">What takes the message: cleared first, and left cleared on failure.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether the frames are a message of this protocol.</returns>
    static abstract bool TryDecode(ref FrameReader reader, TSelf destination, out DecodeError error);

    /// <summary>Makes a message of what <see cref="IProtocolMessage.ToZpl"/> gave.</summary>
    /// <param name="node">The ZPL.</param>
    /// <exception cref="ZplException">It is no message of this protocol, with the line at fault.</exception>
    static abstract TSelf FromZpl(ZplNode node);

    /// <summary>A copy that shares no memory with this message.</summary>
    TSelf Clone();

    /// <summary>Whether both are the same message: id, topic and all fields of that id are equal.</summary>
    /// <param name="other">The other message.</param>
    bool ContentEquals(TSelf? other);

    /// <summary>The messages with the values that the model gives for tests, for the test kit; none where it gives none.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static virtual IReadOnlyList<MessageTestCase<TSelf>> TestMessages() => [];
}
