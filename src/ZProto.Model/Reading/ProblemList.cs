namespace ZProto.Model.Reading;

/// <summary>The problems of a model, gathered while it is read.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    /// <summary>Finds what was meant by names that are unknown.</summary>
    public NearMiss NearMiss { get; } = new();

    /// <summary>Whether one of them is an error.</summary>
    public bool HasErrors => _problems.Exists(problem => problem.Kind.Severity == ProblemSeverity.Error);

    public void Report(SourceSpan span, ProblemKind kind, params string[] arguments)
        => _problems.Add(Problem.At(span, kind, arguments));

    public void AddRange(IEnumerable<Problem> problems) => _problems.AddRange(problems);

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
}
