using System.Text;
using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A text that is always the same.</summary>
/// <param name="model">The field in the message's model.</param>
/// <param name="lengthSize">Bytes of the length ahead of it.</param>
/// <param name="writer">What writes it.</param>
/// <param name="reader">What reads it.</param>
internal sealed class ConstantText(FieldModel model, int lengthSize, string writer, string reader) : ConstantField(model)
{
    public override int FixedSize => lengthSize + Encoding.UTF8.GetByteCount(Model.Constant!.Text);

    public override string ToZpl => $"content.Add({ZplName}, {Literal});";

    protected override string ReadCall => $"reader.{reader}({Literal}u8)";

    public override string FrameSize => $"{FixedSize - lengthSize}";

    public override string Frame => $"{Literal}u8";

    private string Literal => CSharp.Literal(Model.Constant!.Text);

    public override string Write(string command) => $"writer.{writer}({Literal}u8);";
}
