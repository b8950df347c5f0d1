namespace ZProto.Model.WireTypes;

// What it is where each field is a frame of its own.
public abstract partial class WireType
{
    /// <summary>Whether a field of it can be a frame.</summary>
    internal virtual bool CanBeFrame => true;

    /// <summary>Whether only protocols can have it whose fields are frames. It is the frames up to an empty one, and that one.</summary>
    internal virtual bool NeedsFrames => false;

    /// <summary>The frame that a constant is.</summary>
    internal virtual byte[] GetFrame(ConstantModel constant, int size) => [];
}
