using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.Generator.Analyzers;

/// <summary>The methods that a generated class has of its model, whose bodies the user's part must have.</summary>
internal static class RequiredMethods
{
    /// <summary>The definitions in the model's order.</summary>
    public static IEnumerable<IMethodSymbol> GetAll(INamedTypeSymbol type, CancellationToken cancellationToken)
        => type.GetMembers().OfType<IMethodSymbol>().Where(method => IsRequired(method, cancellationToken));

    /// <summary>Those without a body.</summary>
    public static IEnumerable<IMethodSymbol> GetMissing(INamedTypeSymbol type, CancellationToken cancellationToken)
        => GetAll(type, cancellationToken).Where(method => method.PartialImplementationPart is null);

    /// <summary>The modifiers of the first of a symbol's declarations.</summary>
    public static SyntaxTokenList GetModifiers(ISymbol symbol, CancellationToken cancellationToken)
        => symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<MemberDeclarationSyntax>().Select(declaration => declaration.Modifiers).FirstOrDefault();

    // Unlike hooks, which may be left out, they say that they are private.
    private static bool IsRequired(IMethodSymbol method, CancellationToken cancellationToken)
        => method.IsPartialDefinition && GetModifiers(method, cancellationToken).Any(SyntaxKind.PrivateKeyword);
}
