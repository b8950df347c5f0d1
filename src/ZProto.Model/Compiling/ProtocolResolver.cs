using ZProto.Model.Naming;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.Compiling;

/// <summary>The protocols among a project's models, and what each of its engines speaks. All protocols go in before the first engine asks.</summary>
internal sealed class ProtocolResolver
{
    // Events that engines raise, whatever the protocol has.
    private static readonly ModelName[] s_ofEngines = [.. EngineEvents.OfKind(ModelKind.Mesh), .. NodeNames.Events.Select(item => item.Name), new("constructor"), new("destructor")];

    private readonly List<CompiledProtocol> _protocols = [];
    private readonly List<(EngineModel Client, string Namespace)> _clients = [];
    private readonly HashSet<ModelName> _unread = [];
    private readonly HashSet<(CompiledProtocol Protocol, ModelName Message)> _reported = [];
    private readonly Dictionary<ModelName, ModelDiagnostic> _broken = [];
    private readonly SpellingHints _spelling = new();
    private ILookup<CompiledProtocol?, ModelName>? _sentByClients;

    /// <summary>Adds a protocol that engines can speak.</summary>
    public void Add(CompiledProtocol protocol) => _protocols.Add(protocol);

    /// <summary>Adds a client, or a mesh of that role, by which it is known what servers are sent.</summary>
    /// <param name="client">The client.</param>
    /// <param name="namespace">Its namespace.</param>
    public void AddClient(EngineModel client, string @namespace) => _clients.Add((client, @namespace));

    /// <summary>Adds a model that could not be read and is reported elsewhere, as it may be the protocol that an engine names.</summary>
    public void AddUnread(SourceFile text)
    {
        XmlElement? root = text.Document.Root;
        bool mayBeProtocol = root?.Attribute("script") is not { } script || script.Value.IndexOf("codec", StringComparison.OrdinalIgnoreCase) >= 0;
        if (mayBeProtocol)
            _unread.Add(new ModelName(root?.Attribute("name")?.Value ?? ""));
    }

    /// <summary>Adds a model that cannot be used and is not reported elsewhere.</summary>
    /// <param name="text">The model.</param>
    /// <param name="error">What is wrong with it.</param>
    public void AddUnreported(SourceFile text, ModelDiagnostic error)
    {
        if (text.Document.Root?.Attribute("name") is { } name)
            _broken[new ModelName(name.Value)] = error;
    }

    /// <summary>The protocol that an engine speaks: the one it names, or the only one there is. Reports why if there is none.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="diagnostics">Where it is said.</param>
    public CompiledProtocol? Resolve(EngineModel engine, string @namespace, List<ModelDiagnostic> diagnostics)
        => Resolve(engine.ProtocolClass, engine.Span, @namespace, mayPublish: false, diagnostics);

    /// <summary>The protocol that a further socket of an engine speaks: the one it names, which may be one for publishing, or the engine's. Reports why if there is none.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="ofEngine">What the engine speaks.</param>
    /// <param name="namespace">The engine's namespace.</param>
    /// <param name="diagnostics">Where it is said.</param>
    public CompiledProtocol? Resolve(SocketModel socket, CompiledProtocol ofEngine, string @namespace, List<ModelDiagnostic> diagnostics)
        => socket.ProtocolClass is null ? ofEngine : Resolve(socket.ProtocolClass, socket.Span, @namespace, mayPublish: true, diagnostics);

    /// <summary>The protocol of the messages that are events of an engine's own machine, as <see cref="Resolve(SocketModel, CompiledProtocol, string, List{ModelDiagnostic})"/> finds a socket's.</summary>
    public CompiledProtocol? Resolve(MachineModel machine, CompiledProtocol ofEngine, string @namespace, List<ModelDiagnostic> diagnostics)
        => machine.ProtocolClass is null ? ofEngine : Resolve(machine.ProtocolClass, machine.Span, @namespace, mayPublish: true, diagnostics);

