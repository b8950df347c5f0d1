using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>All frames that are left.</summary>
internal sealed class MsgField(FieldModel model, KeptField kept) : CollectionField(model, kept)
{
    public override string ParameterType => StorageType;

    public override string AssignParameter => $"{AssignedProperty}.CopyFrom({Parameter});";

    public override string ClearStorage => $"{Storage}?.Reset();";

    public override string ToZpl => $"{ZplMessage}.AddFrames(content, {ZplName}, {Property});";

    public override string FromZpl => $"message.{Property}.CopyFrom({ZplMessage}.GetFrames(content, {ZplName}));";

    // One that was never set travels as one empty frame, so that without a value it is made of one.
    public override string TestArgument => $"new {CollectionType} {{ {CSharp.Literal(FirstTest)}u8 }}";

    protected override string CollectionType => $"{Zp}FrameList";

    protected override string TypeDoc => "All frames after the others, reused from message to message.";

    protected override string ReadCall => $"reader.ReadFrames(ref {Storage})";

    public override string Write(string command) => $"writer.AddFrames({Storage});";

    protected override void EmitMembers(SourceWriter writer)
    {
        base.EmitMembers(writer);
        TakeDoc(writer);
        writer.Open($"public {CollectionType} Take{Property}()");
        writer.Write($"var taken = {Property};\n{Storage} = null;\nreturn taken;");
        writer.Close();
    }
}
