namespace ZProto.Model.Naming;

/// <summary>What the states, events and actions of a machine are called in C#.</summary>
/// <param name="States">The names of its states, in the same order.</param>
/// <param name="Events">Every event with its name: those that states name, those that the engine raises, and the messages of the protocol.</param>
/// <param name="Actions">Every action of the user's with its name, in order of first appearance.</param>
public sealed record MachineNames(EquatableArray<string> States, EquatableArray<NamedItem> Events, EquatableArray<NamedItem> Actions)
{
    /// <summary>Names what a machine has whose members are in a class of its own.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="span">Where the machine is.</param>
    /// <param name="messages">The messages of its protocol.</param>
    /// <param name="members">The members of its class.</param>
    /// <param name="diagnostics">To which the names are added that took a suffix, of members excepted.</param>
    /// <param name="raised">Events that calls raise, whether or not a state names them.</param>
    internal static MachineNames Create(
        IMachineModel machine,
        SourceSpan span,
        IEnumerable<ModelName> messages,
        NameScope members,
        List<ModelDiagnostic> diagnostics,
        IEnumerable<(ModelName Name, SourceSpan Span)>? raised = null)
    {
        // The engine's own event comes first, and every message is an event, since a wildcard may catch it.
        var events = new NameScope(["Terminate"]);
        List<NamedItem> eventNames = HostNames.Distinct(machine.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => (item.Name, item.Span))
                .Concat(raised ?? [])
                .Concat(messages.Select(message => (message, span))))
            .ConvertAll(item => new NamedItem(item.Name, events.Allocate(item.Name, item.Span, "Event", "the event", name => [name])));

        var states = new NameScope([]);
        List<string> stateNames = machine.States.Select(state => states.Allocate(state.Name, state.Span, "State", "the state", name => [name])).ToList();

        List<NamedItem> actionNames = HostNames.Distinct(machine.GetActions().Where(action => !action.IsBuiltIn).Select(action => (action.Name, action.Span)))
            .ConvertAll(item => new NamedItem(item.Name, members.Allocate(item.Name, item.Span, "Action", "the action", name => [name])));
        diagnostics.AddRange(events.Diagnostics.Concat(states.Diagnostics));
        return new MachineNames(stateNames.ToEquatableArray(), eventNames.ToEquatableArray(), actionNames.ToEquatableArray());
    }
}
