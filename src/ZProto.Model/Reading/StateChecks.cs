namespace ZProto.Model.Reading;

/// <summary>Checks how states hang together.</summary>
internal sealed class StateChecks
{
    private readonly IReadOnlyList<StateModel> _states;
    private readonly Dictionary<ModelName, StateModel> _byName;
    private readonly ProblemList _problems;

    // Where a state's own name is misspelt, all that lead to it would say so.
    private readonly HashSet<ModelName> _told = [];

    private StateChecks(IReadOnlyList<StateModel> states, ProblemList problems)
    {
        _states = states;
        _byName = states.ToDictionary(state => state.Name);
        _problems = problems;
    }

    public static void Check(IReadOnlyList<StateModel> states, ProblemList problems)
    {
        var checks = new StateChecks(states, problems);
        checks.CheckReferences();
        checks.CheckCircles();
        // With an error about, what leads to a state may be the very thing that could not be read.
        if (!problems.HasErrors)
            checks.CheckReachability();
    }

    private void CheckReferences()
    {
        foreach (StateModel state in _states)
        {
            CheckReference(state.Inherit);
            foreach (EventModel @event in state.Events)
                CheckReference(@event.Next);
        }
    }

    private void CheckReference(Reference? reference)
    {
        if (reference is not null && !_byName.ContainsKey(reference.Name) && _told.Add(reference.Name))
            _problems.Report(reference.Span, ProblemKinds.UnknownState, reference.Name.Text, _problems.NearMiss.Hint(reference.Name, _byName.Keys));
    }

    private void CheckCircles()
    {
        var done = new HashSet<ModelName>();
        foreach (StateModel start in _states)
        {
            var chain = new List<ModelName>();
            StateModel? state = start;
            while (state is not null && done.Add(state.Name))
            {
                chain.Add(state.Name);
                state = SuperstateOf(state);
            }
            int circle = state is null ? -1 : chain.IndexOf(state.Name);
            if (circle >= 0)
            {
                string path = string.Join(" -> ", chain.Skip(circle).Concat([state!.Name]));
                _problems.Report(state.Inherit!.Span, ProblemKinds.InheritanceCircle, state.Name.Text, path);
            }
        }
    }

    private void CheckReachability()
    {
        if (_states.Count == 0)
            return;
        var reached = new HashSet<ModelName> { _states[0].Name };
        var open = new Queue<StateModel>([_states[0]]);
        while (open.Count > 0)
        {
            foreach (Reference next in NextOf(open.Dequeue()))
            {
                if (reached.Add(next.Name))
                    open.Enqueue(_byName[next.Name]);
            }
        }
        var superstates = new HashSet<ModelName>(_states.Where(state => state.Inherit is not null).Select(state => state.Inherit!.Name));
        foreach (StateModel state in _states)
        {
            if (!reached.Contains(state.Name) && !superstates.Contains(state.Name))
                _problems.Report(state.Span, ProblemKinds.UnreachableState, state.Name.Text);
        }
    }

    // Where a state's events lead, those of its superstates included that it does not define itself.
    private IEnumerable<Reference> NextOf(StateModel state)
    {
        var defined = new HashSet<ModelName>();
        for (StateModel? owner = state; owner is not null; owner = SuperstateOf(owner))
        {
            foreach (EventModel @event in owner.Events)
            {
                if (defined.Add(@event.Name) && @event.Next is not null)
                    yield return @event.Next;
            }
        }
    }

    private StateModel? SuperstateOf(StateModel state)
        => state.Inherit is not null && _byName.TryGetValue(state.Inherit.Name, out StateModel? superstate) ? superstate : null;
}
