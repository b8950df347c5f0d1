using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads states with their events, and the bodies of actions.</summary>
internal sealed class StateReader(CSharpNames eventNames, DiagnosticBag diagnostics)
{
    private static readonly ModelName s_send = new("send");
    private static readonly ModelName s_terminate = new("terminate");

    private readonly CSharpNames _stateNames = new(diagnostics);
    private readonly CSharpNames _actionNames = new(diagnostics);
    private readonly HashSet<ModelName> _actions = [];

    /// <summary>The sockets that a machine of an engine sends by; null where there is one only.</summary>
    public EquatableArray<SocketModel>? Sockets { get; init; }

    /// <summary>Whether it is the machine of a node, which has groups.</summary>
    public bool IsNode { get; init; }

    public List<StateModel> States { get; } = [];

    public List<ActionBodyModel> Bodies { get; } = [];

    public void Read(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("state"))
        {
            if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
                continue;
            StateModel state = ReadState(element, name, span);
            if (!names.Add(name))
            {
                diagnostics.Report(span, DiagnosticRules.DuplicateState, name.Text);
                continue;
            }
            _stateNames.Add(name, span);
            States.Add(state);
        }
        StateChecks.Check(States, diagnostics);
        ReadBodies(root);
    }

    /// <summary>Whether events of a name are the engine's alone.</summary>
    public static bool IsReserved(ModelName name) => name.Equals(s_terminate);

    private StateModel ReadState(XmlElement element, ModelName name, SourceSpan span)
    {
        var events = new List<EventModel>();
        var names = new HashSet<ModelName>();
        foreach (XmlElement child in element.Children("event"))
        {
            if (ReadEvent(child) is not { } @event)
                continue;
            if (names.Add(@event.Name))
                events.Add(@event);
            else
                diagnostics.Report(@event.Span, DiagnosticRules.DuplicateEvent, @event.Name.Text, name.Text);
        }
        return new StateModel(
            name,
            span,
            element.GetReference("inherit"),
            events.ToEquatableArray(),
            element.Children("before").SelectMany(ReadActions).ToEquatableArray(),
            element.Children("after").SelectMany(ReadActions).ToEquatableArray(),
            element.GetDescription());
    }

    private EventModel? ReadEvent(XmlElement element)
    {
        XmlAttribute? attribute = element.GetNonEmptyAttribute("name");
        bool isWildcard = attribute?.Value.Trim() == "*";
        var name = new ModelName("*");
        SourceSpan span = attribute?.ValueSpan ?? element.Span;
        if (!isWildcard)
        {
            if (!element.TryReadName(diagnostics, out name, out span))
                return null;
            if (IsReserved(name))
                diagnostics.Report(span, DiagnosticRules.ReservedEvent, name.Text);
            eventNames.Add(name, span);
        }
        return new EventModel(name, span, isWildcard, element.GetReference("next"), ReadActions(element).ToEquatableArray(), element.GetDescription());
    }

    private List<ActionModel> ReadActions(XmlElement parent)
    {
        var actions = new List<ActionModel>();
        foreach (XmlElement element in parent.Children("action"))
        {
            if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
                continue;
            _actionNames.Add(name, span);
            _actions.Add(name);
            ActionModel action = name.Equals(s_send) ? ReadSend(element, name, span) : ReadOther(element, name, span);
            actions.Add(IsNode ? NodeActionReader.Read(element, action, diagnostics) : action);
        }
        return actions;
    }

    private ActionModel ReadSend(XmlElement element, ModelName name, SourceSpan span)
    {
        Reference? message = element.GetReference("message");
        if (message is null)
            diagnostics.Report(span, DiagnosticRules.MissingMessage);
        return new ActionModel(name, span, message, element.GetDescription()) { Socket = Sockets is { } sockets ? ReadSocket(element, span, sockets) : null };
    }

    private Reference? ReadSocket(XmlElement element, SourceSpan span, EquatableArray<SocketModel> sockets)
    {
        if (element.GetReference("socket") is not { } named)
        {
            diagnostics.Report(span, DiagnosticRules.MissingSocket);
            return null;
        }
        SocketModel? socket = sockets.FirstOrDefault(known => known.Name.Equals(named.Name));
        if (socket is null)
            diagnostics.Report(named.Span, DiagnosticRules.UnknownSocket, named.Name.Text, diagnostics.Spelling.Hint(named.Name, sockets.Select(known => known.Name)));
        else if (!socket.Sends)
            diagnostics.Report(named.Span, DiagnosticRules.BadSendingSocket, named.Name.Text, $"is a {socket.Type.ToString().ToLowerInvariant()}, by which no messages are sent");
        else
            return named;
        return null;
    }

    private ActionModel ReadOther(XmlElement element, ModelName name, SourceSpan span)
    {
        foreach (XmlAttribute attribute in new[] { element.Attribute("message"), Sockets is null ? null : element.Attribute("socket") }.OfType<XmlAttribute>())
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, element.Name, ", but for 'send'");
        return new ActionModel(name, span, null, element.GetDescription());
    }

    private void ReadBodies(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("action"))
        {
            if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
                continue;
            if (!element.HasText())
            {
                diagnostics.Report(element.Span, DiagnosticRules.UnknownElement, element.Name, ": it has no text, the action's body");
                continue;
            }
            if (name.Equals(s_send) || name.Equals(s_terminate) || (IsNode && NodeActionReader.IsReserved(name)))
            {
                diagnostics.Report(span, DiagnosticRules.ReservedAction, name.Text);
                continue;
            }
            if (!names.Add(name))
            {
                diagnostics.Report(span, DiagnosticRules.DuplicateBody, name.Text);
                continue;
            }
            if (!_actions.Contains(name))
                diagnostics.Report(span, DiagnosticRules.UnusedBody, name.Text, diagnostics.Spelling.Hint(name, _actions));
            _actionNames.Add(name, span);
            Bodies.Add(new ActionBodyModel(name, span, element.GetCode()));
        }
    }
}
