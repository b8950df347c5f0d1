using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>A frame of its own.</summary>
internal sealed class DynamicFrame(FieldModel field) : DynamicBytes(field)
{
    public override void Write(ref FrameWriter writer, string message) => WriteFrame(ref writer, message);

    public override bool Read(ref FrameReader reader) => ReadFrame(ref reader);
}
