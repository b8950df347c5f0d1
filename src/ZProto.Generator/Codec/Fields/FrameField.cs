using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A frame of its own.</summary>
internal sealed class FrameField(FieldModel model, KeptField kept) : BytesField(model, kept)
{
    protected override string TypeDoc => "A frame of its own; setting copies it.";

    protected override string ReadCall => ReadFrameCall;

    public override string Write(string command) => WriteFrame(command);

    protected override void EmitMembers(SourceWriter writer)
    {
        base.EmitMembers(writer);
        TakeDoc(writer);
        writer.Write($"public byte[] Take{Property}() => {Storage}.Take();");
    }
}
