namespace ZProto.Model.WireTypes;

/// <summary>An <c>int</c>, in arguments and replies only; it has no form on the wire.</summary>
internal sealed class IntegerType : WireType
{
    public override string Name => "integer";

    public override bool IsNumber => true;

    internal override bool IsOnWire => false;

    internal override string GetArgumentType(int size) => "int";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Integer({name})";
}
