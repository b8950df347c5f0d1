using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A text.</summary>
/// <param name="model">The field in its message's model.</param>
/// <param name="kept">The field in the class.</param>
/// <param name="lengthSize">Bytes of the length before it.</param>
internal abstract class TextField(FieldModel model, KeptField kept, int lengthSize) : CodecField(model, kept)
{
    public override int FixedSize => lengthSize;

    public override bool IsReceived => true;

    public override string? VaryingSize => $"{Storage}.Utf8Length";

    public override string StorageType => $"{ZpCodec}TextField";

    public override string ParameterType => "string";

    public override string ClearStorage => $"{Storage}.Clear();";

    public override string CopyStorage => $"copy.{Storage}.CopyFrom(ref {Storage});";

    public override string Comparison => $"{Storage}.ContentEquals(ref other.{Storage})";

    public override string ToZpl => $"content.Add({ZplName}, {Property});";

    public override string FromZpl => $"message.{Property} = {ZplMessage}.GetText(content, {ZplName});";

    public override string TestArgument => CSharp.Literal(FirstTest);

    public override string FrameSize => $"{Storage}.Utf8Length";

    protected override bool HasText => true;

    protected override string ReadFrameCall => $"reader.ReadFrame(ref {Storage})";

    public override string WriteFrame(string command) => $"writer.AddFrame(ref {Storage});";

    protected override void EmitMembers(SourceWriter writer)
    {
        Accessors(writer, $"public string {Property}", $"{Storage}.Text", $"{Storage}.Text");
        writer.BlankLine();
        writer.Write(CSharp.Doc("summary", $"{Property} in UTF-8, without a string made of it. Valid until the field or the message changes."));
        Accessors(writer, $"public {ByteSpan} {Property}Utf8", $"{Storage}.Utf8", $"{Storage}.Utf8");
    }
}
