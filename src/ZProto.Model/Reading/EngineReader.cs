using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the state machine of a server or client, with what belongs to it.</summary>
internal static class EngineReader
{
    public static EngineModel Read(XmlElement root, ModelKind kind, IReadOnlyList<ModelText> all, ProblemList problems)
    {
        if (!root.Children("state").Any())
            problems.Report(root.Span, ProblemKinds.MissingState, kind == ModelKind.Server ? "server" : "client");
        var eventNames = new CSharpNames(problems);
        var states = new StateReader(eventNames, problems);
        states.Read(root);
        var api = new ApiReader(kind, eventNames, problems);
        api.Read(root, states.States);
        return new EngineModel(
            root.Reference("protocol_class") ?? root.Reference("proto"),
            ReadUnexpected(root, kind, problems),
            ReadTracer(root, "send_tracer"),
            ReadTracer(root, "receive_tracer"),
            states.States.ToEquatableArray(),
            states.Bodies.ToEquatableArray(),
            api.Methods.ToEquatableArray(),
            api.Replies.ToEquatableArray(),
            api.Sends.ToEquatableArray(),
            api.Receives.ToEquatableArray(),
            ReadCustoms(root, all, problems).ToEquatableArray(),
            ReadSelfTest(root, kind, problems).ToEquatableArray())
        {
            Correlation = ReadCorrelation(root, kind, problems),
        };
    }

    /// <summary>A hook by its name; one that is only switched on has the attribute's.</summary>
    private static Reference? ReadTracer(XmlElement root, string attribute)
        => root.Given(attribute)?.Value.Trim().ToLowerInvariant() is null or "0" or "false" ? null
            : root.Reference(attribute) is { Name.IsEmpty: false } named && !root.Flag(attribute) ? named
            : new Reference(new ModelName(attribute), root.Given(attribute)!.ValueSpan);

    private static Reference? ReadCorrelation(XmlElement root, ModelKind kind, ProblemList problems)
    {
        if (kind == ModelKind.Client)
            return root.Reference("correlation");
        if (root.Attribute("correlation") is { } attribute)
            problems.Report(attribute.NameSpan, ProblemKinds.OnlyInClients, "'correlation'");
        return null;
    }

    private static UnexpectedRule ReadUnexpected(XmlElement root, ModelKind kind, ProblemList problems)
    {
        UnexpectedRule standard = kind == ModelKind.Server ? UnexpectedRule.Queue : UnexpectedRule.Ignore;
        if (root.Given("unexpected") is not { } attribute)
            return standard;
        switch (attribute.Value.Trim().ToLowerInvariant())
        {
            case "queue":
                return UnexpectedRule.Queue;
            case "ignore":
                return UnexpectedRule.Ignore;
            case "terminate":
                return UnexpectedRule.Terminate;
            default:
                problems.Report(attribute.ValueSpan, ProblemKinds.BadUnexpected, attribute.Value);
                return standard;
        }
    }

    private static IEnumerable<CustomModel> ReadCustoms(XmlElement root, IReadOnlyList<ModelText> all, ProblemList problems)
    {
        foreach (XmlElement custom in root.Children("custom"))
        {
            string? language = custom.Given("language")?.Value.Trim().ToLowerInvariant();
            if (language is null)
                problems.Report(custom.Span, ProblemKinds.CustomWithoutLanguage);
            if (language is not ("c#" or "csharp" or "cs"))
                continue;
            if (custom.Given("filename") is { } name)
            {
                var files = new ModelFiles(all);
                if (files.Find(name.Value.Trim(), custom.Span.File) is not { } file)
                {
                    problems.Report(name.ValueSpan, ProblemKinds.IncludeNotFound, name.Value, files.Hint(name.Value, problems.NearMiss, ModelFiles.HowToAdd));
                    continue;
                }
                problems.AddRange(file.Document.Problems);
                yield return new CustomModel(name.ValueSpan, file.Document.Roots.SelectMany(CodeOf).ToEquatableArray());
            }
            else if (custom.HasText() || custom.Children("source").Any())
            {
                yield return new CustomModel(custom.Span, CodeOf(custom).ToEquatableArray());
            }
            else
            {
                problems.Report(custom.Span, ProblemKinds.MissingFileName, custom.Name);
            }
        }
    }

    /// <summary>The code of an element: that of its sources, or its own.</summary>
    private static IEnumerable<XmlText> CodeOf(XmlElement element)
    {
        List<XmlElement> sources = element.Children("source").ToList();
        return sources.Count > 0 ? sources.SelectMany(source => source.Code()) : element.Code();
    }

    private static IEnumerable<SelfTestStep> ReadSelfTest(XmlElement root, ModelKind kind, ProblemList problems)
    {
        List<XmlElement> tests = root.Children("selftest").ToList();
        if (kind == ModelKind.Client && tests.Count > 0)
            problems.Report(tests[0].Span, ProblemKinds.NotSupportedYet, "<selftest> of a client");
        return tests
            .SelectMany(test => test.Children("step"))
            .Select(step => new SelfTestStep(step.Span, step.Reference("send"), step.Attribute("body")?.Value, step.Reference("recv")));
    }
}
