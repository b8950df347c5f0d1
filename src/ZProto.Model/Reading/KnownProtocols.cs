using ZProto.Model.Naming;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>The protocols among a project's models, and what each of its engines speaks. All protocols go in before the first engine asks.</summary>
internal sealed class KnownProtocols
{
    private readonly List<ClassModel> _protocols = [];
    private readonly List<ClassModel> _clients = [];
    private readonly HashSet<ModelName> _unsound = [];
    private readonly Dictionary<ModelName, Problem> _broken = [];
    private readonly NearMiss _nearMiss = new();

    /// <summary>Adds a protocol that engines can speak.</summary>
    public void Add(ClassModel protocol) => _protocols.Add(protocol);

    /// <summary>Adds a client, by which it is known what servers are sent.</summary>
    public void AddClient(ClassModel client) => _clients.Add(client);

    /// <summary>Adds one that nothing can be made of, and that is reported where it stands.</summary>
    public void AddUnsound(ModelName name) => _unsound.Add(name);

    /// <summary>Adds a model that could not be read, if it may be the protocol that an engine asks for.</summary>
    public void AddUnread(ModelText text)
    {
        XmlElement? root = text.Document.Root;
        bool mayBeProtocol = root?.Attribute("script") is not { } script || script.Value.IndexOf("codec", StringComparison.OrdinalIgnoreCase) >= 0;
        if (mayBeProtocol)
            AddUnsound(new ModelName(root?.Attribute("name")?.Value ?? ""));
    }

    /// <summary>Adds one that nothing can be made of, and that nobody else reports.</summary>
    /// <param name="text">The model.</param>
    /// <param name="error">What is wrong with it.</param>
    public void AddUnreported(ModelText text, Problem error)
    {
        if (text.Document.Root?.Attribute("name") is { } name)
            _broken[new ModelName(name.Value)] = error;
    }

    /// <summary>The protocol that an engine speaks: the one it names, or the only one there is. Where there is none, it is said why.</summary>
    public ClassModel? Of(ClassModel engine, List<Problem> problems)
    {
        Reference? named = engine.Engine!.ProtocolClass;
        List<ClassModel> candidates = named is null ? _protocols : _protocols.FindAll(protocol => protocol.Name.Equals(named.Name));
        if (candidates.Count > 0 && (named is not null || candidates.Count == 1))
        {
            if (!candidates[0].Protocol!.PubSub)
                return candidates[0];
            problems.Add(Problem.At(named?.Span ?? engine.Span, ProblemKinds.PublishedProtocol, candidates[0].Name.Text));
        }
        else if (named is null)
        {
            // A protocol that cannot be read is reported where it stands.
            if (_unsound.Count == 0 || candidates.Count > 0)
                problems.Add(Problem.At(engine.Span, ProblemKinds.UnknownProtocol, candidates.Count == 0 ? "there is no protocol among the project's models" : "there are several protocols among the project's models; name one with 'protocol_class'"));
        }
        else if (_broken.TryGetValue(named.Name, out Problem? broken))
        {
            problems.Add(Problem.At(named.Span, ProblemKinds.UnknownProtocol, $"protocol '{named.Name.Text}' cannot be read, see {broken.Span}: {broken.Message}"));
        }
        else if (!_unsound.Contains(named.Name))
        {
            problems.Add(Problem.At(named.Span, ProblemKinds.UnknownProtocol, $"there is no protocol '{named.Name.Text}' among the project's models{_nearMiss.Hint(named.Name, _protocols.Select(protocol => protocol.Name))}"));
        }
        return null;
    }

    /// <summary>Says which messages that an engine sends or receives its protocol does not have, and which of its clients' messages a server does not take.</summary>
    public void CheckMessages(ClassModel model, ClassModel protocol, List<Problem> problems)
    {
        EquatableArray<MessageModel> messages = protocol.Protocol!.Messages;
        EngineModel engine = model.Engine!;
        IEnumerable<Reference> named = SentBy(engine)
            .Concat(engine.Receives)
            .Concat(engine.SelfTest.SelectMany(step => new[] { step.Send, step.Receive }).OfType<Reference>());
        foreach (Reference message in named.Where(message => !messages.Any(known => known.Name.Equals(message.Name))))
            problems.Add(Problem.At(message.Span, ProblemKinds.UnknownMessage, message.Name.Text, protocol.Name.Text, _nearMiss.Hint(message.Name, messages.Select(known => known.Name))));
        foreach (SelfTestStep step in engine.SelfTest.Where(step => step.Body is not null))
        {
            if (messages.FirstOrDefault(known => step.Send is not null && known.Name.Equals(step.Send.Name)) is { } sent && sent.BodyField is null)
                problems.Add(Problem.At(step.Span, ProblemKinds.BodyWithoutField, sent.Name.Text));
        }
        CheckEngineEvents(model, messages.Select(message => message.Name).ToList(), problems);
        CheckCorrelation(engine, protocol, problems);
        if (model.Kind == ModelKind.Server)
            CheckTaken(model, protocol, problems);
    }

    private static void CheckEngineEvents(ClassModel model, List<ModelName> messages, List<Problem> problems)
    {
        foreach (EventModel @event in model.Engine!.States.SelectMany(state => state.Events))
        {
            if (EngineEvents.HiddenBy(@event.Name, model.Kind, messages) is { } hidden)
                problems.Add(Problem.At(@event.Span, ProblemKinds.MessageTakesEventName, @event.Name.Text, hidden.Text));
        }
    }

    private void CheckCorrelation(EngineModel engine, ClassModel protocol, List<Problem> problems)
    {
        if (engine.Correlation is not { } named)
            return;
        FieldModel? field = protocol.Protocol!.Fields.FirstOrDefault(known => known.Name.Equals(named.Name));
        if (field is { Type: FieldType.Number or FieldType.Uuid })
            return;
        IEnumerable<ModelName> fitting = protocol.Protocol.Fields.Where(known => known.Type is FieldType.Number or FieldType.Uuid).Select(known => known.Name);
        string text = field is null
            ? $"protocol '{protocol.Name.Text}' has no field '{named.Name.Text}' to pair replies with calls by{_nearMiss.Hint(named.Name, fitting)}"
            : $"field '{named.Name.Text}' is {BuiltInTypes.Show(field.Type, field.Size)}; only a number or a uuid pairs replies with calls";
        problems.Add(Problem.At(named.Span, ProblemKinds.BadCorrelation, text));
    }

    private void CheckTaken(ClassModel server, ClassModel protocol, List<Problem> problems)
    {
        List<EventModel> events = server.Engine!.States.SelectMany(state => state.Events).ToList();
        if (events.Exists(item => item.IsWildcard))
            return;
        var taken = new HashSet<ModelName>(events.Select(item => item.Name));
        var sent = new HashSet<ModelName>(_clients.Where(client => ReferenceEquals(Of(client, []), protocol)).SelectMany(client => SentBy(client.Engine!)).Select(message => message.Name));
        foreach (MessageModel message in protocol.Protocol!.Messages.Where(message => (message.Role == "client" || sent.Contains(message.Name)) && !taken.Contains(message.Name)))
            problems.Add(Problem.At(server.Span, ProblemKinds.MessageNotTaken, message.Name.Text, _nearMiss.Hint(message.Name, taken)));
    }

    private static IEnumerable<Reference> SentBy(EngineModel engine)
        => ServerNames.ActionsOf(engine).Where(action => ServerNames.IsSend(action.Name)).Select(action => action.Message).OfType<Reference>()
            .Concat(engine.Sends.Select(send => send.Message));
}
