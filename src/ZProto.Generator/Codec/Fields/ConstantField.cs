using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A field that is always the same.</summary>
internal abstract class ConstantField(FieldModel model) : MessageField(model)
{
    /// <summary>Its bytes as a frame of its own, as an expression.</summary>
    public abstract string Frame { get; }

    protected override string ReadFrameCall => $"reader.ReadConstantFrame({Frame})";

    public override string WriteFrame(string command) => $"writer.AddFrame({Frame});";
}
