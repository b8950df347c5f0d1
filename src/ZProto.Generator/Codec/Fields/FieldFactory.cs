using ZProto.Model;
using ZProto.Model.WireTypes;

namespace ZProto.Generator.Codec.Fields;

/// <summary>Which class a field of a type has.</summary>
internal static class FieldFactory
{
    /// <summary>A field that the codec keeps.</summary>
    /// <param name="model">The field in the message's model.</param>
    /// <param name="kept">What the codec keeps of it.</param>
    public static CodecField Create(FieldModel model, KeptField kept) => model.Type switch
    {
        NumberType => new NumberField(model, kept),
        OctetsType => new OctetsField(model, kept),
        StringType => new StringField(model, kept),
        LongStrType => new LongStrField(model, kept),
        StringsType => new StringsField(model, kept),
        HashType => new HashField(model, kept),
        ChunkType => new ChunkField(model, kept),
        UuidType => new UuidField(model, kept),
        FrameType => new FrameField(model, kept),
        MsgType => new MsgField(model, kept),
        EnvelopeType => new EnvelopeField(model, kept),
        _ => throw new ArgumentException($"No field is of type {model.Type.Name}.", nameof(model)),
    };

    /// <summary>A field that is always the same.</summary>
    public static MessageField CreateConstant(FieldModel model) => model.Type switch
    {
        NumberType => new ConstantNumber(model),
        StringType => StringField.CreateConstant(model),
        LongStrType => LongStrField.CreateConstant(model),
        _ => throw new ArgumentException($"No constant is of type {model.Type.Name}.", nameof(model)),
    };
}
