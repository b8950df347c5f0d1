namespace ZProto.Model.Reading;

/// <summary>The diagnostics of a model, collected while it is read.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<ModelDiagnostic> _diagnostics = [];

    /// <summary>Finds what was meant by names that are unknown.</summary>
    public SpellingHints Spelling { get; } = new();

    /// <summary>Whether one of them is an error.</summary>
    public bool HasErrors => Errors > 0;

    /// <summary>How many of them are errors.</summary>
    public int Errors { get; private set; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _diagnostics.Count == 0;

    /// <summary>Whether one of them is of a kind.</summary>
    public bool Has(DiagnosticRule kind) => _diagnostics.Exists(diagnostic => diagnostic.Rule == kind);

    public void Report(SourceSpan span, DiagnosticRule kind, params string[] arguments)
        => Add(ModelDiagnostic.Create(span, kind, arguments));

    public void AddRange(IEnumerable<ModelDiagnostic> diagnostics)
    {
        foreach (ModelDiagnostic diagnostic in diagnostics)
            Add(diagnostic);
    }

    /// <summary>Adds the diagnostics of another bag.</summary>
    public void AddRange(DiagnosticBag other) => AddRange(other._diagnostics);

    /// <summary>The diagnostics, except those at locations that the others have.</summary>
    public IEnumerable<ModelDiagnostic> ExceptAt(DiagnosticBag others)
    {
        var indexes = new HashSet<SourceSpan>(others._diagnostics.Select(diagnostic => diagnostic.Span));
        return _diagnostics.Where(diagnostic => !indexes.Contains(diagnostic.Span));
    }

    /// <summary>
    /// The diagnostics in the order of the text, the model's own file first. A rule is reported once for a location: a header is checked
    /// in each message, and a composed type in each of its parts.
    /// </summary>
    public EquatableArray<ModelDiagnostic> InOrderOfText(string path)
        => _diagnostics
            .GroupBy(diagnostic => (diagnostic.Rule, diagnostic.Span))
            .Select(same => same.First())
            .OrderBy(diagnostic => diagnostic.Span.File != path)
            .ThenBy(diagnostic => diagnostic.Span.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Span.Offset)
            .ToEquatableArray();

    private void Add(ModelDiagnostic diagnostic)
    {
        _diagnostics.Add(diagnostic);
        if (diagnostic.IsError)
            Errors++;
    }
}
