using ZProto.Codec;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>Bytes: a chunk, a field of fixed size, or a frame.</summary>
internal sealed class DynamicBytes(FieldModel field) : DynamicField(field)
{
    private BytesField _bytes;

    public override object Json => HexText.Format(Value);

    public override string Text => HexText.Format(Value);

    public override string Type => Field.Type == FieldType.Octets ? $"octets {Field.Size}" : base.Type;

    private ReadOnlySpan<byte> Value => Field.Type == FieldType.Octets ? _bytes.GetFixed(Field.Size) : _bytes.Span;

    public override void Set(string text) => _bytes.Span = ParseBytes(text);

    public override void Write(ref FrameWriter writer, string message)
    {
        if (Field.Type == FieldType.Octets)
            writer.WriteBytes(in _bytes, Field.Size, message, Field.Name.Text);
        else if (Field.Type == FieldType.Chunk)
            writer.WriteChunk(_bytes.Span);
        else
            writer.AddFrame(in _bytes);
    }

    public override bool Read(ref FrameReader reader) => Field.Type switch
    {
        FieldType.Octets => reader.ReadBytes(ref _bytes, Field.Size),
        FieldType.Chunk => reader.ReadChunk(ref _bytes),
        _ => reader.ReadFrame(ref _bytes),
    };
}
