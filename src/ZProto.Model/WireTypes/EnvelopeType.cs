namespace ZProto.Model.WireTypes;

/// <summary>The frames up to an empty one, and that one: whose reply a message is.</summary>
internal sealed class EnvelopeType : FramesType
{
    public override string Name => "envelope";

    internal override string ForeignNames => "address route";

    internal override bool NeedsFrames => true;

    internal override string GetFrameElements(int size) => "*frame empty-frame";

    internal override string Wire => "the frames up to an empty one, and that one";
}
