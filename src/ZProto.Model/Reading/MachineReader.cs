using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the machines of an engine itself. Their states are read as the engine's own are.</summary>
internal static class MachineReader
{
    /// <summary>Those of an engine with further sockets. A client has one machine.</summary>
    public static EquatableArray<MachineModel> Read(XmlElement root, ModelKind kind, EquatableArray<SocketModel> sockets, DiagnosticBag diagnostics)
    {
        var machines = new List<MachineModel>();
        var names = new CSharpNames(diagnostics);
        foreach (XmlElement element in root.Children("machine"))
        {
            if (kind.IsOneMachine())
                diagnostics.Report(element.Span, DiagnosticRules.OnlyInServers, $"<{element.Name}>", EngineReader.Word(kind));
            else if (element.TryReadName(diagnostics, out ModelName name, out SourceSpan span) && Declare(name, span))
                machines.Add(Read(element, name, span, sockets, diagnostics));
        }
        return machines.ToEquatableArray();

        bool Declare(ModelName name, SourceSpan span)
        {
            names.Add(name, span);
            if (!machines.Exists(known => known.Name.Equals(name)))
                return true;
            diagnostics.Report(span, DiagnosticRules.DuplicateMachine, name.Text);
            return false;
        }
    }

    private static MachineModel Read(XmlElement element, ModelName name, SourceSpan span, EquatableArray<SocketModel> sockets, DiagnosticBag diagnostics)
    {
        if (!element.Children("state").Any())
            diagnostics.Report(element.Span, DiagnosticRules.MissingState, "machine");
        var states = new StateReader(new CSharpNames(diagnostics), diagnostics) { Sockets = sockets };
        states.Read(element);
        return new MachineModel(name, span, element.GetReference("protocol_class") ?? element.GetReference("proto"), element.GetDescription())
        {
            States = states.States.ToEquatableArray(),
            ActionBodies = states.Bodies.ToEquatableArray(),
            Unexpected = EngineReader.ReadUnexpected(element, UnexpectedMessageBehavior.Ignore, diagnostics),
        };
    }
}
