using System.Text;

namespace ZProto.Model.Documents;

/// <summary>The names of a grammar's rules: letters, digits and hyphens, compared without regard to case.</summary>
internal sealed class RuleNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<object, string> _names = [];

    /// <summary>The length of the longest name given.</summary>
    public int Longest { get; private set; }

    /// <summary>Keeps a name for a rule that every grammar has.</summary>
    public void Reserve(string name) => _taken.Add(name);

    /// <summary>The name of the rule for something of a model: its own name, with a number where another rule has it.</summary>
    public string Allocate(object item, ModelName name, bool upper)
    {
        if (_names.TryGetValue(item, out string? known))
            return known;
        string wanted = Name(name.Text);
        wanted = upper ? wanted.ToUpperInvariant() : wanted.ToLowerInvariant();
        string free = wanted;
        for (int i = 2; !_taken.Add(free); i++)
            free = $"{wanted}-{DocumentText.Format(i)}";
        Longest = Math.Max(Longest, free.Length);
        return _names[item] = free;
    }

    private static string Name(string text)
    {
        var name = new StringBuilder();
        foreach (char c in text)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
                name.Append(c);
            else if (name.Length > 0 && name[name.Length - 1] != '-')
                name.Append('-');
        }
        string trimmed = name.ToString().TrimEnd('-');
        return trimmed.Length > 0 && !char.IsDigit(trimmed[0]) ? trimmed : $"x-{trimmed}".TrimEnd('-');
    }
}
