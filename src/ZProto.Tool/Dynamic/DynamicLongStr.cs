using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A text after a length of four bytes.</summary>
internal sealed class DynamicLongStr(FieldModel field) : DynamicText(field)
{
    public override void Write(ref FrameWriter writer, string message) => writer.WriteLongStr(ref _text);

    public override bool Read(ref FrameReader reader)
        => Field.Constant is null ? reader.ReadLongStr(ref _text) : reader.ReadConstantLongStr(_text.Utf8);
}
