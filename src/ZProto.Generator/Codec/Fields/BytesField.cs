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

    public override string TestArgument => Model.IsOptional ? $"{CSharp.Literal(FirstTest)}u8.ToArray()" : $"{CSharp.Literal(FirstTest)}u8";

    public override string FrameSize => $"{Storage}.Length";

    public override string HeaderType => "global::System.ReadOnlyMemory<byte>?";

    public override string AssignInHeader(string message) => $"if ({Parameter}.HasValue)\n    {message}.{Property} = {Parameter}.Value.Span;";

    public override string GetFrom(string message)
        => Model.IsOptional ? $"{message}.{HasProperty} ? {message}.{Property}.ToArray() : null" : base.GetFrom(message);

    // A span cannot be null.
    protected override string OptionalType => "byte[]?";

    protected override string ReadFrameCall => $"reader.ReadFrame(ref {Storage})";

    public override string WriteFrame(string command) => $"writer.AddFrame(in {Storage});";

    protected override void EmitMembers(SourceWriter writer) => Accessors(writer, $"public {ByteSpan} {Property}", $"{Storage}.Span", $"{Storage}.Span");
}
