using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads what callers of an engine meet: methods, replies, and messages that they send and receive themselves.</summary>
internal sealed class ApiReader(ModelKind kind, CSharpNames eventNames, ProblemList problems)
{
    private static readonly ModelName s_constructor = new("constructor");
    private static readonly ModelName s_destructor = new("destructor");

    private readonly ArgumentReader _arguments = new("methods", problems);
    private readonly ArgumentReader _properties = new("replies", problems);
    private readonly CSharpNames _methodNames = new(problems);
    private readonly CSharpNames _replyNames = new(problems);
    private readonly HashSet<ModelName> _methods = [];

    public List<MethodModel> Methods { get; } = [];

    public List<ReplyModel> Replies { get; } = [];

    public List<SendModel> Sends { get; } = [];

    public List<Reference> Receives { get; } = [];

    private bool IsServer => kind == ModelKind.Server;

    public void Read(XmlElement root, IEnumerable<StateModel> states)
    {
        foreach (XmlElement element in root.Children("method"))
            ReadMethod(element);
        for (int i = 0; i < Methods.Count; i++)
            Methods[i] = Methods[i] with { Arguments = _arguments.Widen(Methods[i].Arguments) };
        if (IsServer)
        {
            foreach (XmlElement element in root.Elements.Where(child => child.IsCalled("reply") || child.IsCalled("send") || child.IsCalled("recv")))
                HintOnlyInClients(element.Span, $"<{element.Name}>");
            return;
        }
        ReadReplies(root);
        ReadSends(root);
        ReadReceives(root);
        CheckReferences();
        CheckEvents(states);
    }

    private void ReadMethod(XmlElement element)
    {
        if (!element.TryReadName(problems, out ModelName name, out SourceSpan span))
            return;
        if (IsServer && (name.Equals(s_constructor) || name.Equals(s_destructor)))
        {
            HintOnlyInClients(span, $"method '{name.Text}'");
            return;
        }
        int errors = problems.Errors;
        var method = new MethodModel(
            name,
            span,
            ReadReturn(element),
            element.Flag("immediate"),
            _arguments.Read(element, $"method '{name.Text}'"),
            ReadAccepts(element).ToEquatableArray(),
            element.Description())
        {
            Timeout = ReadTimeout(element, name),
        };
        // A server's author writes the method, and with which arguments is not known.
        if (Declare(name, span) && !(IsServer && problems.Errors > errors))
            Methods.Add(method);
    }

    private int? ReadTimeout(XmlElement method, ModelName name)
    {
        if (method.Given("timeout") is not { } attribute)
            return null;
        if (IsServer)
            HintOnlyInClients(attribute.NameSpan, "'timeout'");
        else if (name.Equals(s_destructor))
            problems.Report(attribute.NameSpan, ProblemKinds.UnknownAttribute, attribute.Name, method.Name, ": the end of a client has its DisposeTimeout");
        else if (Literal.TryParse(attribute.Value, out ulong milliseconds) && milliseconds <= int.MaxValue)
            return (int)milliseconds;
        else
            problems.Report(attribute.ValueSpan, ProblemKinds.BadTimeout, attribute.Value);
        return null;
    }

    private bool Declare(ModelName method, SourceSpan span)
    {
        _methodNames.Add(method, span);
        if (_methods.Add(method))
            return true;
        problems.Report(span, ProblemKinds.DuplicateMethod, method.Text);
        return false;
    }

    private Reference? ReadReturn(XmlElement method)
    {
        if (!IsServer)
            return method.Reference("return");
        if (method.Attribute("return") is { } attribute)
            HintOnlyInClients(attribute.NameSpan, "'return'");
        return null;
    }

    private IEnumerable<Reference> ReadAccepts(XmlElement method)
    {
        foreach (XmlElement accept in method.Children("accept"))
        {
            if (IsServer)
                HintOnlyInClients(accept.Span, "<accept>");
            else if (accept.Reference("reply") is { Name.IsEmpty: false } reply)
                yield return reply;
            else
                problems.Report(accept.Attribute("reply")?.ValueSpan ?? accept.Span, ProblemKinds.MissingReply);
        }
    }

    private void ReadReplies(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("reply"))
        {
            if (!element.TryReadName(problems, out ModelName name, out SourceSpan span))
                continue;
            var reply = new ReplyModel(name, span, _properties.Read(element, $"reply '{name.Text}'"), element.Description());
            _replyNames.Add(name, span);
            if (names.Add(name))
                Replies.Add(reply);
            else
                problems.Report(span, ProblemKinds.DuplicateReply, name.Text);
        }
        for (int i = 0; i < Replies.Count; i++)
            Replies[i] = Replies[i] with { Properties = _properties.Widen(Replies[i].Properties) };
        ReadUndeclaredReplies(names);
    }

    // zproto's client needs no <reply> for what a method accepts.
    private void ReadUndeclaredReplies(HashSet<ModelName> names)
    {
        List<ModelName> declared = [.. names];
        foreach (Reference reply in Methods.SelectMany(method => method.Accepts))
        {
            if (!names.Add(reply.Name))
                continue;
            _replyNames.Add(reply.Name, reply.Span);
            Replies.Add(new ReplyModel(reply.Name, reply.Span, EquatableArray<ArgumentModel>.Empty, ""));
            string hint = problems.NearMiss.Hint(reply.Name, declared);
            if (hint.Length > 0)
                problems.Report(reply.Span, ProblemKinds.UnknownReply, reply.Name.Text, hint);
            else
                problems.Report(reply.Span, ProblemKinds.UndeclaredReply, reply.Name.Text);
        }
    }

    private void ReadSends(XmlElement root)
    {
        foreach (XmlElement element in root.Children("send").SelectMany(send => send.Children("message")))
        {
            if (!element.TryReadName(problems, out ModelName name, out SourceSpan span))
                continue;
            Reference method = element.Reference("method") ?? new Reference(name, span);
            if (Declare(method.Name, method.Span))
                Sends.Add(new SendModel(new Reference(name, span), method.Name));
        }
    }

    private void ReadReceives(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("recv").SelectMany(receive => receive.Children("message")))
        {
            if (element.TryReadName(problems, out ModelName name, out SourceSpan span) && names.Add(name))
                Receives.Add(new Reference(name, span));
        }
    }

    private void CheckReferences()
    {
        var properties = new HashSet<ModelName>(Replies.SelectMany(reply => reply.Properties).Select(property => property.Name));
        foreach (Reference property in Methods.Select(method => method.Return).OfType<Reference>().Where(property => !properties.Contains(property.Name)))
            problems.Report(property.Span, ProblemKinds.UnknownProperty, property.Name.Text, problems.NearMiss.Hint(property.Name, properties));
    }

    // In a client the call of a method raises the event of its name.
    private void CheckEvents(IEnumerable<StateModel> states)
    {
        var events = new HashSet<ModelName>(states.SelectMany(state => state.Events).Select(@event => @event.Name));
        foreach (MethodModel method in Methods.Where(method => !method.Immediate))
        {
            eventNames.Add(method.Name, method.Span);
            if (StateReader.IsReserved(method.Name))
                problems.Report(method.Span, ProblemKinds.ReservedEvent, method.Name.Text);
            else if (!events.Contains(method.Name))
                problems.Report(method.Span, ProblemKinds.MethodWithoutEvent, method.Name.Text, problems.NearMiss.Hint(method.Name, events));
        }
    }

    private void HintOnlyInClients(SourceSpan span, string what) => problems.Report(span, ProblemKinds.OnlyInClients, what);
}
