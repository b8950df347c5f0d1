using ZProto.Shared;

namespace ZProto.Model.Reading;

/// <summary>Suggests the name that the author of an unknown one most likely meant.</summary>
internal sealed class SpellingHints
{
    // A model with thousands of unknown names must not take minutes to say so.
    private const int MaxNames = 1_000;
    private const int MaxHints = 100;

    private int _hints;

    /// <summary><c>, did you mean 'xyz'?</c>, or nothing where no name is near.</summary>
    public string Hint(string written, IEnumerable<string> names) => Suggest(written, names) is { } nearest ? DidYouMean(nearest) : "";

    /// <summary>The question that ends a message.</summary>
    public static string DidYouMean(string meant) => $", did you mean '{meant}'?";

    /// <summary>The nearest of some names, or null where none is near.</summary>
    public string? Suggest(string written, IEnumerable<string> names)
        => ++_hints <= MaxHints ? SpellingSuggester.Find(written, names.Take(MaxNames)) : null;

    /// <inheritdoc cref="Hint(string, IEnumerable{string})"/>
    public string Hint(ModelName written, IEnumerable<ModelName> names)
        => Hint(written.Text, names.Select(name => name.Text));
}
