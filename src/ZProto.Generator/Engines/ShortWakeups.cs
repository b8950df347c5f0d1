using ZProto.Model;

namespace ZProto.Generator.Engines;

/// <summary>
/// Finds the actions whose wakeup would wait in a state that inherits events of messages: each such message cancels it, and a state that is
/// read by itself does not show that.
/// </summary>
internal static class ShortWakeups
{
    /// <summary>Finds them; each action once, with the first such state and event.</summary>
    /// <param name="states">The states of a machine.</param>
    /// <param name="messages">The messages of its protocol.</param>
    public static IEnumerable<ShortWakeup> Find(EquatableArray<StateModel> states, IEnumerable<ModelName> messages)
    {
        var table = new TransitionTable(states);
        var ofPeer = new HashSet<ModelName>(messages);
        List<EventModel?> inherited = states
            .Select<StateModel, EventModel?>(state => table.GetEvents(state).Select(pair => pair.Event).Skip(state.Events.Count).FirstOrDefault(item => item.IsWildcard || ofPeer.Contains(item.Name)))
            .ToList();
        var found = new HashSet<ModelName>();
        foreach (StateModel state in states)
        {
            foreach (EventModel item in table.GetEvents(state).Select(pair => pair.Event))
            {
                // It waits where the event leads.
                int waiting = table.GetNumber(item.Next) is > 0 and var next ? next - 1 : table.GetNumber(state) - 1;
                if (inherited[waiting] is not { } cancels)
                    continue;
                IEnumerable<ActionModel> actions = item.Next is null ? item.Actions : item.Actions.Concat(state.After).Concat(states[waiting].Before);
                foreach (ActionModel action in actions.Where(action => !action.IsBuiltIn && found.Add(action.Name)))
                    yield return new ShortWakeup(action.Name, states[waiting].Name, cancels.IsWildcard ? "*" : cancels.Name.Text);
            }
        }
    }
}

/// <summary>An action whose wakeup, if it sets one, a message cancels by what the state inherits.</summary>
/// <param name="Action">The action.</param>
/// <param name="State">The state that it waits in.</param>
/// <param name="Event">The inherited event.</param>
internal sealed record ShortWakeup(ModelName Action, ModelName State, string Event);
