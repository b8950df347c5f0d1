using Microsoft.CodeAnalysis;
using ZProto.Model;

namespace ZProto.Generator.Analyzers;

/// <summary>What analyzers report about the user's part of engines.</summary>
internal static class AnalyzerRules
{
    public static readonly DiagnosticDescriptor AsyncAction = Error(
        "ZP0501",
        "Asynchronous action",
        "'{0}' runs on the engine's loop and cannot be async: the event would go on before it is done, and the rest would run on another thread");

    public static readonly DiagnosticDescriptor BlockingWait = Warning(
        "ZP0502",
        "Blocking wait on the loop",
        "'{0}' blocks the engine's loop, and every client of it, until the wait is over");

    public static readonly DiagnosticDescriptor LoopMemberElsewhere = Warning(
        "ZP0503",
        "Member of the loop used elsewhere",
        "'{0}' belongs to the engine's loop, and this code runs on another thread: read what it needs before, and come back by InvokeAsync");

    public static readonly DiagnosticDescriptor MissingMethods = Info(
        "ZP0506",
        "Missing methods",
        "class '{0}' lacks methods that the model asks for: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Rule(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity)
        => new(id, title, message, "ZProto", severity, isEnabledByDefault: true, helpLinkUri: DiagnosticPages.GetUrl(id));
}
