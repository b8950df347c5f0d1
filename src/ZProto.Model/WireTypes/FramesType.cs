namespace ZProto.Model.WireTypes;

/// <summary>Several frames.</summary>
internal abstract class FramesType : WireType
{
    private const string FrameList = "global::ZProto.FrameList";

    public override bool IsFrame => true;

    internal override string[] GetMembers(string name) => [name, $"Take{name}"];

    internal override string GetArgumentType(int size) => FrameList;

    internal override string ArgumentDefault => $"new {FrameList}()";

    internal override string GetFromSection(string section, string name, int size) => $"{section}.Frames({name})";
}
