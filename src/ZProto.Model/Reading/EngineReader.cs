using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the state machine of a server, client, mesh or node, with what belongs to it.</summary>
internal static class EngineReader
{
    public static EngineModel Read(XmlElement root, ModelName name, SourceSpan span, ModelKind kind, ModelFiles files, DiagnosticBag diagnostics)
    {
        if (!root.Children("state").Any())
            diagnostics.Report(root.Span, DiagnosticRules.MissingState, Word(kind));
        var eventNames = new CSharpNames(diagnostics);
        var states = new StateReader(eventNames, diagnostics) { IsNode = kind == ModelKind.Node };
        states.Read(root);
        var api = new ApiReader(kind, eventNames, diagnostics);
        api.Read(root, states.States);
        EngineModel engine = Create(root, name, span, kind, api, diagnostics);
        return engine with
        {
            ProtocolClass = root.GetReference("protocol_class") ?? root.GetReference("proto"),
            Unexpected = ReadUnexpected(root, kind.IsOneMachine() ? UnexpectedMessageBehavior.Ignore : UnexpectedMessageBehavior.Queue, diagnostics),
            SendTracer = ReadTracer(root, "send_tracer"),
            ReceiveTracer = ReadTracer(root, "receive_tracer"),
            States = states.States.ToEquatableArray(),
            ActionBodies = states.Bodies.ToEquatableArray(),
            Methods = api.Methods.ToEquatableArray(),
            Customs = ReadCustoms(root, files, diagnostics).ToEquatableArray(),
            Replies = api.Replies.ToEquatableArray(),
            Correlation = ReadCorrelation(root, kind, diagnostics),
            SelfTest = SelfTestReader.Read(root, kind, engine.Machines, diagnostics),
        };
    }

    /// <summary>A hook by its name; one that is only switched on has the attribute's.</summary>
    private static Reference? ReadTracer(XmlElement root, string attribute)
        => root.GetNonEmptyAttribute(attribute)?.Value.Trim().ToLowerInvariant() is null or "0" or "false" ? null
            : root.GetReference(attribute) is { Name.IsEmpty: false } named && !root.GetFlag(attribute) ? named
            : new Reference(new ModelName(attribute), root.GetNonEmptyAttribute(attribute)!.ValueSpan);

    private static EngineModel Create(XmlElement root, ModelName name, SourceSpan span, ModelKind kind, ApiReader api, DiagnosticBag diagnostics)
    {
        EquatableArray<SocketModel> sockets = SocketReader.Read(root, kind, diagnostics);
        if (kind != ModelKind.Mesh && root.Attribute("mode") is { } mode)
            diagnostics.Report(mode.NameSpan, DiagnosticRules.OnlyInMeshes, "'mode'", Word(kind));
        EquatableArray<MachineModel> machines = MachineReader.Read(root, kind, sockets, diagnostics);
        if (kind.IsOneMachine())
        {
            ClientModel client = kind == ModelKind.Node ? new NodeModel(name, span) : new ClientModel(name, span);
            return client with { Sends = api.Sends.ToEquatableArray(), Receives = api.Receives.ToEquatableArray() };
        }
        return kind == ModelKind.Server
            ? new ServerModel(name, span) { Sockets = sockets, Machines = machines }
            : new MeshModel(name, span) { Sockets = sockets, Machines = machines, Mode = ReadMode(root, diagnostics) };
    }

    private static Reference? ReadCorrelation(XmlElement root, ModelKind kind, DiagnosticBag diagnostics)
    {
        if (kind is not (ModelKind.Server or ModelKind.Node))
            return root.GetReference("correlation");
        if (root.Attribute("correlation") is { } attribute)
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.OnlyInClients, "'correlation'", Word(kind));
        return null;
    }

    private static MeshMode ReadMode(XmlElement root, DiagnosticBag diagnostics)
    {
        XmlAttribute? attribute = root.GetNonEmptyAttribute("mode");
        switch (attribute?.Value.Trim().ToLowerInvariant())
        {
            case "harmony":
                return MeshMode.Harmony;
            case "client":
                return MeshMode.Client;
            case null:
                diagnostics.Report(root.Attribute("mode")?.ValueSpan ?? root.Span, DiagnosticRules.BadMode, "a mesh needs a 'mode': 'harmony' for equals, or 'client' for a client of many servers");
                return MeshMode.Harmony;
            default:
                string hint = diagnostics.Spelling.Hint(attribute.Value, ["harmony", "client"]);
                diagnostics.Report(attribute.ValueSpan, DiagnosticRules.BadMode, $"mode '{attribute.Value}' is neither 'harmony' nor 'client'{hint}");
                return MeshMode.Harmony;
        }
    }

    /// <summary>What an engine of a kind is called in messages.</summary>
    internal static string Word(ModelKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>What happens to external events without a transition: what an element says, or the default.</summary>
    public static UnexpectedMessageBehavior ReadUnexpected(XmlElement element, UnexpectedMessageBehavior byDefault, DiagnosticBag diagnostics)
        => element.ReadWord("unexpected", diagnostics, DiagnosticRules.BadUnexpected, "queue", "ignore", "terminate") switch
        {
            "queue" => UnexpectedMessageBehavior.Queue,
            "ignore" => UnexpectedMessageBehavior.Ignore,
            "terminate" => UnexpectedMessageBehavior.Terminate,
            _ => byDefault,
        };

    private static IEnumerable<CustomModel> ReadCustoms(XmlElement root, ModelFiles files, DiagnosticBag diagnostics)
    {
        foreach (XmlElement custom in root.Children("custom"))
        {
            string? language = custom.GetNonEmptyAttribute("language")?.Value.Trim().ToLowerInvariant();
            if (language is null)
                diagnostics.Report(custom.Span, DiagnosticRules.CustomWithoutLanguage);
            if (language is not ("c#" or "csharp" or "cs"))
                continue;
            if (custom.GetNonEmptyAttribute("filename") is { } name)
            {
                if (files.Find(name.Value.Trim(), custom.Span.File) is not { } file)
                {
                    diagnostics.Report(name.ValueSpan, DiagnosticRules.IncludeNotFound, name.Value, files.Hint(name.Value, ModelFiles.HowToAdd));
                    continue;
                }
                diagnostics.AddRange(file.Document.Diagnostics);
                yield return new CustomModel(name.ValueSpan, file.Document.Roots.SelectMany(CodeOf).ToEquatableArray());
            }
            else if (custom.HasText() || custom.Children("source").Any())
            {
                yield return new CustomModel(custom.Span, CodeOf(custom).ToEquatableArray());
            }
            else
            {
                diagnostics.Report(custom.Span, DiagnosticRules.MissingFileName, custom.Name);
            }
        }
    }

    /// <summary>The code of an element: that of its sources, or its own.</summary>
    private static IEnumerable<XmlText> CodeOf(XmlElement element)
    {
        List<XmlElement> sources = element.Children("source").ToList();
        return sources.Count > 0 ? sources.SelectMany(source => source.GetCode()) : element.GetCode();
    }
}
