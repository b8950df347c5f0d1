using Microsoft.CodeAnalysis;
using ZProto.Model;

namespace ZProto.Generator.Analyzers;

/// <summary>What analyzers report about the user's part of engines.</summary>
internal static class AnalyzerRules
{
    private const string Category = "ZProto";

    public static readonly DiagnosticDescriptor AsyncAction = new(
        "ZP0501",
        "Asynchronous action",
        "'{0}' runs on the engine's loop and cannot be async: the event would go on before it is done, and the rest would run on another thread",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticPages.GetUrl("ZP0501"));

    public static readonly DiagnosticDescriptor BlockingWait = new(
        "ZP0502",
        "Blocking wait on the loop",
        "'{0}' blocks the engine's loop, and every peer of it, until the wait is over",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticPages.GetUrl("ZP0502"));

    public static readonly DiagnosticDescriptor LoopMemberElsewhere = new(
        "ZP0503",
        "Member of the loop used elsewhere",
        "'{0}' belongs to the engine's loop, and this code runs on another thread: read what it needs before, and come back by InvokeAsync",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticPages.GetUrl("ZP0503"));

    public static readonly DiagnosticDescriptor MissingMethods = new(
        "ZP0506",
        "Missing methods",
        "class '{0}' lacks methods that the model asks for: {1}",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticPages.GetUrl("ZP0506"));
}
