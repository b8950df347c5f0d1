using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A text after a length of four bytes.</summary>
internal sealed class LongStrField(FieldModel model, KeptField kept) : TextField(model, kept, LengthSize)
{
    private const int LengthSize = sizeof(uint);

    protected override string TypeDoc => IsFrame ? "A text of any length." : "A longstr: text of any length.";

    protected override string ReadCall => $"reader.ReadLongStr(ref {Storage})";

    /// <summary>Such a text that is always the same.</summary>
    public static MessageField CreateConstant(FieldModel model) => new ConstantText(model, LengthSize, "WriteChunk", "ReadConstantLongStr");

    public override string Write(string command) => $"writer.WriteLongStr(ref {Storage});";
}
