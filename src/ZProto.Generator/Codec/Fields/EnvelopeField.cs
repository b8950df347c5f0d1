using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>The frames up to an empty one, and that one.</summary>
internal sealed class EnvelopeField(FieldModel model, KeptField kept) : FramesField(model, kept)
{
    // Set or not, no frames are the empty one alone.
    public override string Comparison => $"{CollectionType}.FramesEqual({Storage}, other.{Storage})";

    public override string TestArgument => HasTest ? $"new {CollectionType} {{ {CSharp.Literal(FirstTest)}u8 }}" : "null";

    protected override string TypeDoc => "The frames up to an empty one, which goes after them and is not among them. Reused from message to message.";

    protected override string ReadFrameCall => $"reader.ReadEnvelope(ref {Storage})";

    public override string WriteFrame(string command) => $"writer.AddEnvelope({Storage}, {command}, {Name});";
}
