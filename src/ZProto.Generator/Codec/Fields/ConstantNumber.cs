using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A number that is always the same.</summary>
internal sealed class ConstantNumber(FieldModel model) : ConstantField(model), IFixedField
{
    public override int FixedSize => Model.Size;

    public override string ToZpl => $"content.Add({ZplName}, {CSharp.Literal(Value)});";

    public string Require => $"({ReadCall} || reader.Fail({Name}))";

    protected override string ReadCall => $"reader.ReadConstant{NumberCode.GetWidth(Model.Size)}({Value})";

    public override string FrameSize => $"{FixedSize}";

    public override string Frame => $"new byte[] {{ {string.Join(", ", Model.Type.GetFrame(Model.Constant!, Model.Size).Select(value => $"0x{value:X2}"))} }}";

    private string Value => Model.Constant!.Text;

    public override string Write(string command) => $"writer.Write{NumberCode.GetWidth(Model.Size)}({Value});";

    public string WriteAt(int offset, string command) => NumberCode.WriteAt(offset, Model.Size, Value);

    public string? ReadAt(int offset) => null;

    public string IsWrongAt(int offset) => $"{NumberCode.ReadAt(offset, Model.Size)} != {Value}";
}
