using System.Text;

namespace ZProto.Model.WireTypes;

/// <summary>Text after a length of 1 byte.</summary>
internal sealed class StringType : TextType
{
    public override string Name => "string";

    protected override int LengthSize => sizeof(byte);

    internal override string ForeignNames => "str text utf8 varchar";

    internal override string Wire => "1 byte: the length; text in UTF-8, at most 255 bytes";

    internal override GrammarRules Grammar { get; } = new("Text in UTF-8 after the number of its bytes", ("string", "number-1 *OCTET"));

    protected override string? Validate(string text)
        => Encoding.UTF8.GetByteCount(text) <= byte.MaxValue ? null : "a string holds at most 255 bytes of UTF-8";
}
