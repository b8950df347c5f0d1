using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>All frames that are left.</summary>
internal sealed class DynamicFrames(FieldModel field) : DynamicField(field)
{
    private const string None = "none";

    private FrameList? _frames;

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

    public override void Write(ref FrameWriter writer, string message) => writer.AddFrames(_frames);

    public override bool Read(ref FrameReader reader) => reader.ReadFrames(ref _frames);
}
