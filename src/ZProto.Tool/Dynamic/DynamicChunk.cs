using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>Bytes after their length.</summary>
internal sealed class DynamicChunk(FieldModel field) : DynamicBytes(field)
{
    public override void Write(ref FrameWriter writer, string message) => writer.WriteChunk(_bytes.Span);

    public override bool Read(ref FrameReader reader) => reader.ReadChunk(ref _bytes);
}
