namespace ZProto.Model.WireTypes;

/// <summary>Bytes after a length of 4 bytes.</summary>
internal sealed class ChunkType : BytesType
{
    public override string Name => "chunk";

    internal override string ForeignNames => "bytes blob binary buffer data";

    internal override string FrameWire => "bytes";

    internal override string Wire => "4 bytes: the length; bytes";

    internal override GrammarRules Grammar { get; } = new("Bytes after their number", ("chunk", "number-4 *OCTET"));
}
