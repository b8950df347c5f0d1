using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A text after a length of one byte.</summary>
internal sealed class DynamicString(FieldModel field) : DynamicText(field)
{
    public override void Write(ref FrameWriter writer, string message) => writer.WriteString(ref _text, message, Field.Name.Text);

    public override bool Read(ref FrameReader reader)
        => Field.Constant is null ? reader.ReadString(ref _text) : reader.ReadConstantString(_text.Utf8);
}
