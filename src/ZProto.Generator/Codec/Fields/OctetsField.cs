using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A fixed number of bytes.</summary>
internal sealed class OctetsField(FieldModel model, KeptField kept) : BytesField(model, kept), IFixedField
{
    public override bool IsReceived => true;

    public override int FixedSize => Model.Size;

    public override string FromZpl => $"message.{Property} = {ZplMessage}.GetFixedBytes(content, {ZplName}, {Model.Size});";

    public override string TestArgument => HasTest ? base.TestArgument : $"new byte[{Model.Size}]";

    public string Require => $"(reader.Skip({FixedSize}) || reader.Fail({Name}))";

    protected override string TypeDoc => $"{Kept.Size} bytes, zeros until set; any other number of them fails at encoding.";

    protected override string ReadCall => $"reader.ReadBytes(ref {Storage}, {Model.Size})";

    public override string FrameSize => $"{FixedSize}";

    protected override string ReadFrameCall => $"reader.ReadFrame(ref {Storage}, {Model.Size})";

    public override string WriteFrame(string command) => $"writer.AddFrame(in {Storage}, {Model.Size}, {command}, {Name});";

    public override string Write(string command) => $"writer.WriteBytes(in {Storage}, {Model.Size}, {command}, {Name});";

    public string WriteAt(int offset, string command) => $"{Storage}.CopyTo({FieldRun.Slice(offset, Model.Size)}, {command}, {Name});";

    public string ReadAt(int offset) => $"reader.ReadBytes(ref {Storage}, {offset}, {Model.Size});";

    public string? IsWrongAt(int offset) => null;

    protected override void EmitMembers(SourceWriter writer)
        => Accessors(writer, $"public {ByteSpan} {Property}", $"{Storage}.GetFixed({Kept.Size})", $"{Storage}.Span");
}
