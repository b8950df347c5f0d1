using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A field that is a value of a type of .NET.</summary>
internal abstract class ValueField(FieldModel model, KeptField kept) : CodecField(model, kept), IFixedField
{
    public override string ClearStorage => $"{Storage} = default;";

    public override string CopyStorage => $"copy.{Storage} = {Storage};";

    public override string Comparison => $"{Storage} == other.{Storage}";

    public string Require => $"(reader.Skip({FixedSize}) || reader.Fail({Name}))";

    public abstract string WriteAt(int offset, string command);

    public abstract string ReadAt(int offset);

    public string? IsWrongAt(int offset) => null;

    protected override void EmitMembers(SourceWriter writer) => Accessors(writer, $"public {StorageType} {Property}", Storage, Storage);
}
