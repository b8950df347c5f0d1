namespace ZProto.Model.WireTypes;

/// <summary>All remaining frames.</summary>
internal sealed class MsgType : FramesType
{
    public override string Name => "msg";

    internal override string ForeignNames => "message frames zmsg";

    internal override bool IsLast => true;

    internal override string FrameWire => "all frames that are left, at least one";

    internal override string GetFrameElements(int size) => "1*frame";

    internal override string Wire => "all frames that are left";

    internal override GrammarRules Grammar { get; } = new("All frames that are left", ("msg", "*frame"));
}
