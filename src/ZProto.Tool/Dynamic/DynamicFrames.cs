using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>All frames that are left.</summary>
internal class DynamicFrames(FieldModel field) : DynamicField(field)
{
    private const string None = "none";

    private protected FrameList? _frames;

    public override object Json => Frames.Select(frame => HexText.Format(frame.Span)).ToArray();

    public override string Text => $"[{string.Join(", ", Frames.Select(frame => HexText.Format(frame.Span)))}]";

    public override bool IsList => true;

    private FrameList Frames => _frames ??= [];

    protected override void Parse(string text)
    {
        if (text == None)
            Frames.Clear();
        else
            Frames.Add(ParseBytes(text));
    }

    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddLastFrames(_frames, message, Field.Name.Text);

    protected override bool ReadFrame(ref FrameReader reader) => reader.ReadLastFrames(ref _frames);

    public override void Write(ref FrameWriter writer, string message) => writer.AddFrames(_frames);

    public override bool Read(ref FrameReader reader) => reader.ReadFrames(ref _frames);
}
