
namespace ZProto.Model.Compiling;

/// <summary>What of an engine with errors is still declared: all of it, but for what refers to something that is not there.</summary>
internal static class UnresolvedReferences
{
    /// <summary>An engine whose states lead and inherit only where there is a state.</summary>
    public static EngineModel Remove(EngineModel engine)
    {
        Dictionary<ModelName, StateModel> states = engine.States.ToDictionary(state => state.Name);
        return engine with
        {
            States = engine.States.Select(state => state with
            {
                Inherit = Inherits(state, states) ? state.Inherit : null,
                Events = state.Events.Select(item => item.Next is { } next && !states.ContainsKey(next.Name) ? item with { Next = null } : item).ToEquatableArray(),
            }).ToEquatableArray(),
        };
    }

    /// <summary>An engine that names only messages that its protocol has.</summary>
    public static EngineModel Remove(EngineModel engine, ProtocolModel protocol)
    {
        var messages = new HashSet<ModelName>(protocol.Messages.Select(message => message.Name));
        EngineModel known = engine is ClientModel client
            ? client with
            {
                Sends = client.Sends.Where(send => messages.Contains(send.Message.Name)).ToEquatableArray(),
                Receives = client.Receives.Where(message => messages.Contains(message.Name)).ToEquatableArray(),
                // Declarations do not need the field that pairs replies with calls.
                Correlation = null,
            }
            : engine;
        return known with
        {
            States = engine.States.Select(state => state with
            {
                Before = state.Before.Select(WithMessage).ToEquatableArray(),
                Events = state.Events.Select(item => item with { Actions = item.Actions.Select(WithMessage).ToEquatableArray() }).ToEquatableArray(),
                After = state.After.Select(WithMessage).ToEquatableArray(),
            }).ToEquatableArray(),
            SelfTest = engine.SelfTest.Where(step => IsKnown(step.Send) && IsKnown(step.Receive)).ToEquatableArray(),
        };

        ActionModel WithMessage(ActionModel action) => IsKnown(action.Message) ? action : action with { Message = null };

        bool IsKnown(Reference? message) => message is null || messages.Contains(message.Name);
    }

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
