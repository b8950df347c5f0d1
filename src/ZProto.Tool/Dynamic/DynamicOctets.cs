using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A fixed number of bytes.</summary>
internal sealed class DynamicOctets(FieldModel field) : DynamicBytes(field)
{
    protected override string TypeWithSize => $"{Field.Type.Name} {Field.Size}";

    private protected override ReadOnlySpan<byte> Value => _bytes.GetFixed(Field.Size);

    public override void Write(ref FrameWriter writer, string message) => writer.WriteBytes(in _bytes, Field.Size, message, Field.Name.Text);

    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddFrame(in _bytes, Field.Size, message, Field.Name.Text);

    protected override bool ReadFrame(ref FrameReader reader) => reader.ReadFrame(ref _bytes, Field.Size);

    public override bool Read(ref FrameReader reader) => reader.ReadBytes(ref _bytes, Field.Size);
}
