namespace ZProto.Model.Documents;

/// <summary>
/// The states of an engine as a picture shows them: an event that leads nowhere stands in its state, all events that lead from one
/// state to another stand at one arrow, and <c>terminate</c> leads to the end.
/// </summary>
internal sealed class StateDiagram
{
    private const int LabelWidth = 34;
    private const string LabelIndent = "    ";
    private static readonly ModelName s_terminate = new("terminate");

    private readonly Dictionary<ModelName, string> _ids = [];

    public StateDiagram(EngineModel engine)
    {
        foreach (StateModel state in engine.States)
            _ids[state.Name] = $"s{DocumentText.Show(_ids.Count + 1)}";
        var superstates = new HashSet<ModelName>(engine.States.Where(state => state.Inherit is not null).Select(state => state.Inherit!.Name));
        foreach (StateModel state in engine.States)
        {
            Nodes.Add(new Node(_ids[state.Name], DocumentText.OneLine(state.Name.Text), superstates.Contains(state.Name), Inner(state)));
            foreach (IGrouping<string, EventModel> events in state.Events.Where(Leads).GroupBy(Target))
                Arrows.Add(new Arrow(_ids[state.Name], events.Key, events.SelectMany(Label).ToList()));
            if (state.Inherit is not null)
                Inheritances.Add((_ids[state.Name], _ids[state.Inherit.Name]));
        }
    }

    /// <summary>What stands for the end of the machine.</summary>
    public const string End = "end";

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
    /// <param name="Lines">What is done on entering and leaving it, and by events that lead nowhere.</param>
    public sealed record Node(string Id, string Name, bool IsSuperstate, List<string> Lines);

    /// <summary>What leads from one state to another.</summary>
    /// <param name="From">The state.</param>
    /// <param name="To">The other, or <see cref="End"/>.</param>
    /// <param name="Lines">The events with their actions.</param>
    public sealed record Arrow(string From, string To, List<string> Lines);

    /// <summary>An event with its actions, as one text.</summary>
    public static string Text(string happening, EquatableArray<ActionModel> actions)
        => actions.Count == 0 ? happening : $"{happening} / {string.Join(", ", actions.Select(Text))}";

    /// <summary>An action with what it sends.</summary>
    public static string Text(ActionModel action)
        => DocumentText.OneLine(action.Message is null ? action.Name.Text : $"{action.Name.Text} {action.Message.Name.Text}");

    /// <summary>An event's name.</summary>
    public static string Name(EventModel item) => item.IsWildcard ? "*" : DocumentText.OneLine(item.Name.Text);

    private static bool Leads(EventModel item) => item.Next is not null || Ends(item);

    private static bool Ends(EventModel item) => item.Actions.Any(action => action.Name.Equals(s_terminate));

    private string Target(EventModel item) => Ends(item) ? End : _ids[item.Next!.Name];

    private static List<string> Inner(StateModel state)
    {
        var lines = new List<string>();
        if (state.Before.Count > 0)
            lines.AddRange(Broken(Text("on entry", state.Before)));
        if (state.After.Count > 0)
            lines.AddRange(Broken(Text("on exit", state.After)));
        lines.AddRange(state.Events.Where(item => !Leads(item)).SelectMany(Label));
        return lines;
    }

    private static IEnumerable<string> Label(EventModel item) => Broken(Text(Name(item), item.Actions));

    // A label that is too wide for a picture goes on in the next line.
    private static IEnumerable<string> Broken(string label)
        => DocumentText.Wrap(label, LabelWidth).Select((line, i) => i == 0 ? line : LabelIndent + line);
}
