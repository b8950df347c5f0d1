namespace ZProto.Model.WireTypes;

/// <summary>Text after a length of 4 bytes.</summary>
internal sealed class LongStrType : TextType
{
    public override string Name => "longstr";

    protected override int LengthSize => sizeof(uint);

    internal override string Wire => "4 bytes: the length; text in UTF-8";

    internal override GrammarRules Grammar { get; } = new("Long text in UTF-8 after the number of its bytes", ("longstr", "number-4 *OCTET"));
}
