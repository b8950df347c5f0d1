using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.Generator.Engines;

/// <summary>Finds the calls of a machine's <c>SetWakeup</c> in its own code, by syntax alone.</summary>
internal static class WakeupCalls
{
    private const string SetWakeup = "SetWakeup";

    /// <summary>The called name in each call.</summary>
    public static IEnumerable<SyntaxToken> In(SyntaxNode code)
        => code.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => Called(call.Expression)).OfType<IdentifierNameSyntax>()
            .Select(name => name.Identifier).Where(name => name.ValueText == SetWakeup);

    private static SimpleNameSyntax? Called(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name,
        _ => null,
    };
}
