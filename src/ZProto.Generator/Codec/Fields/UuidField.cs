using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A UUID.</summary>
internal sealed class UuidField(FieldModel model, KeptField kept) : ValueField(model, kept)
{
    /// <summary>Its bytes.</summary>
    public const int Size = 16;

    public override int FixedSize => Size;

    public override string StorageType => "global::System.Guid";

    public override string ParameterType => StorageType;

    public override string ToZpl => $"{ZplMessage}.AddUuid(content, {ZplName}, {Storage});";

    public override string FromZpl => $"message.{Assigned} = {ZplMessage}.GetUuid(content, {ZplName});";

    public override string TestArgument => HasTest ? $"new global::System.Guid({CSharp.Literal(FirstTest.Replace("-", ""))})" : "default";

    protected override string TypeDoc => "A UUID, in the byte order of RFC 4122.";

    protected override string ReadCall => $"reader.ReadUuid(out {Storage})";

    protected override string ReadFrameCall => $"reader.ReadFrame(out {Storage})";

    public override string Write(string command) => $"writer.WriteUuid({Storage});";

    public override string WriteAt(int offset, string command) => $"{Storage}.TryWriteBytes({FieldRun.From(offset)}, bigEndian: true, out _);";

    public override string ReadAt(int offset) => $"{Storage} = new {StorageType}({FieldRun.Slice(offset, Size)}, bigEndian: true);";
}
