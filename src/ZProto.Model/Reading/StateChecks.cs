namespace ZProto.Model.Reading;

/// <summary>Checks how states hang together.</summary>
internal sealed class StateChecks
{
    private readonly IReadOnlyList<StateModel> _states;
    private readonly Dictionary<ModelName, StateModel> _byName;
    private readonly DiagnosticBag _diagnostics;

    // Where a state's own name is misspelt, all that lead to it would say so.
    private readonly HashSet<ModelName> _reported = [];

    private StateChecks(IReadOnlyList<StateModel> states, DiagnosticBag diagnostics)
    {
        _states = states;
        _byName = states.ToDictionary(state => state.Name);
        _diagnostics = diagnostics;
    }

    public static void Check(IReadOnlyList<StateModel> states, DiagnosticBag diagnostics)
    {
        var checks = new StateChecks(states, diagnostics);
        checks.CheckReferences();
        checks.CheckCycles();
        // With an error about, what leads to a state may be the very thing that could not be read.
        if (!diagnostics.HasErrors)
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
        if (reference is not null && !_byName.ContainsKey(reference.Name) && _reported.Add(reference.Name))
            _diagnostics.Report(reference.Span, DiagnosticRules.UnknownState, reference.Name.Text, _diagnostics.Spelling.Hint(reference.Name, _byName.Keys));
    }

    private void CheckCycles()
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
            int cycle = state is null ? -1 : chain.IndexOf(state.Name);
            if (cycle >= 0)
            {
                string path = string.Join(" -> ", chain.Skip(cycle).Concat([state!.Name]));
                _diagnostics.Report(state.Inherit!.Span, DiagnosticRules.InheritanceCycle, state.Name.Text, path);
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
                _diagnostics.Report(state.Span, DiagnosticRules.UnreachableState, state.Name.Text);
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
