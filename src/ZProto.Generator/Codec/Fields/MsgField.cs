using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>All frames that are left.</summary>
internal sealed class MsgField(FieldModel model, KeptField kept) : FramesField(model, kept)
{
    // One that was never set travels as one empty frame, so that without a value it is made of one.
    public override string TestArgument => $"new {CollectionType} {{ {CSharp.Literal(FirstTest)}u8 }}";

    protected override string TypeDoc => "All frames after the others, reused from message to message.";

    protected override string ReadFrameCall => $"reader.ReadLastFrames(ref {Storage})";

    public override string WriteFrame(string command) => $"writer.AddLastFrames({Storage}, {command}, {Name});";
}
