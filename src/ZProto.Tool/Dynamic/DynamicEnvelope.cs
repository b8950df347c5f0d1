using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>The frames up to an empty one, and that one.</summary>
internal sealed class DynamicEnvelope(FieldModel field) : DynamicFrames(field)
{
    protected override void WriteFrame(ref FrameWriter writer, string message) => writer.AddEnvelope(_frames, message, Field.Name.Text);

    protected override bool ReadFrame(ref FrameReader reader) => reader.ReadEnvelope(ref _frames);
}
