namespace ZProto.Model.Reading;

/// <summary>The problems of a model, gathered while it is read.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    /// <summary>Finds what was meant by names that are unknown.</summary>
    public NearMiss NearMiss { get; } = new();

    /// <summary>Whether one of them is an error.</summary>
    public bool HasErrors => Errors > 0;

    /// <summary>How many of them are errors.</summary>
    public int Errors { get; private set; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Whether one of them is of a kind.</summary>
    public bool Has(ProblemKind kind) => _problems.Exists(problem => problem.Kind == kind);

    public void Report(SourceSpan span, ProblemKind kind, params string[] arguments)
        => Add(Problem.At(span, kind, arguments));

    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (Problem problem in problems)
            Add(problem);
    }

    /// <summary>Adds the problems of another list.</summary>
    public void AddRange(ProblemList other) => AddRange(other._problems);

    /// <summary>The problems, but for those at places where others are.</summary>
    public IEnumerable<Problem> ButAt(ProblemList others)
    {
        var places = new HashSet<SourceSpan>(others._problems.Select(problem => problem.Span));
        return _problems.Where(problem => !places.Contains(problem.Span));
    }

    /// <summary>
    /// The problems in the order of the text, the model's own file first. A kind is told once for a place: a header is checked
    /// in each message, and a composed type in each of its parts.
    /// </summary>
    public EquatableArray<Problem> InOrderOfText(string path)
        => _problems
            .GroupBy(problem => (problem.Kind, problem.Span))
            .Select(same => same.First())
            .OrderBy(problem => problem.Span.File != path)
            .ThenBy(problem => problem.Span.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Span.Offset)
            .ToEquatableArray();

    private void Add(Problem problem)
    {
        _problems.Add(problem);
        if (problem.Kind.Severity == ProblemSeverity.Error)
            Errors++;
    }
}
