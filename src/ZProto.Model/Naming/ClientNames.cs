namespace ZProto.Model.Naming;

/// <summary>What the states, events, actions, methods and replies of a client are called in C#.</summary>
/// <param name="Class">The client's class.</param>
/// <param name="Machine">The names of its machine.</param>
/// <param name="Methods">The names of <see cref="EngineModel.Methods"/>, in the same order; each is used with <c>Async</c> and with <c>Result</c>.</param>
/// <param name="Calls">The names of what its calls take and give.</param>
/// <param name="Sends">The names of <see cref="ClientModel.Sends"/>, in the same order; each is used with <c>Async</c>.</param>
/// <param name="ReplyProperties">The properties of all replies with their names in the client's class.</param>
/// <param name="SendTracer">The name of <see cref="EngineModel.SendTracer"/>, or null.</param>
/// <param name="ReceiveTracer">The name of <see cref="EngineModel.ReceiveTracer"/>, or null.</param>
/// <param name="Defines">The names of the constants, in the order of the model.</param>
/// <param name="Diagnostics">The names that took a suffix.</param>
public sealed record ClientNames(
    string Class,
    MachineNames Machine,
    EquatableArray<string> Methods,
    CallNames Calls,
    EquatableArray<string> Sends,
    EquatableArray<NamedItem> ReplyProperties,
    string? SendTracer,
    string? ReceiveTracer,
    EquatableArray<string> Defines,
    EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>The members that every client has.</summary>
    public static readonly EquatableArray<string> Reserved = new(
    [
        "Args", "Argument", "Arguments", "CancelTimer", "Completion", "ConnectionChanged", "CreateDealer", "CreateDefinition", "Dealer", "Definition", "Deliver", "DisposeAsync", "Equals", "Event",
        "Finalize", "GetHashCode", "GetType", "Handle", "InvokeAsync", "IsAlive", "IsConnected", "IsOnLoop", "LastReply", "LogPrefix",
        "MemberwiseClone", "Message", "Monitor", "OnInitialize", "OnTerminate", "OpenAsync", "Options", "Post", "ReceiveAllAsync", "ReceiveAsync",
        "ReferenceEquals", "Reply", "ReplyFields", "Send", "SendEvent", "SentHeader", "SetConnected", "SetException", "SetExpiry", "SetHeartbeat", "SetNextEvent",
        "SetTimer", "SetWakeup", "State", "StateId", "Terminate", "ToString", "Verbose", "WaitForConnectionAsync",
    ]);

    private static readonly ModelName s_constructor = new("constructor");
    private static readonly ModelName s_destructor = new("destructor");

    /// <summary>Whether a method is the one that opens a client.</summary>
    /// <param name="method">The method.</param>
    public static bool IsConstructor(ModelName method) => method.Equals(s_constructor);

    /// <summary>Whether a method is the one that runs when a client is disposed.</summary>
    /// <param name="method">The method.</param>
    public static bool IsDestructor(ModelName method) => method.Equals(s_destructor);

    /// <summary>Names what a client holds.</summary>
    /// <param name="model">The model of the client.</param>
    /// <param name="messages">The messages of its protocol.</param>
    public static ClientNames Create(ClientModel model, IEnumerable<ModelName> messages)
    {
        messages = messages.ToList();
        bool isNode = model is NodeModel;
        var client = new NameScope(isNode ? NodeNames.Reserved : Reserved);
        string className = client.Allocate(model.Name, model.Span, model.Kind.ToString(), "the class", name => [name]);
        List<string> methods = model.Methods.Select(method => IsConstructor(method.Name) || IsDestructor(method.Name)
            ? method.Name.Pascal
            : client.Allocate(method.Name, method.Span, "Method", "the method", name => [$"{name}Async", $"{name}Result"])).ToList();
        List<string> replyNames = CallNames.AllocateReplies(model, client);
        List<string> sends = model.Sends.Select(send => client.Allocate(send.Method, send.Message.Span, "Method", "the method", name => [$"{name}Async"])).ToList();
        List<NamedItem> actions = HostNames.Distinct(model.Actions.Where(action => !action.IsBuiltIn).Select(action => (action.Name, action.Span)))
            .ConvertAll(item => new NamedItem(item.Name, client.Allocate(item.Name, item.Span, "Action", "the action", name => [name])));
        string? sendTracer = HostNames.AllocateTracer(model.SendTracer, client);
        string? receiveTracer = HostNames.AllocateTracer(model.ReceiveTracer, client);
        List<string> defines = model.Defines.Select(define => client.Allocate(define.Name, define.Span, "Define", "the define", name => [name])).ToList();

        // The engine's own events come first, then those of states and methods; every message is one, since a wildcard may catch it.
        var events = new NameScope(["Terminate"]);
        IEnumerable<(ModelName, SourceSpan)> ofEngine = new[] { EngineEvents.Expired(messages), EngineEvents.Heartbeat(messages) }
            .Concat(isNode ? NodeNames.Events.Select(item => item.Name) : [])
            .Select(name => (name, model.Span));
        List<NamedItem> eventNames = HostNames.Distinct(
                ofEngine
                    .Concat(model.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => (item.Name, item.Span)))
                    .Concat(model.Methods.Where(method => !method.Immediate).Select(method => (method.Name, method.Span)))
                    .Concat(messages.Select(message => (message, model.Span))))
            .ConvertAll(item => new NamedItem(item.Name, events.Allocate(item.Name, item.Span, "Event", "the event", name => [name])));

        var states = new NameScope([]);
        List<string> stateNames = model.States.Select(state => states.Allocate(state.Name, state.Span, "State", "the state", name => [name])).ToList();

        List<ModelDiagnostic> diagnostics = new[] { client, events, states }.SelectMany(scope => scope.Diagnostics).ToList();
        CallNames calls = CallNames.Create(model, model.Methods, methods, replyNames, diagnostics);

        var lastReply = new NameScope(client);
        List<NamedItem> replyProperties = CallNames.AllocateValues(model.Replies.SelectMany(reply => reply.Properties), lastReply, "Property", "the property");
        CallNames.AddOnce(diagnostics, lastReply);
        return new ClientNames(
            className,
            new MachineNames(stateNames.ToEquatableArray(), eventNames.ToEquatableArray(), actions.ToEquatableArray()),
            methods.ToEquatableArray(),
            calls,
            sends.ToEquatableArray(),
            replyProperties.ToEquatableArray(),
            sendTracer,
            receiveTracer,
            defines.ToEquatableArray(),
            diagnostics.ToEquatableArray());
    }
}
