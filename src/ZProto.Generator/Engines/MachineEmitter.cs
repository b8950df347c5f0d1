using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Engines;

/// <summary>Emits a machine as switches on state and event: the part that a client of a server and a client's class have in common.</summary>
/// <param name="writer">Where to.</param>
/// <param name="engine">The model.</param>
/// <param name="protocol">What it speaks.</param>
/// <param name="names">The machine's names in C#.</param>
/// <param name="stateType">What the enumeration of its states is called.</param>
internal sealed class MachineEmitter(SourceWriter writer, EngineModel engine, ProtocolReference protocol, MachineNames names, string stateType)
{
    private const int FirstEvent = 2;

    private readonly TransitionTable _table = new(engine.States);
    private readonly Dictionary<ModelName, string> _events = names.Events.ToDictionary(item => item.Name, item => item.CSharp);
    private readonly Dictionary<ModelName, string> _actions = names.Actions.ToDictionary(item => item.Name, item => item.CSharp);
    private readonly Dictionary<ModelName, string> _messages = protocol.Messages.ToDictionary(item => item.Name, item => item.CSharp);

    private string Message => protocol.Class;

    /// <summary>Writes the enumerations of states and events.</summary>
    /// <param name="modifier">Who sees them.</param>
    /// <param name="what">What is in the states and takes the events.</param>
    public void Enumerations(string modifier, string what)
    {
        writer.Write(CSharp.Doc("summary", $"The states that {what} can be in."));
        writer.Open($"{modifier} enum {stateType}");
        for (int i = 0; i < engine.States.Count; i++)
        {
            StateModel state = engine.States[i];
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(state.Description, state.Name.Text)));
            writer.Write($"{names.States[i]} = {i + 1},");
            writer.BlankLine();
        }
        writer.Close();
        writer.BlankLine();

        writer.Write(CSharp.Doc("summary", $"The events that {what} can take: messages of its peer, and those that actions raise."));
        writer.Open($"{modifier} enum Event");
        writer.Write(CSharp.Doc("summary", $"Ends {what}."));
        writer.Write("Terminate = 1,");
        for (int i = 0; i < names.Events.Count; i++)
        {
            writer.BlankLine();
            writer.Write(CSharp.Doc("summary", $"{names.Events[i].Name.Text}."));
            writer.Write($"{names.Events[i].CSharp} = {FirstEvent + i},");
        }
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>Writes which event a message is, and from where an event can be reached.</summary>
    public void MessageEvents()
    {
        // Over numbers, since a protocol may have a message for every id there can be.
        writer.Open($"public override int GetEvent({Message} message)");
        writer.Open("switch ((int)message.Id)");
        foreach (NamedItem message in protocol.Messages)
            writer.Write($"case (int){Message}.MessageId.{message.CSharp}:\n    return (int)Event.{_events[message.Name]};");
        writer.Write("default:\n    return 0;");
        writer.Close();
        writer.Close();
        writer.BlankLine();

        writer.Open("public override bool IsReachable(int state, int eventId)");
        writer.Open($"switch (({stateType})state)");
        // From states that lead to each other the same events can be reached.
        foreach (IGrouping<string, string> states in engine.States.Select((state, i) => (State: state, Name: names.States[i])).GroupBy(pair => Reachable(pair.State), pair => pair.Name))
        {
            foreach (string state in states)
                writer.Write($"case {stateType}.{state}:");
            writer.Indented(() => writer.Write(states.Key));
        }
        writer.Write("default:\n    return false;");
        writer.Close();
        writer.Close();
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
                ActionModel first = ServerNames.ActionsOf(engine).First(named => named.Name.Equals(action.Name));
                if (first.Description.Length > 0)
                    writer.Write(CSharp.Doc("summary", CSharp.Sentence(first.Description, "")));
                // Without a body in the user's part, the compiler's error is at the model's action.
                const string head = "private partial void ";
                writer.LineDirective(first.Span, writer.Column + head.Length);
                writer.Write($"{head}{action.CSharp}();");
                writer.WriteRaw("#line default");
            }
            writer.BlankLine();
        }
    }

    /// <summary>Writes the members that are in the model.</summary>
    public void Customs()
    {
        foreach (CustomModel custom in engine.Customs)
        {
            writer.BlankLine();
            EmbeddedCode.Write(writer, custom.Code);
        }
    }

    /// <summary>Writes the switches on state and event, and the names for the log.</summary>
    public void Machine()
    {
        Transitions();
        EntryAndExitActions("Before_", state => state.Before);
        EntryAndExitActions("After_", state => state.After);
        Names();
    }

    private void Transitions()
    {
        writer.Write("/// <inheritdoc/>");
        writer.Open("protected override int FindTransition_(int state, int eventId, bool isExternal)");
        writer.Open($"switch (({stateType})state)");
        for (int i = 0; i < engine.States.Count; i++)
        {
            writer.Write($"case {stateType}.{names.States[i]}:");
            List<(EventModel Event, int Transition)> events = _table.GetEvents(engine.States[i]);
            string otherwise = events.Where(pair => pair.Event.IsWildcard).Select(pair => $"isExternal ? {pair.Transition} : 0").DefaultIfEmpty("0").First();
            writer.Indented(() =>
            {
                writer.Open("switch ((Event)eventId)");
                foreach ((EventModel item, int transition) in events.Where(pair => !pair.Event.IsWildcard))
                    writer.Write($"case Event.{_events[item.Name]}:\n    return {transition};");
                writer.Write($"default:\n    return {otherwise};");
                writer.Close();
            });
        }
        writer.Write("default:\n    return 0;");
        writer.Close();
        writer.Close();
        writer.BlankLine();

        writer.Write("/// <inheritdoc/>");
        writer.Open("protected override int RunActions_(int transition)");
        writer.Open("switch (transition)");
        for (int i = 0; i < _table.Transitions.Count; i++)
        {
            (StateModel state, EventModel item) = (_table.Transitions[i].State, _table.Transitions[i].Event);
            int next = _table.GetNumber(item.Next);
            if (item.Actions.Count == 0 && next == 0)
                continue;
            writer.Write($"case {i + 1}: // {CSharp.Comment(state.Name.Text)}, {(item.IsWildcard ? "*" : CSharp.Comment(item.Name.Text))}");
            writer.Indented(() => Run(item.Actions, "return 0;", next == 0 ? "return 0;" : $"return (int){stateType}.{names.States[next - 1]};"));
        }
        writer.Write("default:\n    return 0;");
        writer.Close();
        writer.Close();
        writer.BlankLine();
    }

    private void EntryAndExitActions(string method, Func<StateModel, EquatableArray<ActionModel>> actions)
    {
        if (!engine.States.Any(state => actions(state).Count > 0))
            return;
        writer.Write("/// <inheritdoc/>");
        writer.Open($"protected override void {method}(int state)");
        writer.Open($"switch (({stateType})state)");
        for (int i = 0; i < engine.States.Count; i++)
        {
            if (actions(engine.States[i]).Count == 0)
                continue;
            writer.Write($"case {stateType}.{names.States[i]}:");
            int index = i;
            writer.Indented(() => Run(actions(engine.States[index]), "return;", "return;"));
        }
        writer.Write("default:\n    return;");
        writer.Close();
        writer.Close();
        writer.BlankLine();
    }

    private void Run(EquatableArray<ActionModel> actions, string breakOff, string end)
    {
        for (int i = 0; i < actions.Count; i++)
        {
            ActionModel action = actions[i];
            string traced = action.Message is null ? action.Name.Text : $"{action.Name.Text} {action.Message.Name.Text}";
            writer.Write($"if (IsVerbose_)\n    Trace_({CSharp.Literal(traced)});");
            if (action.Message is not null && ServerNames.IsSend(action.Name))
                writer.Write($"Send({Message}.MessageId.{_messages[action.Message.Name]});");
            else if (ServerNames.IsBuiltInAction(action.Name))
                writer.Write("Terminate();");
            else
                writer.Write($"{_actions[action.Name]}();");
            // Only an action of the user's can set an exception.
            if (i < actions.Count - 1 && !ServerNames.IsBuiltInAction(action.Name))
                writer.Write($"if (HasException_)\n    {breakOff}");
        }
        writer.Write(end);
    }

    private string Reachable(StateModel state)
    {
        HashSet<ModelName> reachable = _table.GetReachableEvents(state, out bool wildcard);
        List<string> cases = protocol.Messages.Where(message => reachable.Contains(message.Name)).Select(message => $"    case Event.{_events[message.Name]}:\n").ToList();
        return wildcard || cases.Count == 0
            ? $"return {(wildcard ? "true" : "false")};"
            : $"switch ((Event)eventId)\n{{\n{string.Concat(cases)}        return true;\n    default:\n        return false;\n}}";
    }

    private void Names()
    {
        Texts("StateName_", "state", stateType, engine.States.Select((state, i) => (names.States[i], state.Name.Text)));
        writer.BlankLine();
        Texts("EventName_", "eventId", "Event", names.Events.Select(item => (item.CSharp, item.Name.Text)).Prepend(("Terminate", "terminate")));
    }

    private void Texts(string method, string parameter, string type, IEnumerable<(string CSharp, string Text)> names)
    {
        writer.Write("/// <inheritdoc/>");
        writer.Open($"protected override string {method}(int {parameter})");
        writer.Open($"switch (({type}){parameter})");
        foreach ((string csharp, string text) in names)
            writer.Write($"case {type}.{csharp}:\n    return {CSharp.Literal(text)};");
        writer.Write($"default:\n    return \"?\";");
        writer.Close();
        writer.Close();
    }
}
