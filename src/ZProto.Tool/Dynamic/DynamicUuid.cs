using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A UUID.</summary>
internal sealed class DynamicUuid(FieldModel field) : DynamicField(field)
{
    private Guid _uuid;

    public override object Json => _uuid;

    public override string Text => _uuid.ToString();

    protected override void Parse(string text)
    {
        if (!Guid.TryParse(text, out _uuid))
            throw InvalidValue($"'{text}' is not the 32 hexadecimal digits of a uuid");
    }

    public override void Write(ref FrameWriter writer, string message) => writer.WriteUuid(_uuid);

    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddFrame(_uuid);

    protected override bool ReadFrame(ref FrameReader reader) => reader.ReadFrame(out _uuid);

    public override bool Read(ref FrameReader reader) => reader.ReadUuid(out _uuid);
}
