using ZProto.Model.Documents;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.WireTypes;

/// <summary>An unsigned number of 1, 2, 4 or 8 bytes in network byte order.</summary>
internal sealed class NumberType : WireType
{
    private const string OldByte = "octet";

    public override string Name => "number";

    public override bool IsNumber => true;

    internal override IEnumerable<string> OldNames => [OldByte];

    internal override string ForeignNames => "int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 sbyte byte short ushort long ulong bool boolean char size";

    internal override bool CanCorrelate => true;

    internal override bool HasManySizes => true;

    internal override int DefaultSize => sizeof(ulong);

    internal override ConstantModel DefaultConstant { get; } = new("0", 0);

    internal override string Wire => "an unsigned number of 1, 2, 4 or 8 bytes, the most significant first";

    internal override int ReadSize(XmlElement field, int numberSize, DiagnosticBag diagnostics)
    {
        if (field.GetReference("type")!.Name.Equals(new ModelName(OldByte)))
            return 1;
        if (field.GetNonEmptyAttribute("size") is not { } written)
            return numberSize;
        if (Literal.TryParseSize(written.Value, out int size) && size is 1 or 2 or 4 or 8)
            return size;
        diagnostics.Report(written.ValueSpan, DiagnosticRules.BadSize, $"a number has 1, 2, 4 or 8 bytes, not '{written.Value}'");
        return DefaultSize;
    }

    internal override ConstantModel? ReadConstant(XmlAttribute value, int size, ConstantReader constants) => constants.ReadNumber(value, size);

    internal override string? ValidateTest(TestValue test, int size)
        => Literal.TryParseDecimal(test.Value, out ulong number) && number <= Literal.Largest(size)
            ? null
            : $"'{test.Value}' is not a decimal number from 0 to {Literal.Format(Literal.Largest(size))}";

    internal override string GetLabel(int size) => $"number {DocumentText.Format(size)}";

    internal override int? GetFixedSize(FieldModel field) => field.Size;

    internal override string FormatConstant(string text) => text;

    internal override IEnumerable<byte[]> GetBytes(ConstantModel constant, int size) => [GetFrame(constant, size)];

    internal override string GetFrameElements(int size) => GetElements(size);

    internal override byte[] GetFrame(ConstantModel constant, int size) => DocumentText.ToBytes(constant.Number, size);

    internal override string GetElements(int size) => $"number-{DocumentText.Format(size)}";

    internal override string GetArgumentType(int size) => size switch
    {
        1 => "byte",
        2 => "ushort",
        4 => "uint",
        _ => "ulong",
    };

    internal override string GetFromSection(string section, string name, int size)
        => $"({GetArgumentType(size)}){section}.Number({name}, {GetArgumentType(size)}.MaxValue)";
}
