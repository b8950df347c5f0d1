using ZProto.Model.Reading;

namespace ZProto.Model.WireTypes;

/// <summary>16 bytes, in the byte order of RFC 4122.</summary>
internal sealed class UuidType : WireType
{
    private const int Size = 16;

    public override string Name => "uuid";

    internal override string ForeignNames => "guid";

    internal override bool CanCorrelate => true;

    internal override string Wire => "16 bytes, in the byte order of RFC 4122";

    internal override GrammarRules Grammar { get; } = new("A UUID in the byte order of RFC 4122", ("uuid", "16OCTET"));

    internal override string? ValidateTest(TestValue test, int size)
    {
        string digits = test.Value.Replace("-", "");
        return digits.Length == 2 * Size && digits.All(TestReader.IsHexDigit) ? null : $"'{test.Value}' is not the 32 hexadecimal digits of a uuid";
    }

    internal override string GetFrameElements(int size) => $"{Size}OCTET";

    internal override int? GetFixedSize(FieldModel field) => Size;

    internal override string GetArgumentType(int size) => "global::System.Guid";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Uuid({name})";
}
