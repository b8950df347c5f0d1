using System.Text;
using ZProto.Model.Documents;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.WireTypes;

/// <summary>Text in UTF-8 after its length.</summary>
internal abstract class TextType : WireType
{
    /// <summary>Bytes of the length.</summary>
    protected abstract int LengthSize { get; }

    public override bool IsText => true;

    internal override ConstantModel DefaultConstant { get; } = new("", 0);

    internal override string VaryingSize => $"{DocumentText.Format(LengthSize)} + n";

    internal override ConstantModel? ReadConstant(XmlAttribute value, int size, ConstantReader constants)
    {
        ConstantModel constant = constants.ReadText(value);
        return Validate(constant.Text) is { } error ? constants.Reject(value, $"{error}; longstr holds more") : constant;
    }

    internal override string? ValidateTest(TestValue test, int size) => Validate(test.Value);

    internal override int? GetFixedSize(FieldModel field)
        => field.Constant is { } constant ? LengthSize + Encoding.UTF8.GetByteCount(constant.Text) : null;

    internal override IEnumerable<byte[]> GetBytes(ConstantModel constant, int size)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(constant.Text);
        byte[] length = DocumentText.ToBytes((ulong)utf8.Length, LengthSize);
        return utf8.Length == 0 ? [length] : [length, utf8];
    }

    internal override string FrameWire => "text in UTF-8";

    internal override byte[] GetFrame(ConstantModel constant, int size) => Encoding.UTF8.GetBytes(constant.Text);

    internal override string[] GetMembers(string name) => [name, $"{name}Utf8"];

    internal override string GetArgumentType(int size) => "string";

    internal override string ArgumentDefault => "\"\"";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Text({name})";

    /// <summary>Why a text is too long, or null.</summary>
    protected virtual string? Validate(string text) => null;
}
