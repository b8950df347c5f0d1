using ZProto.Codec;
using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A text.</summary>
internal abstract class DynamicText : DynamicField
{
    private protected TextField _text;

    protected DynamicText(FieldModel field)
        : base(field) => _text.Text = field.Constant?.Text ?? "";

    public override object Json => _text.Text;

    public override string Text => Terminal.Literal(_text.Text);

    public override bool RequireUtf8(ref FrameReader reader) => reader.RequireUtf8(ref _text);

    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddFrame(ref _text);

    protected override bool ReadFrame(ref FrameReader reader) => reader.ReadFrame(ref _text);

    protected override void Parse(string text) => _text.Text = text;
}
