using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the state machine of a server or client, with what belongs to it.</summary>
internal static class EngineReader
{
    public static EngineModel Read(XmlElement root, ModelName name, SourceSpan span, ModelKind kind, ModelFiles files, DiagnosticBag diagnostics)
    {
        if (!root.Children("state").Any())
            diagnostics.Report(root.Span, DiagnosticRules.MissingState, kind == ModelKind.Server ? "server" : "client");
        var eventNames = new CSharpNames(diagnostics);
        var states = new StateReader(eventNames, diagnostics);
        states.Read(root);
        var api = new ApiReader(kind, eventNames, diagnostics);
        api.Read(root, states.States);
        return Create(root, name, span, kind, api, diagnostics) with
        {
            ProtocolClass = root.GetReference("protocol_class") ?? root.GetReference("proto"),
            Unexpected = ReadUnexpected(root, kind, diagnostics),
            SendTracer = ReadTracer(root, "send_tracer"),
            ReceiveTracer = ReadTracer(root, "receive_tracer"),
            States = states.States.ToEquatableArray(),
            ActionBodies = states.Bodies.ToEquatableArray(),
            Methods = api.Methods.ToEquatableArray(),
            Customs = ReadCustoms(root, files, diagnostics).ToEquatableArray(),
            SelfTest = ReadSelfTest(root, kind, diagnostics).ToEquatableArray(),
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
        if (kind == ModelKind.Client)
        {
            return new ClientModel(name, span)
            {
                Replies = api.Replies.ToEquatableArray(),
                Sends = api.Sends.ToEquatableArray(),
                Receives = api.Receives.ToEquatableArray(),
                Correlation = root.GetReference("correlation"),
            };
        }
        if (root.Attribute("correlation") is { } attribute)
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.OnlyInClients, "'correlation'");
        return new ServerModel(name, span) { Sockets = sockets };
    }

    private static UnexpectedMessageBehavior ReadUnexpected(XmlElement root, ModelKind kind, DiagnosticBag diagnostics)
        => root.ReadWord("unexpected", diagnostics, DiagnosticRules.BadUnexpected, "queue", "ignore", "terminate") switch
        {
            "queue" => UnexpectedMessageBehavior.Queue,
            "ignore" => UnexpectedMessageBehavior.Ignore,
            "terminate" => UnexpectedMessageBehavior.Terminate,
            _ => kind == ModelKind.Server ? UnexpectedMessageBehavior.Queue : UnexpectedMessageBehavior.Ignore,
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

    private static IEnumerable<SelfTestStepModel> ReadSelfTest(XmlElement root, ModelKind kind, DiagnosticBag diagnostics)
    {
        List<XmlElement> tests = root.Children("selftest").ToList();
        if (kind == ModelKind.Client && tests.Count > 0)
            diagnostics.Report(tests[0].Span, DiagnosticRules.NotSupportedYet, "<selftest> of a client");
        return tests
            .SelectMany(test => test.Children("step"))
            .Select(step => new SelfTestStepModel(step.Span, step.GetReference("send"), step.Attribute("body")?.Value, step.GetReference("recv")));
    }
}
