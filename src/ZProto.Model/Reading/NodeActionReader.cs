using System.Text;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads what an action of a node does on its network.</summary>
internal static class NodeActionReader
{
    // As a message of ZRE can carry it.
    private const int MaxGroupBytes = 255;

    private static readonly ModelName s_join = new("join");
    private static readonly ModelName s_leave = new("leave");

    /// <summary>Whether an action of a name is every node's.</summary>
    public static bool IsReserved(ModelName name) => name.Equals(s_join) || name.Equals(s_leave);

    /// <summary>An action with what it does on the network.</summary>
    /// <param name="element">Where it is.</param>
    /// <param name="action">The action as any engine has it.</param>
    /// <param name="diagnostics">What is wrong with it.</param>
    public static ActionModel Read(XmlElement element, ActionModel action, DiagnosticBag diagnostics)
    {
        int errors = diagnostics.Errors;
        NodeAction onNetwork = action.IsSend ? ReadCast(element, diagnostics) : action.Name.Equals(s_join) ? NodeAction.Join : action.Name.Equals(s_leave) ? NodeAction.Leave : NodeAction.None;
        if (diagnostics.Errors > errors)
            return action;
        bool takesGroup = onNetwork is NodeAction.Shout or NodeAction.Join or NodeAction.Leave;
        if (!action.IsSend)
            ReportUnused(element.Attribute("cast"), ", but for 'send'");
        if (!takesGroup)
            ReportUnused(element.Attribute("group"), onNetwork == NodeAction.Whisper ? ": a whisper goes to the sender of what is at work" : ", but for 'join', 'leave' and a 'send' that is a shout");
        return action with { OnNetwork = onNetwork, Group = takesGroup ? ReadGroup(element, action, diagnostics) : "" };

        void ReportUnused(XmlAttribute? attribute, string hint)
        {
            if (attribute is not null)
                diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, element.Name, hint);
        }
    }

    private static NodeAction ReadCast(XmlElement element, DiagnosticBag diagnostics)
        => element.ReadWord("cast", diagnostics, DiagnosticRules.BadCast, "shout", "whisper") == "whisper" ? NodeAction.Whisper : NodeAction.Shout;

    private static string ReadGroup(XmlElement element, ActionModel action, DiagnosticBag diagnostics)
    {
        if (element.GetNonEmptyAttribute("group") is not { } attribute)
        {
            diagnostics.Report(element.Attribute("group")?.ValueSpan ?? element.Span, DiagnosticRules.BadGroup, $"action '{action.Name.Text}' needs a 'group'{(action.IsSend ? ", or cast=\"whisper\"" : "")}");
            return "";
        }
        string group = attribute.Value.Trim();
        if (Encoding.UTF8.GetByteCount(group) > MaxGroupBytes)
            diagnostics.Report(attribute.ValueSpan, DiagnosticRules.BadGroup, $"a group has at most {MaxGroupBytes} bytes in UTF-8");
        return group;
    }
}
