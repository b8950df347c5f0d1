using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Engines;

/// <summary>Emits what the definitions of machines of all kinds have in common: switches on state and event.</summary>
/// <param name="writer">Where to.</param>
/// <param name="engine">The model.</param>
/// <param name="protocol">What it speaks.</param>
/// <param name="names">The machine's names in C#.</param>
/// <param name="stateType">What the enumeration of its states is called.</param>
/// <param name="machineType">The machine's class.</param>
/// <param name="machine">What the parameters that are the machine are called.</param>
/// <param name="user">What has the user's actions, as an expression.</param>
internal sealed class MachineEmitter(
    SourceWriter writer, IMachineModel engine, ProtocolReference protocol, MachineNames names, string stateType, string machineType, string machine, string user)
{
    private const int FirstEvent = 2;
    private const string None = "None";

    private readonly TransitionTable _table = new(engine.States);
    private readonly Dictionary<ModelName, string> _events = names.Events.ToDictionary(item => item.Name, item => item.CSharp);
    private readonly Dictionary<ModelName, string> _actions = names.Actions.ToDictionary(item => item.Name, item => item.CSharp);
    private readonly Dictionary<ModelName, string> _messages = protocol.Messages.ToDictionary(item => item.Name, item => item.CSharp);

    /// <summary>The sockets that a machine of an engine sends by, each as an expression; null where <c>Send</c> knows where to.</summary>
    public IReadOnlyDictionary<ModelName, string>? Sockets { get; init; }

    /// <summary>Events that are the engine's own whatever the protocol has: a message of such a name is none of them.</summary>
    public IEnumerable<ModelName> OwnEvents { get; init; } = [];

    private string Message => protocol.Class;

    private IEnumerable<NamedItem> Received => protocol.Messages.Where(message => !OwnEvents.Contains(message.Name));

    /// <summary>Writes the enumerations of states and events.</summary>
    /// <param name="modifier">Who sees them.</param>
    /// <param name="what">What is in the states and takes the events.</param>
    /// <param name="sources">Where its messages come from.</param>
    public void Enumerations(string modifier, string what, string sources = "of its peer")
    {
        writer.Write(CSharp.Doc("summary", $"The states that {what} can be in."));
        writer.Open($"{modifier} enum {stateType}");
        NoMember(names.States, "No state.");
        for (int i = 0; i < engine.States.Count; i++)
        {
            StateModel state = engine.States[i];
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(state.Description, $"The state {state.Name.Text}")));
            writer.Write($"{names.States[i]} = {i + 1},");
            writer.BlankLine();
        }
        writer.Close();
        writer.BlankLine();

        writer.Write(CSharp.Doc("summary", $"The events that {what} can take: messages {sources}, and those that actions raise."));
        writer.Open($"{modifier} enum Event");
        NoMember(names.Events.Select(item => item.CSharp), "No event.");
        writer.Write(CSharp.Doc("summary", $"Ends {what}."));
        writer.Write("Terminate = 1,");
        for (int i = 0; i < names.Events.Count; i++)
        {
            writer.BlankLine();
            bool isMessage = Received.Any(message => message.Name.Equals(names.Events[i].Name));
            writer.Write(CSharp.Doc("summary", $"The {(isMessage ? "message" : "event")} {names.Events[i].Name.Text}."));
            writer.Write($"{names.Events[i].CSharp} = {FirstEvent + i},");
        }
        writer.Close();
        writer.BlankLine();
    }

    // Unless the model has something of that name.
    private void NoMember(IEnumerable<string> names, string summary)
    {
        if (names.Contains(None))
            return;
        writer.Write(CSharp.Doc("summary", summary));
        writer.Write($"{None} = 0,");
        writer.BlankLine();
    }

    /// <summary>Writes how messages are decoded and encoded.</summary>
    /// <param name="role">Who sends what is decoded: Client, Server.</param>
    public void Codec(string role)
    {
        string sender = protocol.DistinguishesSenders ? $" global::ZProto.MessageRole.{role}," : "";
        writer.Write($$"""
            public override bool TryDecode(ref global::ZProto.FrameReader reader, {{Message}} message, out global::ZProto.DecodeError error)
                => {{Message}}.TryDecode(ref reader, message,{{sender}} out error);

            public override void Encode({{Message}} message, ref global::ZProto.FrameWriter writer) => message.Encode(ref writer);

            """);
    }

    /// <summary>Writes which event a message is, and from where an event can be reached.</summary>
    public void Messages()
    {
        // Over numbers, since a protocol may have a message for every id there can be.
        writer.Open($"public override int GetEvent({Message} message) => (int)message.Id switch");
        foreach (NamedItem message in Received)
            writer.Write($"(int){Message}.MessageId.{message.CSharp} => (int)Event.{_events[message.Name]},");
        writer.Write("_ => 0,");
        writer.Close("};");
        writer.BlankLine();

        writer.Open($"public override bool IsReachable(int state, int eventId) => ({stateType})state switch");
        // From states that lead to each other the same events can be reached.
        foreach (IGrouping<string, string> states in engine.States.Select((state, i) => (State: state, Name: names.States[i])).GroupBy(pair => Reachable(pair.State), pair => $"{stateType}.{pair.Name}"))
            writer.Write($"{string.Join(" or ", states)} => {states.Key},");
        writer.Write("_ => false,");
        writer.Close("};");
        writer.BlankLine();
    }

    /// <summary>Writes the number of an event that the engine raises, where a state names it.</summary>
    public void WellKnown(string property, ModelName name)
    {
        if (engine.States.Any(state => state.Events.Any(item => !item.IsWildcard && item.Name.Equals(name))))
            writer.Write($"public override int {property} => (int)Event.{_events[name]};\n");
    }

    /// <summary>What an event is called in C#.</summary>
    public string GetEventName(ModelName name) => _events[name];

    /// <summary>Writes the actions: those with a body in the model, and declarations of the others, whose bodies are in the user's part.</summary>
    public void Actions()
    {
        Dictionary<string, RequiredMember> required = RequiredMember.CreateActions(engine, names, "").ToDictionary(member => member.Name);
        foreach (NamedItem action in names.Actions)
        {
            if (engine.ActionBodies.FirstOrDefault(body => body.Name.Equals(action.Name)) is { } body)
            {
                writer.Open($"private void {action.CSharp}()");
                EmbeddedCode.Write(writer, body.Code);
                writer.Close();
            }
            else
            {
                RequiredMemberEmitter.Write(writer, required[action.CSharp]);
            }
            writer.BlankLine();
        }
    }

    /// <summary>Writes the switches on state and event, and the names for the log.</summary>
    public void Machine()
    {
        Transitions();
        Actions("RunEntryActions", state => state.Before);
        Actions("RunExitActions", state => state.After);
        Texts("GetStateName", "state", stateType, engine.States.Select((state, i) => (names.States[i], state.Name.Text)));
        Texts("GetEventName", "eventId", "Event", names.Events.Select(item => (item.CSharp, item.Name.Text)).Prepend(("Terminate", "terminate")));
    }

    private void Transitions()
    {
        writer.Open($"public override int FindTransition(int state, int eventId, bool isExternal) => ({stateType})state switch");
        for (int i = 0; i < engine.States.Count; i++)
        {
            List<(EventModel Event, int Transition)> events = _table.GetEvents(engine.States[i]);
            writer.Open($"{stateType}.{names.States[i]} => (Event)eventId switch");
            foreach ((EventModel item, int transition) in events.Where(pair => !pair.Event.IsWildcard))
                writer.Write($"Event.{_events[item.Name]} => {transition},");
            writer.Write($"_ => {events.Where(pair => pair.Event.IsWildcard).Select(pair => $"isExternal ? {pair.Transition} : 0").DefaultIfEmpty("0").First()},");
            writer.Close("},");
        }
        writer.Write("_ => 0,");
        writer.Close("};");
        writer.BlankLine();

        writer.Open($"public override int RunActions({machineType} {machine}, int transition)");
        writer.Open("switch (transition)");
        for (int i = 0; i < _table.Transitions.Count; i++)
        {
            (StateModel state, EventModel item) = (_table.Transitions[i].State, _table.Transitions[i].Event);
            int next = _table.GetNumber(item.Next);
            if (item.Actions.Count == 0 && next == 0)
                continue;
            writer.Write($"case {i + 1}: // {(item.IsWildcard ? "*" : CSharp.Comment(item.Name.Text))} in {CSharp.Comment(state.Name.Text)}");
            writer.Indented(() => Run(item.Actions, "return 0;", next == 0 ? "return 0;" : $"return (int){stateType}.{names.States[next - 1]};"));
        }
        writer.Write("default:\n    return 0;");
        writer.Close();
        writer.Close();
        writer.BlankLine();
    }

    private void Actions(string method, Func<StateModel, EquatableArray<ActionModel>> actions)
    {
        if (!engine.States.Any(state => actions(state).Count > 0))
            return;
        writer.Open($"public override void {method}({machineType} {machine}, int state)");
        writer.Open($"switch (({stateType})state)");
        for (int i = 0; i < engine.States.Count; i++)
        {
            EquatableArray<ActionModel> ofState = actions(engine.States[i]);
            if (ofState.Count == 0)
                continue;
            writer.Write($"case {stateType}.{names.States[i]}:");
            writer.Indented(() => Run(ofState, "return;", "break;"));
        }
        writer.Close();
        writer.Close();
        writer.BlankLine();
    }

    // A debugger steps from action to action in the model, and over what is between them.
    private void Run(EquatableArray<ActionModel> actions, string breakOff, string end)
    {
        for (int i = 0; i < actions.Count; i++)
        {
            ActionModel action = actions[i];
            writer.Write($"Trace({machine}, {CSharp.Literal(action.Text)});");
            writer.LineDirective(action.Span, writer.Column);
            writer.Write($"{user}.{Call(action)};");
            bool isLast = i == actions.Count - 1;
            writer.WriteRaw(isLast ? "#line default" : "#line hidden");
            // Only an action of the user's can set an exception.
            if (!isLast && !action.IsBuiltIn)
                writer.Write($"if (HasException({machine}))\n    {breakOff}");
        }
        writer.Write(end);
    }

    private string Call(ActionModel action)
        => action is { Message: { } message, IsSend: true } ? CallSend(action, $"{Message}.MessageId.{_messages[message.Name]}")
            : action.OnNetwork is NodeAction.Join or NodeAction.Leave ? $"{action.OnNetwork}({CSharp.Literal(action.Group)})"
            : action.IsBuiltIn ? "Terminate()"
            : $"{_actions[action.Name]}()";

    private string CallSend(ActionModel action, string id) => action.OnNetwork switch
    {
        NodeAction.Shout => $"Shout({id}, {CSharp.Literal(action.Group)})",
        NodeAction.Whisper => $"Whisper({id})",
        _ => To(action) is { } to ? $"Send({id}{to})" : "Terminate()",
    };

    // The argument that says where a message goes; null where the model does not say it.
    private string? To(ActionModel action)
        => Sockets is null ? "" : action.Socket is { } socket ? $", {user}.{Sockets[socket.Name]}" : null;

    private string Reachable(StateModel state)
    {
        HashSet<ModelName> reachable = _table.GetReachableEvents(state, out bool wildcard);
        List<string> events = Received.Where(message => reachable.Contains(message.Name)).Select(message => $"Event.{_events[message.Name]}").ToList();
        return wildcard ? "true" : events.Count == 0 ? "false" : $"(Event)eventId is {string.Join(" or ", events)}";
    }

    private void Texts(string method, string parameter, string type, IEnumerable<(string CSharp, string Text)> names)
    {
        writer.Open($"public override string {method}(int {parameter}) => ({type}){parameter} switch");
        foreach ((string csharp, string text) in names)
            writer.Write($"{type}.{csharp} => {CSharp.Literal(text)},");
        writer.Write("_ => \"?\",");
        writer.Close("};");
        writer.BlankLine();
    }
}
