using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads states with their events, and the bodies of actions.</summary>
internal sealed class StateReader(CSharpNames eventNames, ProblemList problems)
{
    private static readonly ModelName s_send = new("send");
    private static readonly ModelName s_terminate = new("terminate");

    private readonly CSharpNames _stateNames = new(problems);
    private readonly CSharpNames _actionNames = new(problems);
    private readonly HashSet<ModelName> _actions = [];

    public List<StateModel> States { get; } = [];

    public List<ActionBodyModel> Bodies { get; } = [];

    public void Read(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("state"))
        {
            if (!element.TryReadName(problems, out ModelName name, out SourceSpan span))
                continue;
            StateModel state = ReadState(element, name, span);
            if (!names.Add(name))
            {
                problems.Report(span, ProblemKinds.DuplicateState, name.Text);
                continue;
            }
            _stateNames.Add(name, span);
            States.Add(state);
        }
        StateChecks.Check(States, problems);
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
                problems.Report(@event.Span, ProblemKinds.DuplicateEvent, @event.Name.Text, name.Text);
        }
        return new StateModel(
            name,
            span,
            element.Reference("inherit"),
            events.ToEquatableArray(),
            element.Children("before").SelectMany(ReadActions).ToEquatableArray(),
            element.Children("after").SelectMany(ReadActions).ToEquatableArray(),
            element.Description());
    }

    private EventModel? ReadEvent(XmlElement element)
    {
        XmlAttribute? attribute = element.Given("name");
        bool isWildcard = attribute?.Value.Trim() == "*";
        var name = new ModelName("*");
        SourceSpan span = attribute?.ValueSpan ?? element.Span;
        if (!isWildcard)
        {
            if (!element.TryReadName(problems, out name, out span))
                return null;
            if (IsReserved(name))
                problems.Report(span, ProblemKinds.ReservedEvent, name.Text);
            eventNames.Add(name, span);
        }
        return new EventModel(name, span, isWildcard, element.Reference("next"), ReadActions(element).ToEquatableArray(), element.Description());
    }

    private List<ActionModel> ReadActions(XmlElement parent)
    {
        var actions = new List<ActionModel>();
        foreach (XmlElement element in parent.Children("action"))
        {
            if (!element.TryReadName(problems, out ModelName name, out SourceSpan span))
                continue;
            Reference? message = element.Reference("message");
            if (!name.Equals(s_send))
            {
                if (element.Attribute("message") is { } attribute)
                    problems.Report(attribute.NameSpan, ProblemKinds.UnknownAttribute, attribute.Name, element.Name, ", but for 'send'");
                message = null;
            }
            else if (message is null)
            {
                problems.Report(span, ProblemKinds.MissingMessage);
            }
            _actionNames.Add(name, span);
            _actions.Add(name);
            actions.Add(new ActionModel(name, span, message, element.Description()));
        }
        return actions;
    }

    private void ReadBodies(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("action"))
        {
            if (!element.TryReadName(problems, out ModelName name, out SourceSpan span))
                continue;
            if (!element.HasText())
            {
                problems.Report(element.Span, ProblemKinds.UnknownElement, element.Name, ": it has no text, the action's body");
                continue;
            }
            if (name.Equals(s_send) || name.Equals(s_terminate))
            {
                problems.Report(span, ProblemKinds.ReservedAction, name.Text);
                continue;
            }
            if (!names.Add(name))
            {
                problems.Report(span, ProblemKinds.DuplicateBody, name.Text);
                continue;
            }
            if (!_actions.Contains(name))
                problems.Report(span, ProblemKinds.UnusedBody, name.Text, problems.NearMiss.Hint(name, _actions));
            _actionNames.Add(name, span);
            Bodies.Add(new ActionBodyModel(name, span, element.Code()));
        }
    }
}
