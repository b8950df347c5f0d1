using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>Bytes in one piece.</summary>
internal abstract class BytesField(FieldModel model, KeptField kept) : CodecField(model, kept)
{
    public override string StorageType => $"{ZpCodec}BytesField";

    public override string ParameterType => ByteSpan;

    public override string ClearStorage => $"{Storage}.Clear();";

    public override string CopyStorage => $"copy.{Storage}.CopyFrom(ref {Storage});";

    public override string Comparison => $"global::System.MemoryExtensions.SequenceEqual({Property}, other.{Property})";

    public override string ToZpl => $"{ZplMessage}.AddBytes(content, {ZplName}, {Property});";

    public override string FromZpl => $"message.{Property} = {ZplMessage}.GetBytes(content, {ZplName});";

    public override string TestArgument => $"{CSharp.Literal(FirstTest)}u8";

    protected override void EmitMembers(SourceWriter writer) => Accessors(writer, $"public {ByteSpan} {Property}", $"{Storage}.Span", $"{Storage}.Span");
}
