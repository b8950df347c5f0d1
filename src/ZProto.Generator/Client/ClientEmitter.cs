using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>
/// Emits the generated part of a client, or of a node, which is a client of its network: its methods for those who use it, and its machine
/// with what actions call.
/// </summary>
internal sealed class ClientEmitter(ClientSource source, SourceWriter writer)
{
    private const string Operations = $"{ZpEngines}Client.ClientOperations.";
    private const string Cancellation = "global::System.Threading.CancellationToken";

    private readonly SourceWriter _writer = writer;
    private readonly ClientSource _source = source;
    private readonly ClientModel _engine = source.Model;
    private readonly ClientNames _names = source.Names;
    private readonly CallSite _site = new(source.Model, source.Names.Class, source.Names.Calls, source.Names.Machine.Events, "Definition", Operations);
    private readonly ClientReplies _replies = new(source.Model, source.Names.Class, source.Names.Calls);
    private readonly MachineEmitter _machine = new(
        writer, source.Model, source.Protocol, source.Names.Machine, "StateId", $"{Zp}StateMachine<{source.Protocol.Class}>", "machine", $"_{source.Noun}")
    {
        OwnEvents = source.Model is NodeModel ? NodeNames.Events.Select(item => item.Name) : [],
    };

    private readonly MachineMembers _members = new(writer, "private", source.Noun, "StateId", $"{Operations}GetMachine(this)");
    private readonly NodeMembers? _node = source.Model is NodeModel ? new NodeMembers(writer, source.Protocol.Class) : null;

    private List<ClientMethod> _methods = [];

    private string Message => _source.Protocol.Class;

    private string Noun => _source.Noun;

    private string DefinitionBase => _node?.DefinitionBase ?? $"{ZpEngines}ClientDefinition<{Message}>";

    /// <summary>The C# of a client.</summary>
    public static string Emit(ClientSource source, PathMap paths)
    {
        var writer = new SourceWriter(paths);
        new ClientEmitter(source, writer).File();
        return writer.ToString();
    }

    private void File()
    {
        EngineClass.Open(_writer, Noun, _source.Model, _source.Namespace, $"partial class {_names.Class} : {_node?.Base ?? $"{Zp}ClientEngine<{Message}>"}", _names.Defines);
        _replies.EmitEnumeration(_writer);
        _replies.EmitLastReply(_writer, _names.ReplyProperties);
        _replies.EmitFields(_writer, "public");
        _replies.EmitExceptions(_writer);
        Methods();
        Sends();
        Receives();
        _machine.Enumerations("private", $"the {Noun}", _node is null ? "of its peer" : "of its peers");
        ForActions();
        _members.Hooks($"Called when the {Noun} starts, before its first event.");
        Tracer(_names.SendTracer, "sent, when it goes out");
        Tracer(_names.ReceiveTracer, "received, before anything else is done with it");
        _replies.EmitMethods(_writer, $"{Operations}Reply(this, ");
        _site.EmitArguments(_writer, _engine.Methods);
        _machine.Actions();
        Definition();
        EmbeddedCode.WriteMembers(_writer, _source.Model.Customs);
        _writer.Close();
    }

    private void Methods()
    {
        _methods = _engine.Methods.Zip(_names.Methods, (method, name) => (method, name))
            .Where(pair => !ClientNames.IsDestructor(pair.method.Name))
            .Select(pair => new ClientMethod(pair.method, pair.name, _site, _replies))
            .ToList();
        // Old models raise the event without naming the method.
        if (!_engine.Methods.Any(method => ClientNames.IsConstructor(method.Name)) && _engine.States.Any(state => state.Events.Any(item => ClientNames.IsConstructor(item.Name))))
            _methods.Insert(0, new ClientMethod(new MethodModel(new ModelName("constructor"), _source.Model.Span, null, false, [], [], ""), "Constructor", _site, _replies));
        foreach (ClientMethod method in _methods)
            method.EmitResult(_writer);
        foreach (ClientMethod method in _methods)
            method.Emit(_writer);
    }

