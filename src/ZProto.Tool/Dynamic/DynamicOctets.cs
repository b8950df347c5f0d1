using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A fixed number of bytes.</summary>
internal sealed class DynamicOctets(FieldModel field) : DynamicBytes(field)
{
    protected override string TypeWithSize => $"{Field.Type.Name} {Field.Size}";

    private protected override ReadOnlySpan<byte> Value => _bytes.GetFixed(Field.Size);

    public override void Write(ref FrameWriter writer, string message) => writer.WriteBytes(in _bytes, Field.Size, message, Field.Name.Text);

    public override bool Read(ref FrameReader reader) => reader.ReadBytes(ref _bytes, Field.Size);
}
