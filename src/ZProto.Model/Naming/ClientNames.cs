namespace ZProto.Model.Naming;

/// <summary>What the states, events, actions, methods and replies of a client are called in C#.</summary>
/// <param name="Class">The client's class.</param>
/// <param name="Machine">The names of its machine.</param>
/// <param name="Methods">The names of <see cref="EngineModel.Methods"/>, in the same order; each is used with <c>Async</c> and with <c>Result</c>.</param>
/// <param name="Replies">The names of <see cref="ClientModel.Replies"/>, in the same order; each is used by itself and after <c>Reply</c>.</param>
/// <param name="Sends">The names of <see cref="ClientModel.Sends"/>, in the same order; each is used with <c>Async</c>.</param>
/// <param name="Arguments">The arguments of all methods with their names.</param>
/// <param name="Properties">The properties of all replies with their names in results.</param>
/// <param name="ReplyProperties">The properties of all replies with their names in the client's class.</param>
/// <param name="SendTracer">The name of <see cref="EngineModel.SendTracer"/>, or null.</param>
/// <param name="ReceiveTracer">The name of <see cref="EngineModel.ReceiveTracer"/>, or null.</param>
/// <param name="Defines">The names of the constants, in the order of the model.</param>
/// <param name="Diagnostics">The names that took a suffix.</param>
public sealed record ClientNames(
    string Class,
    MachineNames Machine,
    EquatableArray<string> Methods,
    EquatableArray<string> Replies,
    EquatableArray<string> Sends,
    EquatableArray<NamedItem> Arguments,
    EquatableArray<NamedItem> Properties,
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

    /// <summary>The members that the arguments of every client have.</summary>
    public static readonly EquatableArray<string> ReservedInArguments = new(
        ["Arguments", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"]);

    /// <summary>The members that the result of every call has, and what C# lets no record have.</summary>
    public static readonly EquatableArray<string> ReservedInResults = new(
        ["Clone", "Deconstruct", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "PrintMembers", "ReferenceEquals", "Reply", "ToString"]);

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
        var client = new NameScope(Reserved);
        string className = client.Allocate(model.Name, model.Span, "Client", "the class", name => [name]);
        List<string> methods = model.Methods.Select(method => IsConstructor(method.Name) || IsDestructor(method.Name)
            ? method.Name.Pascal
            : client.Allocate(method.Name, method.Span, "Method", "the method", name => [$"{name}Async", $"{name}Result"])).ToList();
        List<string> replyNames = model.Replies.Select(reply => client.Allocate(reply.Name, reply.Span, "Reply", "the reply", name => [$"Reply{name}"])).ToList();
        List<string> sends = model.Sends.Select(send => client.Allocate(send.Method, send.Message.Span, "Method", "the method", name => [$"{name}Async"])).ToList();
        List<NamedItem> actions = ServerNames.Distinct(model.Actions.Where(action => !action.IsBuiltIn).Select(action => (action.Name, action.Span)))
            .ConvertAll(item => new NamedItem(item.Name, client.Allocate(item.Name, item.Span, "Action", "the action", name => [name])));
        string? sendTracer = ServerNames.AllocateTracer(model.SendTracer, client);
        string? receiveTracer = ServerNames.AllocateTracer(model.ReceiveTracer, client);
        List<string> defines = model.Defines.Select(define => client.Allocate(define.Name, define.Span, "Define", "the define", name => [name])).ToList();

        // The engine's own events come first, then those of states and methods; every message is one, since a wildcard may catch it.
        var events = new NameScope(["Terminate"]);
        IEnumerable<(ModelName, SourceSpan)> ofEngine = new[] { EngineEvents.Expired(messages), EngineEvents.Heartbeat(messages) }.Select(name => (name, model.Span));
        List<NamedItem> eventNames = ServerNames.Distinct(
                ofEngine
                    .Concat(model.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => (item.Name, item.Span)))
                    .Concat(model.Methods.Where(method => !method.Immediate).Select(method => (method.Name, method.Span)))
                    .Concat(messages.Select(message => (message, model.Span))))
            .ConvertAll(item => new NamedItem(item.Name, events.Allocate(item.Name, item.Span, "Event", "the event", name => [name])));

        var states = new NameScope([]);
        List<string> stateNames = model.States.Select(state => states.Allocate(state.Name, state.Span, "State", "the state", name => [name])).ToList();

        var arguments = new NameScope(ReservedInArguments);
        List<NamedItem> argumentNames = AllocateValues(model.Methods.SelectMany(method => method.Arguments), arguments, "Argument", "the argument");
        var properties = new NameScope(ReservedInResults.Concat(methods.Select(method => $"{method}Result")));
        List<NamedItem> propertyNames = AllocateValues(model.Replies.SelectMany(reply => reply.Properties), properties, "Property", "the property");

        var lastReply = new NameScope(client);
        List<NamedItem> replyProperties = AllocateValues(model.Replies.SelectMany(reply => reply.Properties), lastReply, "Property", "the property");

        // A property that takes a suffix in results too is reported once.
        IEnumerable<ModelDiagnostic> diagnostics = new[] { client, events, states, arguments, properties }.SelectMany(scope => scope.Diagnostics)
            .Concat(lastReply.Diagnostics.Where(diagnostic => properties.Diagnostics.All(reported => reported.Span != diagnostic.Span)));
        return new ClientNames(
            className,
            new MachineNames(stateNames.ToEquatableArray(), eventNames.ToEquatableArray(), actions.ToEquatableArray()),
            methods.ToEquatableArray(),
            replyNames.ToEquatableArray(),
            sends.ToEquatableArray(),
            argumentNames.ToEquatableArray(),
            propertyNames.ToEquatableArray(),
            replyProperties.ToEquatableArray(),
            sendTracer,
            receiveTracer,
            defines.ToEquatableArray(),
            diagnostics.ToEquatableArray());
    }

    private static List<NamedItem> AllocateValues(IEnumerable<ArgumentModel> values, NameScope scope, string suffix, string owner)
        => ServerNames.Distinct(values.Select(value => (value.Name, value.Span)))
            .ConvertAll(item => new NamedItem(item.Name, scope.Allocate(item.Name, item.Span, suffix, owner, name => [name])));
}
