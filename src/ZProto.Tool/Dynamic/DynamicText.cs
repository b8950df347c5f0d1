using ZProto.Codec;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A string or longstr.</summary>
internal sealed class DynamicText(FieldModel field) : DynamicField(field)
{
    private TextField _text;

    public override object Json => _text.Text;

    public override string Text => Terminal.Literal(_text.Text);

    public override void Set(string text) => _text.Text = text;

    public override void Write(ref FrameWriter writer, string message)
    {
        if (Field.Type == FieldType.String)
            writer.WriteString(ref _text, message, Field.Name.Text);
        else
            writer.WriteLongStr(ref _text);
    }

    public override bool Read(ref FrameReader reader)
        => Field.Type == FieldType.String ? reader.ReadString(ref _text) : reader.ReadLongStr(ref _text);

    public override bool RequireUtf8(ref FrameReader reader) => reader.RequireUtf8(ref _text);
}
