using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.CodeFixes;

/// <summary>Adds methods to a partial class of the user's.</summary>
/// <param name="original">The class as the compiler knows it.</param>
/// <param name="newLine">How lines end.</param>
internal sealed class PartialClassEditor(TypeDeclarationSyntax original, string newLine)
{
    /// <summary>Adds missing methods, each after the one that comes before it in the model.</summary>
    /// <param name="type">The class, in which other members may have changed since.</param>
    /// <param name="required">What the model asks of it, or of a class that it should hold.</param>
    /// <param name="only">The name of the only method to write, or null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public TypeDeclarationSyntax Add(TypeDeclarationSyntax type, MissingMethodsReport required, string? only, CancellationToken cancellationToken)
    {
        List<IMethodSymbol> missing = required.Missing.Where(method => only is null || method.Name == only).ToList();
        if (missing.Count == 0)
            return type;
        if (required.Class.Name != type.Identifier.ValueText)
            return Insert(type, type.Members.Count, Member(ClassText(required.Class, missing, newLine, cancellationToken)));

        // The index of each member among the methods of the model, or -1.
        List<int> indexes = original.Members.Select(member => required.Methods.FindIndex(method => IsBodyOf(member, method, cancellationToken))).ToList();
        indexes.AddRange(Enumerable.Repeat(-1, type.Members.Count - indexes.Count));
        foreach (IMethodSymbol method in missing)
        {
            int index = required.Methods.IndexOf(method);
            int at = GetInsertIndex(index, indexes);
            type = Insert(type, at, Member(MethodText.Write(method, newLine, cancellationToken)));
            indexes.Insert(at, index);
        }
        return type;
    }

    /// <summary>The C# of a class within that is not there yet.</summary>
    public static string ClassText(INamedTypeSymbol type, IEnumerable<IMethodSymbol> missing, string newLine, CancellationToken cancellationToken)
    {
        var generated = (TypeDeclarationSyntax)type.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        string methods = string.Join(newLine, missing.Select(method => MethodText.Write(method, newLine, cancellationToken)));
        return $"{generated.Modifiers.ToString().Trim()} class {generated.Identifier}{newLine}{{{newLine}{methods}}}{newLine}";
    }

    private static int GetInsertIndex(int index, List<int> indexes)
    {
        int before = indexes.Where(other => other >= 0 && other < index).DefaultIfEmpty(-1).Max();
        if (before >= 0)
            return indexes.LastIndexOf(before) + 1;
        int after = indexes.Where(other => other > index).DefaultIfEmpty(-1).Min();
        return after >= 0 ? indexes.IndexOf(after) : indexes.Count;
    }

    private static bool IsBodyOf(MemberDeclarationSyntax member, IMethodSymbol method, CancellationToken cancellationToken)
        => method.PartialImplementationPart is { } body && body.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellationToken) == member);

    private static MemberDeclarationSyntax Member(string text)
        => Layout.Mark(SyntaxFactory.ParseMemberDeclaration(text)!);

    private TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, int at, MemberDeclarationSyntax member)
    {
        SyntaxTrivia lineEnd = SyntaxFactory.EndOfLine(newLine);
        type = WithBraces(type, lineEnd);
        if (at > 0)
            member = member.WithLeadingTrivia(member.GetLeadingTrivia().Insert(0, lineEnd));
        SyntaxList<MemberDeclarationSyntax> members = type.Members;
        if (at > 0 && !EndsLine(members[at - 1].GetTrailingTrivia()))
            members = members.Replace(members[at - 1], members[at - 1].WithTrailingTrivia(members[at - 1].GetTrailingTrivia().Add(lineEnd)));
        if (at < members.Count && !members[at].GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
            members = members.Replace(members[at], members[at].WithLeadingTrivia(members[at].GetLeadingTrivia().Insert(0, lineEnd)));
        return type.WithMembers(members.Insert(at, member));
    }

    private static TypeDeclarationSyntax WithBraces(TypeDeclarationSyntax type, SyntaxTrivia lineEnd)
    {
        if (type.SemicolonToken.IsKind(SyntaxKind.SemicolonToken) && type.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            SyntaxToken last = type.SemicolonToken.GetPreviousToken();
            return Layout.MarkLines(type.ReplaceToken(last, last.WithTrailingTrivia(lineEnd))
                .WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(lineEnd))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(type.SemicolonToken.TrailingTrivia)));
        }
        return EndsLine(type.OpenBraceToken.TrailingTrivia)
            ? type
            : Layout.MarkLines(type.WithOpenBraceToken(type.OpenBraceToken.WithTrailingTrivia(lineEnd)));
    }

    private static bool EndsLine(SyntaxTriviaList trivia) => trivia.Any(SyntaxKind.EndOfLineTrivia);
}
