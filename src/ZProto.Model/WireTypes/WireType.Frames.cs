namespace ZProto.Model.WireTypes;

// What it is where each field is a frame of its own.
public abstract partial class WireType
{
    /// <summary>Whether a field of it can be a frame.</summary>
    internal virtual bool CanBeFrame => true;

    /// <summary>Whether only protocols can have it whose fields are frames. It is the frames up to an empty one, and that one.</summary>
    internal virtual bool NeedsFrames => false;

    /// <summary>What such a frame is.</summary>
    internal virtual string FrameWire => Wire;

    /// <summary>What the rule of such a field in a grammar says of it.</summary>
    internal virtual string GetFrameElements(int size) => "*OCTET";

    /// <summary>How many bytes a field always has as a frame, or null where that is up to its value.</summary>
    internal virtual int? GetFrameSize(FieldModel field) => field.Constant is { } constant ? GetFrame(constant, field.Size).Length : GetFixedSize(field);

    /// <summary>The frame that a constant is.</summary>
    internal virtual byte[] GetFrame(ConstantModel constant, int size) => [];
}
