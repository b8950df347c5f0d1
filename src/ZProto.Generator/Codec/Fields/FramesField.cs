using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>Several frames.</summary>
internal abstract class FramesField(FieldModel model, KeptField kept) : CollectionField(model, kept)
{
    public override string ParameterType => StorageType;

    public override string AssignParameter => $"{AssignedProperty}.CopyFrom({Parameter});";

    public override string AssignInHeader(string message) => $"if ({Parameter} is not null)\n    {message}.{Property}.CopyFrom({Parameter});";

    public override string ClearStorage => $"{Storage}?.Reset();";

    public override string ToZpl => $"{ZplMessage}.AddFrames(content, {ZplName}, {Property});";

    public override string FromZpl => $"message.{Property}.CopyFrom({ZplMessage}.GetFrames(content, {ZplName}));";

    public override string FrameSize => $"{CollectionType}.GetFirstLength({Storage})";

    protected override string CollectionType => $"{Zp}FrameList";

    protected override string ReadCall => $"reader.ReadFrames(ref {Storage})";

    protected override string IsSet => $"{Storage} is {{ IsSet: true }}";

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
