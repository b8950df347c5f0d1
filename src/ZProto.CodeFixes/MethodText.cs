using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Shared;

namespace ZProto.CodeFixes;

/// <summary>The C# of a method that is still to be written.</summary>
internal static class MethodText
{
    /// <summary>The method with its description from the model.</summary>
    /// <param name="definition">The generated definition.</param>
    /// <param name="newLine">How lines end.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static string Write(IMethodSymbol definition, string newLine, CancellationToken cancellationToken)
    {
        var declaration = (MethodDeclarationSyntax)definition.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        string head = declaration.WithoutTrivia().WithSemicolonToken(default).ToString().Trim();
        return string.Concat(MethodStub.Write(Description(declaration), head).Select(line => line + newLine));
    }

    private static IEnumerable<string> Description(MethodDeclarationSyntax declaration)
        => declaration.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
            .SelectMany(trivia => trivia.ToFullString().Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0)
            // When an action runs changes with the model, and is the generated part's to say.
            .TakeWhile(line => !line.StartsWith("/// <remarks>", StringComparison.Ordinal));
}