    private CompiledProtocol? Resolve(Reference? named, SourceSpan spanOfUser, string @namespace, bool mayPublish, List<ModelDiagnostic> diagnostics)
    {
        SourceSpan span = named?.Span ?? spanOfUser;
        List<CompiledProtocol> candidates = FindNearest(_protocols.FindAll(protocol => named is null || protocol.Model.Name.Equals(named.Name)), named is null ? null : @namespace);
        if (candidates.Count == 1)
            return Check(candidates[0], span, mayPublish, diagnostics);

        string? why = named is null ? WhyNoneIsChosen(candidates)
            : candidates.Count > 1 ? $"there are two protocols '{named.Name.Text}', in {Format(candidates[0])} and in {Format(candidates[1])}, and none in this model's own namespace; give it the 'namespace' of the one it speaks"
            : _broken.TryGetValue(named.Name, out ModelDiagnostic? broken) ? $"protocol '{named.Name.Text}' cannot be read, see {broken.Span}: {broken.Message}"
            : _unread.Contains(named.Name) ? null
            : $"there is no protocol '{named.Name.Text}' among the project's models{_spelling.Hint(named.Name, _protocols.Select(protocol => protocol.Model.Name))}";
        if (why is not null)
            diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.UnknownProtocol, why));
        return named is not null && candidates.Count == 0 && why is not null && !_broken.ContainsKey(named.Name) ? Guess(named.Name) : null;
    }

    // What an engine is declared with whose protocol is not there: the one that it may mean.
    private CompiledProtocol? Guess(ModelName name)
    {
        string? meant = _spelling.Suggest(name.Text, _protocols.Select(protocol => protocol.Model.Name.Text));
        List<CompiledProtocol> likely = _protocols.FindAll(protocol => meant is null ? !protocol.IsReferenced : protocol.Model.Name.Text == meant);
        return likely.Count > 0 && (meant is not null || likely.Count == 1) ? Check(likely[0], default, mayPublish: false, []) : null;
    }

    /// <summary>Says which messages that an engine sends or receives its protocol does not have, and which of its clients' messages a server does not take.</summary>
    public void CheckMessages(EngineModel engine, CompiledProtocol protocol, List<ModelDiagnostic> diagnostics)
    {
        // What a protocol with errors lacks may be what could not be read.
        if (!protocol.IsValid)
            return;
        bool hasErrors = diagnostics.Exists(diagnostic => diagnostic.IsError);
        EquatableArray<MessageModel> messages = protocol.Model.Messages;
        IEnumerable<Reference> named = engine.SentMessages
            .Concat(engine.DeliveredMessages)
            .Concat(engine.SelfTest.SelectMany(step => new[] { step.Send, step.Receive }).OfType<Reference>());
        CheckKnown(named, protocol, diagnostics);
        foreach (SelfTestStepModel step in engine.SelfTest.Where(step => step.Body is not null))
        {
            if (messages.FirstOrDefault(known => step.Send is not null && known.Name.Equals(step.Send.Name)) is { } sent && sent.BodyField is null)
                diagnostics.Add(ModelDiagnostic.Create(step.Span, DiagnosticRules.BodyWithoutField, sent.Name.Text));
        }
        CheckEngineEvents(engine, messages.Select(message => message.Name).ToList(), diagnostics);
        CheckCorrelation(engine, protocol.Model, diagnostics);
        if (!hasErrors)
            CheckHandled(engine, protocol, diagnostics);
    }

    /// <summary>Says which messages that a machine of an engine sends its protocol does not have, and which of its sockets speak another.</summary>
    public void CheckMachine(MachineModel machine, CompiledProtocol protocol, List<(SocketModel Model, CompiledProtocol Protocol)> sockets, List<ModelDiagnostic> diagnostics)
    {
        if (!protocol.IsValid)
            return;
        bool hasErrors = diagnostics.Exists(diagnostic => diagnostic.IsError);
        List<Reference> sent = machine.GetActions().Select(action => action.Message).OfType<Reference>().ToList();
        CheckKnown(sent, protocol, diagnostics);
        foreach (Reference named in machine.GetActions().Select(action => action.Socket).OfType<Reference>())
        {
            CompiledProtocol spoken = sockets.Find(socket => socket.Model.Name.Equals(named.Name)).Protocol;
            if (spoken.FullName != protocol.FullName)
                diagnostics.Add(ModelDiagnostic.Create(named.Span, DiagnosticRules.BadSendingSocket, named.Name.Text, $"speaks '{spoken.Model.Name.Text}', and the machine '{machine.Name.Text}' speaks '{protocol.Model.Name.Text}'"));
        }
        List<EventModel> events = machine.States.SelectMany(state => state.Events).ToList();
        bool receives = sockets.Exists(socket => socket.Model.ReceivesMessages && socket.Protocol.FullName == protocol.FullName);
        if (receives && !hasErrors && !events.Exists(item => item.IsWildcard))
            MisspeltEvents(sent, [], role: null, protocol, events, new HashSet<ModelName>(events.Select(item => item.Name)), diagnostics);
    }

    private void CheckKnown(IEnumerable<Reference> named, CompiledProtocol protocol, List<ModelDiagnostic> diagnostics)
    {
        EquatableArray<MessageModel> messages = protocol.Model.Messages;
        foreach (Reference message in named.Where(message => !messages.Any(known => known.Name.Equals(message.Name))))
        {
            // Where the message's own name is misspelt, all engines that speak of it would say so.
            if (_reported.Add((protocol, message.Name)))
                diagnostics.Add(ModelDiagnostic.Create(message.Span, DiagnosticRules.UnknownMessage, message.Name.Text, protocol.Model.Name.Text, _spelling.Hint(message.Name, messages.Select(known => known.Name))));
        }
    }

    private static void CheckEngineEvents(EngineModel engine, List<ModelName> messages, List<ModelDiagnostic> diagnostics)
    {
        foreach (EventModel @event in engine.States.SelectMany(state => state.Events))
        {
            if (EngineEvents.HiddenBy(@event.Name, engine.Kind, messages) is { } hidden)
                diagnostics.Add(ModelDiagnostic.Create(@event.Span, DiagnosticRules.MessageTakesEventName, @event.Name.Text, hidden.Text));
        }
    }

    private void CheckCorrelation(EngineModel engine, ProtocolModel protocol, List<ModelDiagnostic> diagnostics)
    {
        if (engine.Correlation is not { } named)
            return;
        FieldModel? field = protocol.Fields.FirstOrDefault(known => known.Name.Equals(named.Name));
        if (field is { Type.CanCorrelate: true })
            return;
        IEnumerable<ModelName> fitting = protocol.Fields.Where(known => known.Type.CanCorrelate).Select(known => known.Name);
        string text = field is null
            ? $"protocol '{protocol.Name.Text}' has no field '{named.Name.Text}' to pair replies with calls by{_spelling.Hint(named.Name, fitting)}"
            : $"field '{named.Name.Text}' is {field.Type.Format(field.Size)}; only a number or a uuid pairs replies with calls";
        diagnostics.Add(ModelDiagnostic.Create(named.Span, DiagnosticRules.BadCorrelation, text));
    }

    private void CheckHandled(EngineModel engine, CompiledProtocol protocol, List<ModelDiagnostic> diagnostics)
    {
        List<EventModel> events = engine.States.SelectMany(state => state.Events).ToList();
        if (events.Exists(item => item.IsWildcard))
            return;
        var handled = new HashSet<ModelName>(events.Select(item => item.Name).Concat(engine.DeliveredMessages.Select(message => message.Name)));
        foreach (ModelName message in MisspeltEvents(engine.SentMessages, engine.Methods, engine.Role, protocol, events, handled, diagnostics))
            handled.Add(message);
        if (engine is not ServerModel)
            return;
        var sent = new HashSet<ModelName>(GetSentByClients(protocol));
        foreach (MessageModel message in protocol.Model.Messages.Where(message => (message.Role == "client" || sent.Contains(message.Name)) && !handled.Contains(message.Name)))
            diagnostics.Add(ModelDiagnostic.Create(engine.Span, DiagnosticRules.MessageNotHandled, message.Name.Text, ""));
    }

    /// <summary>What the project's clients send to servers that speak a protocol.</summary>
    private IEnumerable<ModelName> GetSentByClients(CompiledProtocol protocol)
    {
        _sentByClients ??= _clients
            .SelectMany(known => known.Client.SentMessages.Select(message => (Protocol: Resolve(known.Client, known.Namespace, []), message.Name)))
            .ToLookup(sent => sent.Protocol, sent => sent.Name);
        return _sentByClients[protocol];
    }

    /// <summary>Reports events whose names are close to messages that no state handles and the engine does not send, and returns these messages.</summary>
    private List<ModelName> MisspeltEvents(
        IEnumerable<Reference> sentMessages, IEnumerable<MethodModel> methods, string? role, CompiledProtocol protocol, List<EventModel> events, HashSet<ModelName> handled, List<ModelDiagnostic> diagnostics)
    {
        var known = new HashSet<ModelName>(protocol.Model.Messages.Select(message => message.Name).Concat(methods.Select(method => method.Name)).Concat(s_ofEngines));
        var sent = new HashSet<ModelName>(sentMessages.Select(message => message.Name));
        List<string> unhandled = protocol.Model.Messages
            .Where(message => !handled.Contains(message.Name) && !sent.Contains(message.Name) && (role is null || message.Role != role))
            .Select(message => message.Name.Text)
            .ToList();
        var found = new List<ModelName>();
        foreach (EventModel item in events.GroupBy(item => item.Name).Select(same => same.First()).Where(item => !known.Contains(item.Name)))
        {
            // Two names that are one in C# have a diagnostic of their own.
            if (_spelling.Suggest(item.Name.Text, unhandled) is not { } meant || new ModelName(meant).Pascal == item.Name.Pascal)
                continue;
            if (_reported.Add((protocol, item.Name)))
                diagnostics.Add(ModelDiagnostic.Create(item.Span, DiagnosticRules.MisspeltEvent, item.Name.Text, protocol.Model.Name.Text, meant));
            found.Add(new ModelName(meant));
        }
        return found;
    }

    /// <summary>Of several protocols those nearest to an engine: in its namespace, else of its project, else all.</summary>
    private static List<CompiledProtocol> FindNearest(List<CompiledProtocol> protocols, string? @namespace)
    {
        List<CompiledProtocol> inNamespace = protocols.FindAll(protocol => protocol.Namespace == @namespace);
        List<CompiledProtocol> ofProject = protocols.FindAll(protocol => !protocol.IsReferenced);
        return inNamespace.Count > 0 ? inNamespace.GetRange(0, 1) : ofProject.Count > 0 ? ofProject : protocols;
    }

    private static CompiledProtocol? Check(CompiledProtocol protocol, SourceSpan span, bool mayPublish, List<ModelDiagnostic> diagnostics)
    {
        if (!protocol.IsVisible)
            diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.InternalProtocol, protocol.Model.Name.Text));
        else if (protocol.Model.PubSub && !mayPublish)
            diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.PublishedProtocol, protocol.Model.Name.Text));
        else
            return protocol;
        return null;
    }

    /// <summary>Why an engine that names no protocol has none, or null if that is reported elsewhere.</summary>
    private string? WhyNoneIsChosen(List<CompiledProtocol> protocols)
        => protocols.Count > 0 ? "there are several protocols among the project's models; name one with 'protocol_class'"
            : _unread.Count > 0 ? null
            : "there is no protocol among the project's models";

    private static string Format(CompiledProtocol protocol) => protocol.Namespace.Length == 0 ? "no namespace" : $"'{protocol.Namespace}'";
}
