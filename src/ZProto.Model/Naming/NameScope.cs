namespace ZProto.Model.Naming;

/// <summary>
/// The names of one C# type. A reserved name gets the suffix of its kind until it is free. Names are
/// allocated in the order of the model, so that later names never change earlier ones.
/// </summary>
internal sealed class NameScope
{
    // Metadata holds 1023 bytes of a name; a character has up to three, and some members put a prefix before it.
    private const int MaxLength = 255;
    private const int MaxFormattedLength = 40;

    private readonly Dictionary<string, string> _owners;
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly List<ModelDiagnostic> _diagnostics = [];

    public NameScope(IEnumerable<string> reserved)
    {
        _owners = new(StringComparer.Ordinal);
        foreach (string name in reserved)
            _owners[name] = "a member that every such class has";
    }

    /// <summary>Names that must be free in another scope too, as it is now, and take nothing in it.</summary>
    public NameScope(NameScope other) => _owners = new(other._owners, StringComparer.Ordinal);

    public IReadOnlyList<ModelDiagnostic> Diagnostics => _diagnostics;

    /// <summary>Names something of the model, with all members that its name leads to.</summary>
    public string Allocate(ModelName modelName, SourceSpan span, string suffix, string owner, Func<string, string[]> members)
    {
        string name = modelName.Pascal;
        string? clash = null;
        while (members(name).FirstOrDefault(_owners.ContainsKey) is { } taken)
        {
            clash ??= taken;
            name += suffix;
        }
        if (clash is not null)
            _diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.Renamed, modelName.Text, name, clash, _owners[clash]));
        if (ValidateLength(name, span) is { } tooLong)
            _diagnostics.Add(tooLong);
        foreach (string member in members(name))
            _owners[member] = $"{owner} '{modelName.Text}'";
        return name;
    }

    /// <summary>The diagnostic for a name that is longer than compilers accept, or null.</summary>
    public static ModelDiagnostic? ValidateLength(string name, SourceSpan span)
        => name.Length <= MaxLength
            ? null
            : ModelDiagnostic.Create(span, DiagnosticRules.NameTooLong, name.Substring(0, MaxFormattedLength) + "...", Format(name.Length), Format(MaxLength));

    /// <summary>Names a parameter. Two capitals can share a small letter, as the Kelvin sign does with K.</summary>
    public string AllocateParameter(string name)
    {
        while (!_parameters.Add(name))
            name += "2";
        return name;
    }

    private static string Format(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
