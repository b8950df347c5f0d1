namespace ZProto.Model.WireTypes;

/// <summary>All remaining frames.</summary>
internal sealed class MsgType : WireType
{
    private const string FrameList = "global::ZProto.FrameList";

    public override string Name => "msg";

    public override bool IsFrame => true;

    internal override string ForeignNames => "message frames zmsg";

    internal override bool IsLast => true;

    internal override string Wire => "all frames that are left";

    internal override GrammarRules Grammar { get; } = new("All frames that are left", ("msg", "*frame"));

    internal override string[] GetMembers(string name) => [name, $"Take{name}"];

    internal override string GetArgumentType(int size) => FrameList;

    internal override string ArgumentDefault => $"new {FrameList}()";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Frames({name})";
}
