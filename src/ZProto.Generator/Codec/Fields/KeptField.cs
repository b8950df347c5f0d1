using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec.Fields;

/// <summary>What a codec keeps of a field, for all messages.</summary>
/// <param name="Model">The field; a number has the largest size that any message gives it.</param>
/// <param name="Names">What it is called in C#.</param>
/// <param name="IsFrame">Whether it is a frame, as every field of the protocol is.</param>
internal sealed record KeptField(FieldModel Model, FieldNames Names, bool IsFrame)
{
    /// <summary>What a codec keeps of all fields, in the order of <see cref="ProtocolModel.Fields"/>.</summary>
    public static IEnumerable<KeptField> CreateAll(ProtocolModel protocol, CodecNames names)
        => protocol.Fields.Select((field, i) => new KeptField(field, names.Fields[i], protocol.Framing == ProtocolFraming.Frames));
}
