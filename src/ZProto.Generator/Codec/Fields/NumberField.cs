using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A number. The codec keeps the widest that any message has; each message writes its own size.</summary>
internal sealed class NumberField(FieldModel model, KeptField kept) : ValueField(model, kept)
{
    public override int FixedSize => Model.Size;

    public override string StorageType => NumberCode.GetType(Kept.Size);

    public override string ParameterType => NumberCode.GetType(Model.Size);

    public override string ToZpl => $"{ZplMessage}.AddNumber(content, {ZplName}, {Storage});";

    public override string FromZpl => $"message.{Assigned} = ({ParameterType}){ZplMessage}.GetNumber(content, {ZplName}, {ParameterType}.MaxValue);";

    public override string TestArgument => HasTest ? FirstTest : "0";

    protected override string TypeDoc => Kept.Size == 1 ? "A number of 1 byte." : $"A number of {Kept.Size} bytes.";

    protected override string ReadCall => $"reader.Read{NumberCode.GetWidth(Model.Size)}({Destination})";

    protected override string ReadFrameCall => $"reader.ReadFrame({Destination})";

    private string Destination => $"out {(IsNarrow ? $"{ParameterType} {Narrow}" : Storage)}";

    private bool IsNarrow => Model.Size < Kept.Size;

    private string Narrow => $"narrow{Property}";

    public override string Write(string command)
        => IsNarrow ? WriteNarrow($"writer.Reserve({Model.Size})", command) : $"writer.Write{NumberCode.GetWidth(Model.Size)}({Storage});";

    public override string WriteFrame(string command)
        => IsNarrow ? WriteNarrow($"writer.ReserveFrame({Model.Size})", command) : base.WriteFrame(command);

    protected override string Check(string call, bool requiresUtf8) => base.Check(call, requiresUtf8) + (IsNarrow ? $"\n{Storage} = {Narrow};" : "");

    public override string WriteAt(int offset, string command)
        => IsNarrow ? WriteNarrow(FieldRun.Slice(offset, Model.Size), command) : NumberCode.WriteAt(offset, Model.Size, Storage);

    public override string ReadAt(int offset) => $"{Storage} = {NumberCode.ReadAt(offset, Model.Size)};";

    private string WriteNarrow(string destination, string command) => $"{Zp}FrameWriter.WriteNarrowNumber({destination}, {Storage}, {command}, {Name});";
}
