using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A list of texts.</summary>
internal sealed class DynamicStrings(FieldModel field) : DynamicField(field)
{
    private StringList? _texts;

    public override object Json => Texts.ToArray<string>();

    public override string Text => $"[{string.Join(", ", Texts.Select(Terminal.Literal))}]";

    public override bool IsList => true;

    private StringList Texts => _texts ??= [];

    protected override void Parse(string text) => Texts.Add(text);

    public override void Write(ref FrameWriter writer, string message) => writer.WriteStrings(_texts);

    public override bool Read(ref FrameReader reader) => reader.ReadStrings(ref _texts);

    public override bool RequireUtf8(ref FrameReader reader) => reader.RequireUtf8(ref _texts);
}
