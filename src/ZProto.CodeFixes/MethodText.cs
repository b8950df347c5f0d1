using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.CodeFixes;

/// <summary>The C# of a method that is still to be written.</summary>
internal static class MethodText
{
    /// <summary>The method with its description from the model. It throws, so that a program that runs it says what is left to do.</summary>
    /// <param name="definition">The generated definition.</param>
    /// <param name="newLine">How lines end.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static string Write(IMethodSymbol definition, string newLine, CancellationToken cancellationToken)
    {
        var declaration = (MethodDeclarationSyntax)definition.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        string head = declaration.WithoutTrivia().WithSemicolonToken(default).ToString().Trim();
        IEnumerable<string> lines = Description(declaration).Concat([head, "{", "    throw new global::System.NotImplementedException();", "}"]);
        return string.Concat(lines.Select(line => line + newLine));
    }

    private static IEnumerable<string> Description(MethodDeclarationSyntax declaration)
        => declaration.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
            .SelectMany(trivia => trivia.ToFullString().Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0);
}