    private void Sends()
    {
        for (int i = 0; i < _engine.Sends.Count; i++)
        {
            int index = _source.Protocol.Messages.Select((message, at) => (message, at)).First(pair => pair.message.Name.Equals(_engine.Sends[i].Message.Name)).at;
            EquatableArray<MessageParameter> parameters = _source.Protocol.Parameters[index];
            EquatableArray<HeaderParameter> header = _source.Protocol.HeaderParameters;
            List<string> taken = parameters.Select(parameter => parameter.Name).ToList();
            string cancellationToken = MethodParameters.MakeUnique(taken, "cancellationToken");
            string local = MethodParameters.MakeUnique(taken, "message");
            _writer.Write(CSharp.Doc("summary", $"Sends {_engine.Sends[i].Message.Name.Text} to the server, after what was sent before. While the server is away it waits in the client."));
            foreach (MessageParameter parameter in parameters.Skip(header.Count))
                _writer.Write(CSharp.Doc($"param name=\"{parameter.Name.TrimStart('@')}\"", parameter.Doc));
            foreach (MessageParameter parameter in parameters.Take(header.Count))
                _writer.Write(CSharp.Doc($"param name=\"{parameter.Name.TrimStart('@')}\"", $"{parameter.Doc} Null for what it was in the last message sent so."));
            _writer.Write($$"""
                /// <param name="{{cancellationToken}}">Ends the wait for room; the message is not sent then.</param>
                /// <returns>A task that completes when the message is handed to the transport, or waits in the client with fewer than <c>Options.SendQueueCapacity</c> before it.</returns>
                /// <exception cref="global::ZProto.MessageEncodeException">A field has a value that the wire format cannot carry.</exception>
                /// <exception cref="global::ZProto.ClientClosedException">The client has ended.</exception>
                """);
            IEnumerable<string> declared = parameters.Skip(header.Count).Select(parameter => $"{parameter.Type} {parameter.Name}, ")
                .Concat(parameters.Take(header.Count).Select((parameter, at) => $"{header[at].Type} {parameter.Name} = null, "));
            string head = $"public global::System.Threading.Tasks.Task {_names.Sends[i]}Async({string.Concat(declared)}{Cancellation} {cancellationToken} = default)";
            IEnumerable<string> given = parameters.Select((parameter, at) => at < header.Count ? header[at].Value : parameter.Name);
            string create = $"{Message}.Create{_source.Protocol.Messages[index].CSharp}({string.Join(", ", given)})";
            if (header.Count == 0)
            {
                _writer.Write($"{head}\n    => {Operations}SendAsync(this, {create}, {cancellationToken});");
            }
            else
            {
                _writer.Open(head);
                _writer.Write($"{Message} {local};");
                _writer.Open($"lock ({ProtocolReference.SentHeader})");
                foreach (HeaderParameter parameter in header)
                    _writer.Write(parameter.Assign);
                _writer.Write($"{local} = {create};");
                _writer.Close();
                _writer.Write($"return {Operations}SendAsync(this, {local}, {cancellationToken});");
                _writer.Close();
            }
            _writer.BlankLine();
        }
        if (_engine.Sends.Count > 0 && _source.Protocol.HeaderParameters.Count > 0)
        {
            _writer.Write(CSharp.Doc("summary", "The fields of the header, each as the last message that was sent so had it."));
            _writer.Write($"private {Message} {ProtocolReference.SentHeader} {{ get; }} = new {Message}();");
            _writer.BlankLine();
        }
    }

    private void Receives()
    {
        if (_engine.Receives.Count == 0)
            return;
        string names = string.Join(", ", _engine.Receives.Select(message => message.Name.Text));
        _writer.Write(CSharp.Doc("summary", $"Receives the next message that is for the program: {names}."));
        _writer.Write($$"""
            /// <param name="cancellationToken">Ends the wait.</param>
            /// <returns>The message, which belongs to the caller.</returns>
            /// <exception cref="global::ZProto.ClientClosedException">The {{Noun}} has ended, and all messages that it received have been taken.</exception>
            public global::System.Threading.Tasks.ValueTask<{{Message}}> ReceiveAsync({{Cancellation}} cancellationToken = default)
                => {{Operations}}ReceiveAsync(this, cancellationToken);

            """);
        _writer.Write(CSharp.Doc("summary", $"Receives all messages that are for the program, until the {Noun} ends: {names}."));
        _writer.Write($$"""
            /// <param name="cancellationToken">Ends the wait.</param>
            /// <returns>The messages, which belong to the caller.</returns>
            public global::System.Collections.Generic.IAsyncEnumerable<{{Message}}> ReceiveAllAsync({{Cancellation}} cancellationToken = default)
                => {{Operations}}ReceiveAllAsync(this, cancellationToken);

            """);
    }

