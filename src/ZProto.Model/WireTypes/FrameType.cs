namespace ZProto.Model.WireTypes;

/// <summary>A frame of its own, after the first.</summary>
internal sealed class FrameType : BytesType
{
    public override string Name => "frame";

    public override bool IsFrame => true;

    internal override string FrameWire => "bytes";

    internal override string Wire => "a frame of its own, after the first";

    internal override GrammarRules Grammar { get; } = new("A ZeroMQ frame of its own, after the first", ("frame", "*OCTET"));

    internal override string[] GetMembers(string name) => [name, $"Take{name}"];
}
