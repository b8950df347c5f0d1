using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>Bytes after a length of four bytes.</summary>
internal sealed class ChunkField(FieldModel model, KeptField kept) : BytesField(model, kept)
{
    public override bool IsReceived => true;

    public override int FixedSize => sizeof(uint);

    public override string? VaryingSize => $"{Storage}.Length";

    protected override string TypeDoc => "Bytes of any number; setting copies them.";

    protected override string ReadCall => $"reader.ReadChunk(ref {Storage})";

    public override string Write(string command) => $"writer.WriteChunk({Storage}.Span);";
}
