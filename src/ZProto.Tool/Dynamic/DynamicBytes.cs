using ZProto.Codec;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>Bytes: a chunk, a field of fixed size, or a frame.</summary>
internal sealed class DynamicBytes(FieldModel field) : DynamicField(field)
{
    private BytesField _octets;

    public override object Json => HexText.Format(Value);

    public override string Text => HexText.Format(Value);

    public override string Type => Field.Type == FieldType.Octets ? $"octets {Field.Size}" : base.Type;

    private ReadOnlySpan<byte> Value => Field.Type == FieldType.Octets ? _octets.GetFixed(Field.Size) : _octets.Octets;

    public override void Set(string text) => _octets.Octets = ParseBytes(text);

    public override void Write(ref FrameWriter writer, string message)
    {
        if (Field.Type == FieldType.Octets)
            writer.WriteOctets(in _octets, Field.Size, message, Field.Name.Text);
        else if (Field.Type == FieldType.Chunk)
            writer.WriteChunk(_octets.Octets);
        else
            writer.AddFrame(in _octets);
    }

    public override bool Read(ref FrameReader reader) => Field.Type switch
    {
        FieldType.Octets => reader.ReadOctets(ref _octets, Field.Size),
        FieldType.Chunk => reader.ReadChunk(ref _octets),
        _ => reader.ReadFrame(ref _octets),
    };
}
