namespace ZProto.Model.Naming;

/// <summary>When each action of a machine runs, for its documentation.</summary>
/// <param name="states">The states.</param>
internal sealed class ActionOccasions(EquatableArray<StateModel> states)
{
    private const int MaxDescribed = 5;

    private readonly Dictionary<ModelName, List<string>> _occasions = Find(states);

    /// <summary>A sentence that says when an action runs.</summary>
    public string Describe(ModelName action)
    {
        List<string> occasions = _occasions[action];
        string more = occasions.Count > MaxDescribed ? $"; and on {occasions.Count - MaxDescribed} more occasions" : "";
        return $"Runs {string.Join("; ", occasions.Take(MaxDescribed))}{more}.";
    }

    private static Dictionary<ModelName, List<string>> Find(EquatableArray<StateModel> states)
    {
        var occasions = new Dictionary<ModelName, List<string>>();
        foreach (StateModel state in states)
        {
            Add(state.Before, $"on entering {state.Name.Text}");
            foreach (EventModel item in state.Events)
                Add(item.Actions, $"on {(item.IsWildcard ? "any other message" : item.Name.Text)} in {state.Name.Text}");
            Add(state.After, $"on leaving {state.Name.Text}");
        }
        return occasions;

        void Add(EquatableArray<ActionModel> actions, string occasion)
        {
            for (int i = 0; i < actions.Count; i++)
            {
                if (!occasions.TryGetValue(actions[i].Name, out List<string>? list))
                    occasions.Add(actions[i].Name, list = []);
                string next = i + 1 < actions.Count ? $", before {actions[i + 1].Text}" : "";
                list.Add(occasion + next);
            }
        }
    }
}
