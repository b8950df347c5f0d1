using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the further sockets of an engine.</summary>
internal static class SocketReader
{
    private static readonly EngineSocketType[] s_types = (EngineSocketType[])Enum.GetValues(typeof(EngineSocketType));

    /// <summary>Those of a server or mesh. A client has one socket.</summary>
    public static EquatableArray<SocketModel> Read(XmlElement root, ModelKind kind, DiagnosticBag diagnostics)
    {
        var sockets = new List<SocketModel>();
        var names = new CSharpNames(diagnostics);
        foreach (XmlElement element in root.Children("socket"))
        {
            if (kind.IsOneMachine())
                diagnostics.Report(element.Span, DiagnosticRules.OnlyInServers, $"<{element.Name}>", EngineReader.Word(kind));
            else if (Read(element, diagnostics) is { } socket && Declare(socket))
                sockets.Add(socket);
        }
        return sockets.ToEquatableArray();

        bool Declare(SocketModel socket)
        {
            names.Add(socket.Name, socket.Span);
            if (!sockets.Exists(known => known.Name.Equals(socket.Name)))
                return true;
            diagnostics.Report(socket.Span, DiagnosticRules.DuplicateSocket, socket.Name.Text);
            return false;
        }
    }

    private static SocketModel? Read(XmlElement element, DiagnosticBag diagnostics)
    {
        if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span) || ReadType(element, name, diagnostics) is not { } type)
            return null;
        return new SocketModel(name, span, type, element.GetReference("protocol_class") ?? element.GetReference("proto"), element.GetDescription());
    }

    private static EngineSocketType? ReadType(XmlElement element, ModelName name, DiagnosticBag diagnostics)
    {
        XmlAttribute? attribute = element.GetNonEmptyAttribute("type");
        string text = attribute?.Value.Trim() ?? "";
        foreach (EngineSocketType type in s_types)
        {
            if (type.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return type;
        }
        string why = attribute is null ? "has no type" : $"has the type '{attribute.Value}'";
        diagnostics.Report(attribute?.ValueSpan ?? element.Span, DiagnosticRules.BadSocketType, name.Text, why);
        return null;
    }
}
