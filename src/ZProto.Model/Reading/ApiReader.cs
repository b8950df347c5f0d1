using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads what callers of an engine meet: methods, replies, and messages that they send and receive themselves.</summary>
internal sealed class ApiReader(ModelKind kind, CSharpNames eventNames, DiagnosticBag diagnostics)
{
    private static readonly ModelName s_constructor = new("constructor");
    private static readonly ModelName s_destructor = new("destructor");

    private readonly ArgumentReader _arguments = new("methods", takesPeers: kind == ModelKind.Mesh, diagnostics);
    private readonly ArgumentReader _properties = new("replies", takesPeers: false, diagnostics);
    private readonly RetryReader _retries = new(diagnostics);
    private readonly CSharpNames _methodNames = new(diagnostics);
    private readonly CSharpNames _replyNames = new(diagnostics);
    private readonly HashSet<ModelName> _methods = [];

    public List<MethodModel> Methods { get; } = [];

    public List<ReplyModel> Replies { get; } = [];

    public List<SendModel> Sends { get; } = [];

    public List<Reference> Receives { get; } = [];

    // In servers, and in meshes where no peer does it, the author writes what a method does.
    private bool IsClient => kind.IsOneMachine();

    // A node sends nothing that its machine does not.
    private bool HasSends => kind == ModelKind.Client;

    private bool HasReplies => kind != ModelKind.Server;

    public void Read(XmlElement root, IEnumerable<StateModel> states)
    {
        foreach (XmlElement element in root.Children("method"))
            ReadMethod(element);
        for (int i = 0; i < Methods.Count; i++)
            Methods[i] = Methods[i] with { Arguments = _arguments.Widen(Methods[i].Arguments) };
        foreach (XmlElement element in root.Elements.Where(child => (!HasSends && child.IsNamed("send")) || (!IsClient && child.IsNamed("recv")) || (!HasReplies && child.IsNamed("reply"))))
            diagnostics.Report(element.Span, DiagnosticRules.OnlyInClients, $"<{element.Name}>", EngineReader.Word(kind));
        if (!HasReplies)
            return;
        ReadReplies(root);
        if (HasSends)
            ReadSends(root);
        if (IsClient)
            ReadReceives(root);
        CheckReferences();
        CheckEvents(states);
    }

    private void ReadMethod(XmlElement element)
    {
        if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
            return;
        if (!IsClient && (name.Equals(s_constructor) || name.Equals(s_destructor)))
        {
            ReportOnlyInClients(span, $"method '{name.Text}'");
            return;
        }
        int errors = diagnostics.Errors;
        var method = new MethodModel(
            name,
            span,
            ReadReturn(element),
            element.GetFlag("immediate"),
            _arguments.Read(element, $"method '{name.Text}'"),
            ReadAccepts(element, name).ToEquatableArray(),
            element.GetDescription())
        {
            Timeout = ReadTimeout(element, name),
        };
        if (HasReplies)
            method = method with { Tries = _retries.Read(element, method) };
        else if (element.Attribute("retry") is { } retry)
            ReportOnlyInClients(retry.NameSpan, "'retry'");
        if (kind == ModelKind.Mesh && !method.IsCall && element.Attribute("timeout") is { } timeout)
            diagnostics.Report(timeout.NameSpan, DiagnosticRules.UnknownAttribute, timeout.Name, element.Name, ": a method that waits for nothing takes no time");
        if (kind == ModelKind.Mesh && element.Attribute("immediate") is { } immediate)
            ReportOnlyInClients(immediate.NameSpan, "'immediate'");
        // With which arguments the author writes the method is not known then.
        if (Declare(name, span) && (IsClient || diagnostics.Errors == errors))
            Methods.Add(method);
    }