    private void ForActions()
    {
        _members.Control();
        _writer.Write($$"""
            /// <summary>Executes an event, for handlers and monitors: at once if the {{Noun}} is idle, otherwise after its current event.</summary>
            /// <param name="event">The event.</param>
            /// <param name="argument">The <c>Argument</c> of its actions.</param>
            [global::ZProto.LoopOnly]
            private void SendEvent(Event @event, object? argument = null) => {{Operations}}SendEvent(this, (int)@event, argument);

            """);
        if (_node is null)
            _members.Send(Message, "server", $"{Operations}Send(this)");
        else
            _node.Send();
        if (_engine.Receives.Count == 0)
            return;
        _writer.Write($"""
            /// <summary>Hands a copy of the current message to the program, which receives it with <c>ReceiveAsync</c>.</summary>
            [global::ZProto.LoopOnly]
            private void Deliver() => {Operations}Deliver(this);

            """);
    }

    private void Tracer(string? name, string what)
    {
        if (name is null)
            return;
        _writer.Write($$"""
            /// <summary>Called with each message that is {{what}}, if it has a body. An exception in it is logged.</summary>
            /// <param name="message">The message; valid until the call returns.</param>
            partial void {{name}}({{Message}} message);

            """);
    }

    private void Definition()
    {
        _writer.Write($$"""
            /// <inheritdoc/>
            protected override {{DefinitionBase}} CreateDefinition() => new Definition(this);

            /// <summary>The model's definition for the runtime.</summary>
            """);
        EngineClass.OpenDefinition(_writer, _source.Model, "private", DefinitionBase, _names.Class, Noun, _source.Transport);
        // Both are raised whether a state names them or not, since a wildcard catches them.
        List<ModelName> messages = _source.Protocol.Messages.Select(message => message.Name).ToList();
        _writer.Write($"public override int ExpiredEvent => (int)Event.{_machine.GetEventName(EngineEvents.Expired(messages))};\n");
        _writer.Write($"public override int HeartbeatEvent => (int)Event.{_machine.GetEventName(EngineEvents.Heartbeat(messages))};\n");
        _node?.Events(_machine);
        _machine.WellKnown("DestructorEvent", new ModelName("destructor"));
        if (_engine.Methods.FirstOrDefault(method => ClientNames.IsDestructor(method.Name)) is { Accepts.Count: > 0 } destructor)
            _writer.Write($"public override global::System.Collections.Generic.IReadOnlyList<int> DestructorReplies {{ get; }} = new int[] {{ {_replies.FormatNumbers(_replies.GetAccepted(destructor))} }};\n");
        DeliveredMessages();
        QueuedReplies();
        _site.EmitCorrelation(_writer, _source.Protocol);
        ForHooks();
        _replies.EmitNames(_writer);
        _replies.EmitDelivery(_writer, $"_{Noun}");
        _replies.EmitCreateException(_writer);
        foreach (ClientMethod method in _methods)
        {
            method.EmitCreateResult(_writer);
            method.EmitFailure(_writer);
        }
        _machine.Codec(_node is null ? "Server" : "None");
        _machine.Messages();
        _machine.Machine();
        _writer.Close();
        _writer.BlankLine();
    }

    private void ForHooks()
    {
        _writer.Write($"""
            public override void OnInitialize() => _{Noun}.OnInitialize();

            public override void OnTerminate() => _{Noun}.OnTerminate();

            """);
        EngineClass.TracerHook(_writer, Message, "Send", "TracesSent", CallTracer(_names.SendTracer));
        EngineClass.TracerHook(_writer, Message, "Receive", "TracesReceived", CallTracer(_names.ReceiveTracer));
    }

    private string? CallTracer(string? name) => name is null ? null : $"_{Noun}.{name}(message)";

    private void DeliveredMessages()
    {
        var named = new HashSet<ModelName>(_engine.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => item.Name));
        List<NamedItem> messages = _source.Protocol.Messages.Where(message => !named.Contains(message.Name) && _engine.Receives.Any(receive => receive.Name.Equals(message.Name))).ToList();
        if (messages.Count == 0)
            return;
        _writer.Write($"public override bool IsHandedOn({Message} message) => {_source.Protocol.IdIsOneOf(messages.Select(message => message.CSharp))};\n");
    }

    private void QueuedReplies()
    {
        List<ReplyModel> replies = _engine.Methods.Where(method => method.Immediate).SelectMany(_replies.GetAccepted).GroupBy(reply => reply.Name).Select(same => same.First()).ToList();
        if (replies.Count == 0)
            return;
        _writer.Write($"public override bool IsKept(int reply) => (Reply)reply is {string.Join(" or ", replies.Select(_replies.GetMember))};\n");
    }
}
