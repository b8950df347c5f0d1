using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>An element of the language, with the attributes and elements that it may have.</summary>
internal sealed class Schema
{
    private const string Unused =
        " package_dir source_dir project_header export_header header_ext source_ext export_macro protocol_dir protocol_package package module"
        + " test_module test_dir test_namespace use_zmq_msg virtual state";

    private static readonly Schema s_test = new("test", "name");
    private static readonly Schema s_field = new("field", "name type size value optional", s_test) { ChangesTheWire = ["repeat"] };
    private static readonly Schema s_action = new("action", "name message");
    private static readonly Schema s_actionOfNode = new("action", "name message cast group");
    private static readonly Schema s_actionOfMachine = new("action", "name message socket");
    private static readonly Schema s_actionBody = new("action", "name");
    private static readonly Schema[] s_arguments =
    [
        new("field", "name type size argument property constant"),
        new("argument", "name type size argument property constant"),
        new("property", "name type size argument property constant"),
    ];

    private static readonly Schema[] s_general =
        [new("license", ""), new("grammar", ""), new("define", "name value")];

    private static readonly Schema s_protocol = new("class",
        "name title signature script namespace modifier pubsub framing utf8" + Unused,
        [
            .. s_general,
            new("header", "", s_field),
            new("type", "name", s_field),
            new("message", "name id role digest", s_field),
        ]);

    private static readonly Schema s_engine = Engine(s_action);
    private static readonly Schema s_node = Engine(s_actionOfNode);

    private Schema(string name, string attributes, params Schema[] children)
    {
        Name = name;
        Attributes = attributes.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        Children = children;
    }

    private static Schema State(Schema action) => new("state", "name inherit", new("event", "name next", action), new("before", "", action), new("after", "", action));

    private static Schema Engine(Schema action) => new("class",
        "name title signature script protocol_class proto namespace modifier pubsub unexpected correlation mode send_tracer receive_tracer" + Unused,
        [
            .. s_general,
            State(action),
            s_actionBody,
            new("method", "name return immediate timeout retry virtual", [.. s_arguments, new("accept", "reply error")]),
            new("socket", "name type protocol_class proto"),
            new("machine", "name protocol_class proto unexpected", State(s_actionOfMachine), s_actionBody),
            new("reply", "name", s_arguments),
            new("send", "", new Schema("message", "name method")),
            new("recv", "virtual", new Schema("message", "name")),
            new("custom", "filename language", new Schema("source", "")),
            new("selftest", "", new Schema("step", "send body recv machine raise state") { NotYet = ["client", "silence", "field"] }),
        ]);

    /// <summary>What the root of a protocol, and those of engines, may say.</summary>
    public static IReadOnlyList<Schema> Roots { get; } = [s_protocol, s_engine, s_node];

    public string Name { get; }

    public string[] Attributes { get; }

    public Schema[] Children { get; }

    /// <summary>Attributes and elements of the language that are refused, since a later version will read them.</summary>
    private string[] NotYet { get; init; } = [];

    /// <summary>Attributes of old and other generators that are refused, since their bytes are others than ours.</summary>
    private string[] ChangesTheWire { get; init; } = [];

    /// <summary>Hints at what the language does not know, and refuses what would do something else if it were skipped; nothing inside an unknown element is looked at.</summary>
    public static void Check(XmlElement root, ModelKind kind, DiagnosticBag diagnostics)
        => OfKind(kind).Check(root, diagnostics);

    /// <summary>The element with what is misspelt in it as it was meant, and a warning at each of these words.</summary>
    public static XmlElement Correct(XmlElement root, ModelKind kind, DiagnosticBag misspelt)
        => OfKind(kind).Correct(root, misspelt);

    private static Schema OfKind(ModelKind kind) => kind switch
    {
        ModelKind.Protocol => s_protocol,
        ModelKind.Node => s_node,
        _ => s_engine,
    };

