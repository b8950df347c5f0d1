using ZProto.Generator.Codec.Fields;
using ZProto.Model;

namespace ZProto.Generator.Codec;

/// <summary>Emits what depends on the framing of a protocol: how its messages are written to frames and read from them.</summary>
/// <param name="protocol">The protocol.</param>
/// <param name="messages">Its messages.</param>
/// <param name="writer">What it is written with.</param>
internal abstract class WireEmitter(ProtocolModel protocol, List<CodecMessage> messages, SourceWriter writer)
{
    protected ProtocolModel Protocol => protocol;

    protected List<CodecMessage> Messages => messages;

    protected SourceWriter Writer => writer;

    /// <summary>Whether a message keeps the first frame it was decoded from, as its fields are parts of it.</summary>
    /// <param name="fields">The fields of the protocol.</param>
    public abstract bool KeepsFirstFrame(List<CodecField> fields);

    /// <summary>Whether who sent it may decide which message a list of frames is.</summary>
    public virtual bool DistinguishesSenders => false;

    /// <summary>The expression for why decoding failed.</summary>
    public virtual string Error => "reader.Error";

    /// <summary>What the protocol's framing is.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="messages">Its messages.</param>
    /// <param name="writer">What it is written with.</param>
    public static WireEmitter Create(ProtocolModel protocol, List<CodecMessage> messages, SourceWriter writer)
        => protocol.Framing == ProtocolFraming.Frames ? new FramesWire(protocol, messages, writer) : new FieldsWire(protocol, messages, writer);

    /// <summary>The expression for the bytes of a message's first frame.</summary>
    public abstract string GetEncodedSize(CodecMessage message);

    /// <summary>Writes the statements that encode a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="command">Its name as a literal, for errors.</param>
    public abstract void Encode(CodecMessage message, string command);

    /// <summary>Writes the statements that find out which message there is, and decode it.</summary>
    public abstract void DecodeAny();

    /// <summary>Writes the method that tells whether there is a message, where it takes one.</summary>
    public virtual void Tell(CodecMessage message)
    {
    }

    /// <summary>Writes the statements that decode a message.</summary>
    public abstract void Decode(CodecMessage message);
}
