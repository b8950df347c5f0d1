namespace ZProto.Model.WireTypes;

/// <summary>Bytes in one piece.</summary>
internal abstract class BytesType : WireType
{
    public override bool IsBytes => true;

    internal override string GetArgumentType(int size) => "global::System.ReadOnlyMemory<byte>";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Bytes({name})";
}
