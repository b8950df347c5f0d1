namespace ZProto.Model.Naming;

/// <summary>
/// The names of one C# type. A name that is taken gets the suffix of its kind, as often as it needs to be free. Names are
/// given in the order of the model, so that what comes later changes nothing of what came before.
/// </summary>
internal sealed class NameScope
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];

    public NameScope(IEnumerable<string> reserved)
    {
        foreach (string name in reserved)
            _owners[name] = "a member that every such class has";
    }

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Names something of the model, with all members that its name leads to.</summary>
    public string Name(ModelName modelName, SourceSpan span, string suffix, string owner, Func<string, string[]> members)
    {
        string name = modelName.Pascal;
        string? clash = null;
        while (members(name).FirstOrDefault(_owners.ContainsKey) is { } taken)
        {
            clash ??= taken;
            name += suffix;
        }
        if (clash is not null)
            _problems.Add(Problem.At(span, ProblemKinds.Renamed, modelName.Text, name, clash, _owners[clash]));
        foreach (string member in members(name))
            _owners[member] = $"{owner} '{modelName.Text}'";
        return name;
    }

    /// <summary>Names a parameter. Two capitals can share a small letter, as the Kelvin sign does with K.</summary>
    public string Parameter(string name)
    {
        while (!_parameters.Add(name))
            name += "2";
        return name;
    }
}