    private XmlElement Correct(XmlElement element, DiagnosticBag misspelt)
    {
        XmlAttribute[] attributes = [.. element.Attributes];
        for (int i = 0; i < attributes.Length; i++)
        {
            if (SuggestName(attributes[i], element, misspelt.Spelling) is not { } meant)
                continue;
            misspelt.Report(attributes[i].NameSpan, DiagnosticRules.MisspeltAttribute, attributes[i].Name, element.Name, meant);
            attributes[i] = attributes[i] with { Name = meant };
        }
        XmlNode[] content = [.. element.Content];
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] is not XmlElement child)
                continue;
            Schema? known = Find(child.Name);
            if (known is null && !Has(NotYet, child.Name) && misspelt.Spelling.Suggest(child.Name, Children.Select(term => term.Name)) is { } meant)
            {
                misspelt.Report(child.Span, DiagnosticRules.MisspeltElement, child.Name, meant);
                known = Find(meant);
                child = child with { Name = meant };
            }
            content[i] = known?.Correct(child, misspelt) ?? child;
        }
        XmlElement corrected = element with { Attributes = new EquatableArray<XmlAttribute>(attributes), Content = new EquatableArray<XmlNode>(content) };
        return this == s_action || this == s_actionOfMachine || this == s_actionOfNode ? CorrectSend(corrected, misspelt) : corrected;
    }

    private string? SuggestName(XmlAttribute attribute, XmlElement element, SpellingHints spelling)
        => IsForEditors(attribute.Name) || Has(Attributes, attribute.Name) || Has(NotYet, attribute.Name) || Has(ChangesTheWire, attribute.Name) ? null : spelling.Suggest(attribute.Name, Attributes.Where(name => element.Attribute(name) is null));

    // Only 'send' takes a message, so that another word with one is not an action of the user's.
    private static XmlElement CorrectSend(XmlElement action, DiagnosticBag misspelt)
    {
        if (action.GetNonEmptyAttribute("message") is null || action.GetNonEmptyAttribute("name") is not { } name || misspelt.Spelling.Suggest(name.Value, ["send"]) is not { } send || new ModelName(name.Value).Equals(new ModelName(send)))
            return action;
        misspelt.Report(name.ValueSpan, DiagnosticRules.MisspeltSend, name.Value);
        return action with { Attributes = action.Attributes.Select(attribute => attribute == name ? name with { Value = send } : attribute).ToEquatableArray() };
    }

    private Schema? Find(string element) => Array.Find(Children, term => string.Equals(term.Name, element, StringComparison.OrdinalIgnoreCase));

    private void Check(XmlElement element, DiagnosticBag diagnostics)
    {
        foreach (XmlAttribute attribute in element.Attributes)
        {
            if (IsForEditors(attribute.Name) || Has(Attributes, attribute.Name))
                continue;
            if (Has(NotYet, attribute.Name))
            {
                diagnostics.Report(attribute.NameSpan, DiagnosticRules.NotSupportedYet, $"attribute '{attribute.Name}' of <{element.Name}>");
            }
            else if (Has(ChangesTheWire, attribute.Name))
            {
                diagnostics.Report(attribute.NameSpan, DiagnosticRules.ChangesTheWire, attribute.Name, element.Name);
            }
            else
            {
                string hint = diagnostics.Spelling.Hint(attribute.Name, Attributes);
                diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, element.Name, hint);
            }
        }
        foreach (XmlElement child in element.Elements)
        {
            Schema? known = Find(child.Name);
            if (known is not null)
                known.Check(child, diagnostics);
            else if (Has(NotYet, child.Name))
                diagnostics.Report(child.Span, DiagnosticRules.NotSupportedYet, $"<{child.Name}>");
            else
                diagnostics.Report(child.Span, DiagnosticRules.UnknownElement, child.Name, diagnostics.Spelling.Hint(child.Name, Children.Select(term => term.Name)));
        }
    }

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    // Names an XML schema: xmlns:xsi, xsi:noNamespaceSchemaLocation.
    private static bool IsForEditors(string attribute)
        => attribute.StartsWith("xmlns:", StringComparison.Ordinal) || attribute.StartsWith("xsi:", StringComparison.Ordinal);
}
