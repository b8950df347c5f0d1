using System.Text;

namespace ZProto.Model;

/// <summary>
/// A name of a model: of a message, field, state, event and so on. Two names are equal when they differ only in case and in
/// the separators between their parts: <c>SUBSCRIBE OK</c>, <c>subscribe-ok</c> and <c>SUBSCRIBE_OK</c> are one name.
/// </summary>
public sealed class ModelName : IEquatable<ModelName>
{
    private readonly string _key;

    /// <summary>Makes a name of what the author wrote.</summary>
    /// <param name="text">The name as its author wrote it.</param>
    public ModelName(string text)
    {
        Text = text.Trim();
        var key = new StringBuilder();
        var pascal = new StringBuilder();
        foreach (string part in Parts(Text))
        {
            if (key.Length > 0)
                key.Append('_');
            key.Append(part.ToUpperInvariant());
            pascal.Append(ToPascal(part));
        }
        if (pascal.Length > 0 && char.IsDigit(pascal[0]))
            pascal.Insert(0, '_');
        _key = key.ToString();
        Pascal = pascal.ToString();
    }

    /// <summary>The name as its author wrote it, for logs, documents and <c>Command</c>.</summary>
    public string Text { get; }

    /// <summary>The name in C#: PascalCase, a leading digit after an underscore. Empty where the name has no letter and no digit.</summary>
    public string Pascal { get; }

    /// <summary>The name as zproto's C codecs write it: each separator an underscore.</summary>
    public string C => new([.. Text.Select(c => char.IsLetterOrDigit(c) ? c : '_')]);

    /// <summary>Whether the name has neither letter nor digit.</summary>
    public bool IsEmpty => _key.Length == 0;

    /// <summary>This name and another as one, as a field of a composed type is named: <c>client</c> and <c>forename</c>.</summary>
    /// <param name="suffix">The name that comes last.</param>
    public ModelName Join(ModelName suffix) => new($"{Text} {suffix.Text}");

    /// <inheritdoc/>
    public bool Equals(ModelName? other) => other is not null && string.Equals(_key, other._key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelName);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_key);

    /// <summary>The name as its author wrote it.</summary>
    public override string ToString() => Text;

    private static IEnumerable<string> Parts(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                if (start < 0)
                    start = i;
            }
            else if (start >= 0)
            {
                yield return text.Substring(start, i - start);
                start = -1;
            }
        }
    }

    // A part in one case becomes Capitalised; one in mixed case keeps its inner capitals.
    private static string ToPascal(string part)
    {
        bool mixed = part.Any(char.IsLower) && part.Any(char.IsUpper);
        string tail = part.Substring(1);
        return char.ToUpperInvariant(part[0]) + (mixed ? tail : tail.ToLowerInvariant());
    }
}