    private int? ReadTimeout(XmlElement method, ModelName name)
    {
        if (method.GetNonEmptyAttribute("timeout") is not { } attribute)
            return null;
        if (!HasReplies)
            ReportOnlyInClients(attribute.NameSpan, "'timeout'");
        else if (name.Equals(s_destructor))
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, method.Name, ": the end of a client has its DisposeTimeout");
        else if (Literal.TryParse(attribute.Value, out ulong milliseconds) && milliseconds <= int.MaxValue)
            return (int)milliseconds;
        else
            diagnostics.Report(attribute.ValueSpan, DiagnosticRules.BadTimeout, attribute.Value);
        return null;
    }

    private bool Declare(ModelName method, SourceSpan span)
    {
        _methodNames.Add(method, span);
        if (_methods.Add(method))
            return true;
        diagnostics.Report(span, DiagnosticRules.DuplicateMethod, method.Text);
        return false;
    }

    private Reference? ReadReturn(XmlElement method)
    {
        if (HasReplies)
            return method.GetReference("return");
        if (method.Attribute("return") is { } attribute)
            ReportOnlyInClients(attribute.NameSpan, "'return'");
        return null;
    }

    private List<AcceptModel> ReadAccepts(XmlElement method, ModelName name)
    {
        var accepts = new List<AcceptModel>();
        foreach (XmlElement element in method.Children("accept"))
        {
            if (!HasReplies)
            {
                ReportOnlyInClients(element.Span, "<accept>");
                continue;
            }
            bool isError = ReadIsError(element, name);
            if (element.GetReference("reply") is not { Name.IsEmpty: false } reply)
                diagnostics.Report(element.Attribute("reply")?.ValueSpan ?? element.Span, DiagnosticRules.MissingReply);
            else if (accepts.FindIndex(accept => accept.Reply.Name.Equals(reply.Name)) is var index and >= 0)
                accepts[index] = accepts[index] with { IsError = accepts[index].IsError || isError };
            else
                accepts.Add(new AcceptModel(reply, isError));
        }
        return accepts;
    }

    private bool ReadIsError(XmlElement accept, ModelName method)
    {
        if (method.Equals(s_destructor) && accept.GetNonEmptyAttribute("error") is { } attribute)
        {
            diagnostics.Report(attribute.NameSpan, DiagnosticRules.UnknownAttribute, attribute.Name, accept.Name, ": DisposeAsync takes every reply for the end");
            return false;
        }
        return accept.ReadWord("error", diagnostics, DiagnosticRules.BadErrorFlag, "0", "1", "false", "true") is "1" or "true";
    }

    private void ReadReplies(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("reply"))
        {
            if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
                continue;
            var reply = new ReplyModel(name, span, _properties.Read(element, $"reply '{name.Text}'"), element.GetDescription());
            _replyNames.Add(name, span);
            if (names.Add(name))
                Replies.Add(reply);
            else
                diagnostics.Report(span, DiagnosticRules.DuplicateReply, name.Text);
        }
        for (int i = 0; i < Replies.Count; i++)
            Replies[i] = Replies[i] with { Properties = _properties.Widen(Replies[i].Properties) };
        ReadUndeclaredReplies(names);
    }

    // zproto's client needs no <reply> for what a method accepts.
    private void ReadUndeclaredReplies(HashSet<ModelName> names)
    {
        List<ModelName> declared = [.. names];
        foreach (Reference reply in Methods.SelectMany(method => method.Accepts).Select(accept => accept.Reply))
        {
            if (!names.Add(reply.Name))
                continue;
            _replyNames.Add(reply.Name, reply.Span);
            Replies.Add(new ReplyModel(reply.Name, reply.Span, EquatableArray<ArgumentModel>.Empty, ""));
            string hint = diagnostics.Spelling.Hint(reply.Name, declared);
            if (hint.Length > 0)
                diagnostics.Report(reply.Span, DiagnosticRules.UnknownReply, reply.Name.Text, hint);
            else
                diagnostics.Report(reply.Span, DiagnosticRules.UndeclaredReply, reply.Name.Text);
        }
    }

    private void ReadSends(XmlElement root)
    {
        foreach (XmlElement element in root.Children("send").SelectMany(send => send.Children("message")))
        {
            if (!element.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
                continue;
            Reference method = element.GetReference("method") ?? new Reference(name, span);
            if (Declare(method.Name, method.Span))
                Sends.Add(new SendModel(new Reference(name, span), method.Name));
        }
    }

    private void ReadReceives(XmlElement root)
    {
        var names = new HashSet<ModelName>();
        foreach (XmlElement element in root.Children("recv").SelectMany(receive => receive.Children("message")))
        {
            if (element.TryReadName(diagnostics, out ModelName name, out SourceSpan span) && names.Add(name))
                Receives.Add(new Reference(name, span));
        }
    }

    private void CheckReferences()
    {
        var properties = new HashSet<ModelName>(Replies.SelectMany(reply => reply.Properties).Select(property => property.Name));
        foreach (Reference property in Methods.Select(method => method.Return).OfType<Reference>().Where(property => !properties.Contains(property.Name)))
            diagnostics.Report(property.Span, DiagnosticRules.UnknownProperty, property.Name.Text, diagnostics.Spelling.Hint(property.Name, properties));
        foreach (MethodModel method in Methods.Where(method => method.Accepts.Count > 0 && method.Accepts.All(accept => accept.IsError)))
            diagnostics.Report(method.Span, DiagnosticRules.OnlyErrors, method.Name.Text);
    }

    // In a client the call of a method raises the event of its name; in a mesh, that of a method with a peer.
    private void CheckEvents(IEnumerable<StateModel> states)
    {
        var events = new HashSet<ModelName>(states.SelectMany(state => state.Events).Select(@event => @event.Name));
        foreach (MethodModel method in Methods.Where(method => IsClient ? !method.Immediate : method.Peer is not null))
        {
            eventNames.Add(method.Name, method.Span);
            if (StateReader.IsReserved(method.Name))
                diagnostics.Report(method.Span, DiagnosticRules.ReservedEvent, method.Name.Text);
            else if (!events.Contains(method.Name))
                diagnostics.Report(method.Span, DiagnosticRules.MethodWithoutEvent, method.Name.Text, diagnostics.Spelling.Hint(method.Name, events));
            else if (method.Tries > 1)
                _retries.Check(method, states);
        }
    }

    // Meshes are to have it, and would do something else without.
    private void ReportOnlyInClients(SourceSpan span, string what)
    {
        if (kind == ModelKind.Mesh)
            diagnostics.Report(span, DiagnosticRules.NotSupportedYet, $"{what} of a mesh");
        else
            diagnostics.Report(span, DiagnosticRules.OnlyInClients, what, EngineReader.Word(kind));
    }
}
