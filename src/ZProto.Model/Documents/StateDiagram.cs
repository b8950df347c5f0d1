namespace ZProto.Model.Documents;

/// <summary>
/// The states of a machine as a picture shows them: an event that leads nowhere is listed in its state, all events that lead from one
/// state to another share one arrow, and <c>terminate</c> leads to the end.
/// </summary>
internal sealed class StateDiagram
{
    private readonly Dictionary<ModelName, string> _ids = [];

    /// <param name="machine">The machine.</param>
    /// <param name="prefix">What the ids of its states begin with, which those of other machines in the same text do not.</param>
    public StateDiagram(IMachineModel machine, string prefix = "")
    {
        Prefix = prefix;
        foreach (StateModel state in machine.States)
            _ids[state.Name] = $"{prefix}s{DocumentText.Format(_ids.Count + 1)}";
        var superstates = new HashSet<ModelName>(machine.States.Where(state => state.Inherit is not null).Select(state => state.Inherit!.Name));
        foreach (StateModel state in machine.States)
        {
            Nodes.Add(new Node(_ids[state.Name], DocumentText.OneLine(state.Name.Text), superstates.Contains(state.Name), Inner(state)));
            foreach (IGrouping<string, EventModel> events in state.Events.Where(Leads).GroupBy(Target))
                Arrows.Add(new Arrow(_ids[state.Name], events.Key, events.Select(CreateLabel).ToList()));
            if (state.Inherit is not null)
                Inheritances.Add((_ids[state.Name], _ids[state.Inherit.Name]));
        }
    }

    /// <summary>The pictures of an engine's own machines, each with its name.</summary>
    public static IEnumerable<(string Name, StateDiagram Diagram)> OfMachines(EngineModel engine)
        => engine.Machines.Select((machine, i) => (DocumentText.OneLine(machine.Name.Text), new StateDiagram(machine, $"m{DocumentText.Format(i + 1)}")));

    /// <summary>The node that represents the end of the machine.</summary>
    public const string End = "end";

    /// <summary>What the ids of its states begin with.</summary>
    public string Prefix { get; }

    /// <summary>The states; the machine starts in the first.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>What leads from one state to another, or to <see cref="End"/>.</summary>
    public List<Arrow> Arrows { get; } = [];

    /// <summary>Which states have the events of which superstates.</summary>
    public List<(string State, string Superstate)> Inheritances { get; } = [];

    /// <summary>A state.</summary>
    /// <param name="Id">What it is called in the text of the picture.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="IsSuperstate">Whether others inherit from it.</param>
    /// <param name="Labels">What is done on entering and leaving it, and by events that lead nowhere.</param>
    public sealed record Node(string Id, string Name, bool IsSuperstate, List<Label> Labels);

    /// <summary>What leads from one state to another.</summary>
    /// <param name="From">The state.</param>
    /// <param name="To">The other, or <see cref="End"/>.</param>
    /// <param name="Labels">The events with their actions.</param>
    public sealed record Arrow(string From, string To, List<Label> Labels);

    /// <summary>An event with its actions.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Actions">The actions, in order.</param>
    public sealed record Label(string Event, List<string> Actions)
    {
        private const int Width = 34;
        private const string Indent = "\u00A0\u00A0\u00A0\u00A0";

        /// <summary>The label in lines that fit a picture, broken between actions.</summary>
        public IEnumerable<string> Lines
        {
            get
            {
                IEnumerable<string> words = Actions.Count == 0 ? [Event] : Actions.Select((action, i) => i < Actions.Count - 1 ? $"{action}," : action).Prepend($"{Event} /");
                return DocumentText.Wrap(words, Width).Select((line, i) => i == 0 ? line : Indent + line);
            }
        }

        /// <summary>The label in one line.</summary>
        public override string ToString() => Actions.Count == 0 ? Event : $"{Event} / {string.Join(", ", Actions)}";
    }

    private static bool Leads(EventModel item) => item.Next is not null || Ends(item);

    private static bool Ends(EventModel item) => item.Actions.Any(action => action.IsTerminate);

    private string Target(EventModel item) => Ends(item) ? End : _ids[item.Next!.Name];

    private static List<Label> Inner(StateModel state)
    {
        var labels = new List<Label>();
        if (state.Before.Count > 0)
            labels.Add(CreateLabel("on entry", state.Before));
        if (state.After.Count > 0)
            labels.Add(CreateLabel("on exit", state.After));
        labels.AddRange(state.Events.Where(item => !Leads(item)).Select(CreateLabel));
        return labels;
    }

    private static Label CreateLabel(EventModel item) => CreateLabel(item.IsWildcard ? "*" : DocumentText.OneLine(item.Name.Text), item.Actions);

    private static Label CreateLabel(string eventName, EquatableArray<ActionModel> actions) => new(eventName, actions.Select(action => DocumentText.OneLine(action.Text)).ToList());
}
