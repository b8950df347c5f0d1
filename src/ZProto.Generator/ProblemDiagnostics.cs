using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>Problems of models as the compiler's diagnostics.</summary>
internal static class ProblemDiagnostics
{
    private static readonly ConcurrentDictionary<ProblemKind, DiagnosticDescriptor> s_descriptors = new();

    public static Diagnostic ToDiagnostic(this Problem problem)
        => Diagnostic.Create(
            s_descriptors.GetOrAdd(problem.Kind, Describe),
            ToLocation(problem.Span),
            problem.Arguments.ToArray<object>());

    private static DiagnosticDescriptor Describe(ProblemKind kind)
        => new(
            kind.Id,
            kind.Title,
            kind.Message,
            "ZProto",
            kind.Severity switch
            {
                ProblemSeverity.Error => DiagnosticSeverity.Error,
                ProblemSeverity.Warning => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info,
            },
            isEnabledByDefault: true,
            helpLinkUri: DiagnosticPages.Of(kind.Id));

    private static Location ToLocation(SourceSpan span)
        => Location.Create(
            span.File,
            new TextSpan(span.Offset, span.Length),
            new LinePositionSpan(
                new LinePosition(span.Line - 1, span.Column - 1),
                new LinePosition(span.EndLine - 1, span.EndColumn - 1)));
}
