using ZProto.Codec;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>Bytes in one piece.</summary>
internal abstract class DynamicBytes(FieldModel field) : DynamicField(field)
{
    private protected BytesField _bytes;

    public override object Json => HexText.Format(Value);

    public override string Text => HexText.Format(Value);

    private protected virtual ReadOnlySpan<byte> Value => _bytes.Span;

    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddFrame(in _bytes);

    protected override bool ReadFrame(ref FrameReader reader) => reader.ReadFrame(ref _bytes);

    protected override void Parse(string text) => _bytes.Span = ParseBytes(text);
}
