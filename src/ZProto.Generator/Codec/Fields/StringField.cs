using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A text after a length of one byte.</summary>
internal sealed class StringField(FieldModel model, KeptField kept) : TextField(model, kept, LengthSize)
{
    private const int LengthSize = sizeof(byte);

    protected override string TypeDoc => IsFrame ? "A text of any length." : "A string: at most 255 bytes in UTF-8; more fails at encoding.";

    protected override string ReadCall => $"reader.ReadString(ref {Storage})";

    /// <summary>Such a text that is always the same.</summary>
    public static MessageField CreateConstant(FieldModel model) => new ConstantText(model, LengthSize, "WriteConstantString", "ReadConstantString");

    public override string Write(string command) => $"writer.WriteString(ref {Storage}, {command}, {Name});";
}
