namespace ZProto.Model.WireTypes;

/// <summary>The key of a peer of a mesh, in arguments of its methods only; it has no form on the wire.</summary>
internal sealed class PeerType : WireType
{
    public override string Name => "peer";

    internal override bool IsOnWire => false;

    internal override string GetArgumentType(int size) => "global::ZProto.PeerKey";

    // Methods of servers have no peers.
    internal override string GetFromSection(string section, string name, int size) => throw new NotSupportedException();
}
