using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A field that is a value of a type of .NET.</summary>
internal abstract class ValueField(FieldModel model, KeptField kept) : CodecField(model, kept), IFixedField
{
    public override string ClearStorage => $"{Storage} = default;" + (Presence is null ? "" : $"\n{Presence} = false;");

    public override string CopyStorage => $"copy.{Storage} = {Storage};" + (Presence is null ? "" : $"\ncopy.{Presence} = {Presence};");

    public override string? Presence => Kept.IsOptional ? $"_has{Property}" : null;

    /// <summary>What is set in another message: the property where that does more than to store it.</summary>
    protected string Assigned => Presence is null ? Storage : Property;

    public override string FrameSize => $"{FixedSize}";

    public override string Comparison => $"{Storage} == other.{Storage}";

    public string Require => $"(reader.Skip({FixedSize}) || reader.Fail({Name}))";

    public abstract string WriteAt(int offset, string command);

    public abstract string ReadAt(int offset);

    public string? IsWrongAt(int offset) => null;

    protected override string IsSet => Presence!;

    protected override string ParameterValue => $"{Parameter}.Value";

    public override string WriteFrame(string command) => $"writer.AddFrame({Storage});";

    protected override string Check(string call, bool requiresUtf8) => base.Check(call, requiresUtf8) + SetPresence;

    protected string SetPresence => Presence is null ? "" : $"\n{Presence} = true;";

    protected override void EmitMembers(SourceWriter writer)
    {
        if (Presence is null)
        {
            Accessors(writer, $"public {StorageType} {Property}", Storage, Storage);
            return;
        }
        writer.Open($"public {StorageType} {Property}");
        writer.Write($"get => {Storage};");
        writer.Open("set");
        writer.Write($"{Storage} = value;{SetPresence}");
        writer.Close();
        writer.Close();
    }
}
