using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>Diagnostics of models as the compiler's.</summary>
internal static class ModelDiagnosticExtensions
{
    private static readonly ConcurrentDictionary<DiagnosticRule, DiagnosticDescriptor> s_descriptors = new();

    public static Diagnostic ToDiagnostic(this ModelDiagnostic diagnostic)
        => Diagnostic.Create(
            s_descriptors.GetOrAdd(diagnostic.Rule, Describe),
            ToLocation(diagnostic.Span),
            diagnostic.Arguments.ToArray<object>());

    private static DiagnosticDescriptor Describe(DiagnosticRule kind)
        => new(
            kind.Id,
            kind.Title,
            kind.Message,
            "ZProto",
            kind.Severity switch
            {
                RuleSeverity.Error => DiagnosticSeverity.Error,
                RuleSeverity.Warning => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info,
            },
            isEnabledByDefault: true,
            helpLinkUri: DiagnosticPages.GetUrl(kind.Id));

    private static Location ToLocation(SourceSpan span)
        => Location.Create(
            span.File,
            new TextSpan(span.Offset, span.Length),
            new LinePositionSpan(
                new LinePosition(span.Line - 1, span.Column - 1),
                new LinePosition(span.EndLine - 1, span.EndColumn - 1)));
}
