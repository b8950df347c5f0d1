using ZProto.Model;

namespace ZProto.Generator.Engines;

/// <summary>The transitions of a machine: one for each event that a state handles; states share those of their superstates.</summary>
internal sealed class TransitionTable
{
    private readonly Dictionary<ModelName, int> _numbers = [];
    private readonly Dictionary<EventModel, int> _transitionNumbers = new(ReferenceComparer.Instance);
    private readonly EquatableArray<StateModel> _states;

    public TransitionTable(EquatableArray<StateModel> states)
    {
        _states = states;
        foreach (StateModel state in states)
        {
            _numbers.Add(state.Name, _numbers.Count + 1);
            foreach (EventModel item in state.Events)
            {
                Transitions.Add(new Transition(state, item));
                _transitionNumbers.Add(item, Transitions.Count);
            }
        }
    }

    /// <summary>The transitions; the first is number 1.</summary>
    public List<Transition> Transitions { get; } = [];

    /// <summary>The number of a state, from 1; 0 where a transition stays.</summary>
    public int GetNumber(Reference? state) => state is null ? 0 : _numbers[state.Name];

    /// <summary>The number of a state, from 1.</summary>
    public int GetNumber(StateModel state) => _numbers[state.Name];

    /// <summary>The events that a state handles, with those of its superstates that it does not define itself, and their transitions.</summary>
    public List<(EventModel Event, int Transition)> GetEvents(StateModel state)
    {
        var events = new List<(EventModel, int)>();
        var named = new HashSet<ModelName>();
        for (StateModel? at = state; at is not null; at = at.Inherit is { } inherit ? _states[GetNumber(inherit) - 1] : null)
        {
            // The wildcard's name is empty, and so one name like any other.
            foreach (EventModel item in at.Events.Where(item => named.Add(item.Name)))
                events.Add((item, _transitionNumbers[item]));
        }
        return events;
    }

    /// <summary>The events that some state which can be reached from one names.</summary>
    public HashSet<ModelName> GetReachableEvents(StateModel state, out bool wildcard)
    {
        var reached = new List<StateModel> { state };
        var numbers = new HashSet<int> { _numbers[state.Name] };
        for (int i = 0; i < reached.Count; i++)
        {
            foreach (int next in GetEvents(reached[i]).Select(pair => GetNumber(pair.Event.Next)))
            {
                if (next > 0 && numbers.Add(next))
                    reached.Add(_states[next - 1]);
            }
        }
        List<EventModel> events = reached.SelectMany(GetEvents).Select(pair => pair.Event).ToList();
        wildcard = events.Exists(item => item.IsWildcard);
        return new HashSet<ModelName>(events.Where(item => !item.IsWildcard).Select(item => item.Name));
    }

    // Two states may have events that are equal as values, and each is a transition of its own.
    private sealed class ReferenceComparer : IEqualityComparer<EventModel>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(EventModel x, EventModel y) => ReferenceEquals(x, y);

        public int GetHashCode(EventModel item) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(item);
    }
}

/// <summary>What a machine does in a state on an event.</summary>
/// <param name="State">The state that names the event.</param>
/// <param name="Event">The event.</param>
internal sealed record Transition(StateModel State, EventModel Event);
