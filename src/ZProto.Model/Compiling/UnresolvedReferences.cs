
namespace ZProto.Model.Compiling;

/// <summary>What of an engine with errors is still declared: all of it, but for what refers to something that is not there.</summary>
internal static class UnresolvedReferences
{
    /// <summary>An engine whose states lead and inherit only where there is a state.</summary>
    public static EngineModel Remove(EngineModel engine) => engine with { States = Remove(engine.States) };

    /// <summary>An engine that names only messages that its protocol has.</summary>
    public static EngineModel Remove(EngineModel engine, ProtocolModel protocol)
    {
        HashSet<ModelName> messages = NamesOf(protocol);
        EngineModel known = engine is ClientModel client
            ? client with
            {
                Sends = client.Sends.Where(send => messages.Contains(send.Message.Name)).ToEquatableArray(),
                Receives = client.Receives.Where(message => messages.Contains(message.Name)).ToEquatableArray(),
            }
            : engine;
        return known with
        {
            // Declarations do not need the field that pairs replies with calls.
            Correlation = null,
            States = WithActions(engine.States, action => IsKnown(action.Message, messages) ? action : action with { Message = null }),
            SelfTest = engine.SelfTest.Where(step => IsKnown(step.Send, messages) && IsKnown(step.Receive, messages)).ToEquatableArray(),
        };
    }

    /// <summary>A machine of an engine that names only what there is.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="protocol">What it speaks.</param>
    /// <param name="sockets">The sockets that speak it too.</param>
    public static MachineModel Remove(MachineModel machine, ProtocolModel protocol, IEnumerable<ModelName> sockets)
    {
        HashSet<ModelName> messages = NamesOf(protocol);
        var known = new HashSet<ModelName>(sockets);
        return machine with
        {
            States = WithActions(Remove(machine.States), action => IsKnown(action.Message, messages) && IsKnown(action.Socket, known) ? action : action with { Message = null, Socket = null }),
        };
    }

    private static HashSet<ModelName> NamesOf(ProtocolModel protocol) => new(protocol.Messages.Select(message => message.Name));

    private static EquatableArray<StateModel> Remove(EquatableArray<StateModel> all)
    {
        Dictionary<ModelName, StateModel> states = all.ToDictionary(state => state.Name);
        return all.Select(state => state with
        {
            Inherit = Inherits(state, states) ? state.Inherit : null,
            Events = state.Events.Select(item => item.Next is { } next && !states.ContainsKey(next.Name) ? item with { Next = null } : item).ToEquatableArray(),
        }).ToEquatableArray();
    }

    private static EquatableArray<StateModel> WithActions(EquatableArray<StateModel> states, Func<ActionModel, ActionModel> change)
        => states.Select(state => state with
        {
            Before = state.Before.Select(change).ToEquatableArray(),
            Events = state.Events.Select(item => item with { Actions = item.Actions.Select(change).ToEquatableArray() }).ToEquatableArray(),
            After = state.After.Select(change).ToEquatableArray(),
        }).ToEquatableArray();

    private static bool IsKnown(Reference? reference, HashSet<ModelName> known) => reference is null || known.Contains(reference.Name);

    /// <summary>Whether a state has a superstate, and that in the end one without.</summary>
    private static bool Inherits(StateModel state, Dictionary<ModelName, StateModel> states)
    {
        StateModel? at = state;
        for (int steps = 0; at.Inherit is { } inherit; steps++)
        {
            if (steps == states.Count || !states.TryGetValue(inherit.Name, out at))
                return false;
        }
        return true;
    }
}
