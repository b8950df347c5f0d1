using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>An element that the language knows at some place, with the attributes and the elements it knows in it.</summary>
internal sealed class Vocabulary
{
    private const string Unused =
        " package_dir source_dir project_header export_header header_ext source_ext export_macro protocol_dir protocol_package package module"
        + " test_module test_dir test_namespace use_zmq_msg virtual state";

    private static readonly Vocabulary s_test = new("test", "name");
    private static readonly Vocabulary s_field = new("field", "name type size value", s_test) { NotYet = ["optional"], ChangesTheWire = ["repeat"] };
    private static readonly Vocabulary s_action = new("action", "name message");
    private static readonly Vocabulary[] s_arguments =
    [
        new("field", "name type size argument property constant"),
        new("argument", "name type size argument property constant"),
        new("property", "name type size argument property constant"),
    ];

    private static readonly Vocabulary[] s_general =
        [new("license", ""), new("grammar", ""), new("define", "name value")];

    private static readonly Vocabulary s_protocol = new("class",
        "name title signature script namespace modifier pubsub framing utf8" + Unused,
        [
            .. s_general,
            new("header", "", s_field),
            new("type", "name", s_field),
            new("message", "name id role digest", s_field),
        ]);

    private static readonly Vocabulary s_engine = new("class",
        "name title signature script protocol_class proto namespace modifier pubsub unexpected correlation send_tracer receive_tracer" + Unused,
        [
            .. s_general,
            new("state", "name inherit", new("event", "name next", s_action), new("before", "", s_action), new("after", "", s_action)),
            new("action", "name"),
            new("method", "name return immediate timeout virtual", [.. s_arguments, new("accept", "reply")]),
            new("reply", "name", s_arguments),
            new("send", "", new Vocabulary("message", "name method")),
            new("recv", "virtual", new Vocabulary("message", "name")),
            new("custom", "filename language", new Vocabulary("source", "")),
            new("selftest", "", new Vocabulary("step", "send body recv") { NotYet = ["client", "silence", "field"] }),
        ])
    {
        NotYet = ["mode", "socket", "machine"],
    };

    private Vocabulary(string name, string attributes, params Vocabulary[] children)
    {
        Name = name;
        Attributes = attributes.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        Children = children;
    }

    /// <summary>What the root of a protocol, and that of an engine, may say.</summary>
    public static IReadOnlyList<Vocabulary> Roots { get; } = [s_protocol, s_engine];

    public string Name { get; }

    public string[] Attributes { get; }

    public Vocabulary[] Children { get; }

    /// <summary>Attributes and elements of the language that are refused, since a later version will read them.</summary>
    private string[] NotYet { get; init; } = [];

    /// <summary>Attributes of old and other generators that are refused, since their bytes are others than ours.</summary>
    private string[] ChangesTheWire { get; init; } = [];

    /// <summary>Hints at what the language does not know, and refuses what would do something else if it were skipped; nothing inside an unknown element is looked at.</summary>
    public static void Check(XmlElement root, ModelKind kind, ProblemList problems)
        => (kind == ModelKind.Protocol ? s_protocol : s_engine).Check(root, problems);

    /// <summary>The element with what is misspelt in it as it was meant, and a warning at each of these words.</summary>
    public static XmlElement Correct(XmlElement root, ModelKind kind, ProblemList misspelt)
        => (kind == ModelKind.Protocol ? s_protocol : s_engine).Correct(root, misspelt);

    private XmlElement Correct(XmlElement element, ProblemList misspelt)
    {
        XmlAttribute[] attributes = [.. element.Attributes];
        for (int i = 0; i < attributes.Length; i++)
        {
            if (MeantBy(attributes[i], element, misspelt.NearMiss) is not { } meant)
                continue;
            misspelt.Report(attributes[i].NameSpan, ProblemKinds.MisspeltAttribute, attributes[i].Name, element.Name, meant);
            attributes[i] = attributes[i] with { Name = meant };
        }
        XmlNode[] content = [.. element.Content];
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] is not XmlElement child)
                continue;
            Vocabulary? known = Find(child.Name);
            if (known is null && !Has(NotYet, child.Name) && misspelt.NearMiss.Find(child.Name, Children.Select(term => term.Name)) is { } meant)
            {
                misspelt.Report(child.Span, ProblemKinds.MisspeltElement, child.Name, meant);
                known = Find(meant);
                child = child with { Name = meant };
            }
            content[i] = known?.Correct(child, misspelt) ?? child;
        }
        XmlElement corrected = element with { Attributes = new EquatableArray<XmlAttribute>(attributes), Content = new EquatableArray<XmlNode>(content) };
        return this == s_action ? CorrectSend(corrected, misspelt) : corrected;
    }

    private string? MeantBy(XmlAttribute attribute, XmlElement element, NearMiss nearMiss)
        => IsForEditors(attribute.Name) || Has(Attributes, attribute.Name) || Has(NotYet, attribute.Name) || Has(ChangesTheWire, attribute.Name) ? null : nearMiss.Find(attribute.Name, Attributes.Where(name => element.Attribute(name) is null));

    // Only 'send' takes a message, so that another word with one is not an action of the user's.
    private static XmlElement CorrectSend(XmlElement action, ProblemList misspelt)
    {
        if (action.Given("message") is null || action.Given("name") is not { } name || misspelt.NearMiss.Find(name.Value, ["send"]) is not { } send || new ModelName(name.Value).Equals(new ModelName(send)))
            return action;
        misspelt.Report(name.ValueSpan, ProblemKinds.MisspeltSend, name.Value);
        return action with { Attributes = action.Attributes.Select(attribute => attribute == name ? name with { Value = send } : attribute).ToEquatableArray() };
    }

    private Vocabulary? Find(string element) => Array.Find(Children, term => string.Equals(term.Name, element, StringComparison.OrdinalIgnoreCase));

    private void Check(XmlElement element, ProblemList problems)
    {
        foreach (XmlAttribute attribute in element.Attributes)
        {
            if (IsForEditors(attribute.Name) || Has(Attributes, attribute.Name))
                continue;
            if (Has(NotYet, attribute.Name))
            {
                problems.Report(attribute.NameSpan, ProblemKinds.NotSupportedYet, $"attribute '{attribute.Name}' of <{element.Name}>");
            }
            else if (Has(ChangesTheWire, attribute.Name))
            {
                problems.Report(attribute.NameSpan, ProblemKinds.ChangesTheWire, attribute.Name, element.Name);
            }
            else
            {
                string hint = problems.NearMiss.Hint(attribute.Name, Attributes);
                problems.Report(attribute.NameSpan, ProblemKinds.UnknownAttribute, attribute.Name, element.Name, hint);
            }
        }
        foreach (XmlElement child in element.Elements)
        {
            Vocabulary? known = Find(child.Name);
            if (known is not null)
                known.Check(child, problems);
            else if (Has(NotYet, child.Name))
                problems.Report(child.Span, ProblemKinds.NotSupportedYet, $"<{child.Name}>");
            else
                problems.Report(child.Span, ProblemKinds.UnknownElement, child.Name, problems.NearMiss.Hint(child.Name, Children.Select(term => term.Name)));
        }
    }

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    // Names an XML schema: xmlns:xsi, xsi:noNamespaceSchemaLocation.
    private static bool IsForEditors(string attribute)
        => attribute.StartsWith("xmlns:", StringComparison.Ordinal) || attribute.StartsWith("xsi:", StringComparison.Ordinal);
}
