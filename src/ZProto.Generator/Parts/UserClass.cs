using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZProto.Generator.Engines;
using ZProto.Model;

namespace ZProto.Generator.Parts;

/// <summary>A partial class of the user's by its syntax alone.</summary>
/// <param name="Namespace">Its namespace, or empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="IsEngine">Whether it names a class of engines as its base.</param>
/// <param name="Methods">Its methods.</param>
/// <param name="Nested">The partial classes in it.</param>
internal sealed record UserClass(string Namespace, string Name, SourceSpan Span, bool IsEngine, EquatableArray<UserMethod> Methods, EquatableArray<UserClass> Nested)
{
    /// <summary>The methods of this class and of those in it.</summary>
    public IEnumerable<UserMethod> AllMethods => Methods.Concat(Nested.SelectMany(nested => nested.AllMethods));

    /// <summary>Whether a node may be one.</summary>
    public static bool IsCandidate(SyntaxNode node)
        => node is ClassDeclarationSyntax { Parent: not TypeDeclarationSyntax } type && IsPartial(type);

    public static UserClass Read(ClassDeclarationSyntax type)
        => new(
            GetNamespace(type),
            type.Identifier.ValueText,
            GetSpan(type.Identifier),
            type.BaseList?.Types.Any(item => GetName(item.Type) is "ServerEngine" or "ClientEngine" or "MeshEngine" or "ZyreEngine") ?? false,
            type.Members.OfType<MethodDeclarationSyntax>().Select(UserMethod.Read).ToEquatableArray(),
            type.Members.OfType<ClassDeclarationSyntax>().Where(IsPartial).Select(Read).ToEquatableArray());

    /// <summary>Where a word of a source file is.</summary>
    public static SourceSpan GetSpan(SyntaxToken word)
    {
        FileLinePositionSpan lines = word.SyntaxTree!.GetLineSpan(word.Span);
        LinePosition start = lines.StartLinePosition;
        LinePosition end = lines.EndLinePosition;
        return new SourceSpan(word.SyntaxTree.FilePath, word.SpanStart, word.Span.Length, start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1);
    }

    private static bool IsPartial(ClassDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword) && type.TypeParameterList is null;

    private static string GetNamespace(SyntaxNode node)
        => string.Join(".", node.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(part => string.Concat(part.Name.DescendantTokens().Select(token => token.ValueText))));

    private static string GetName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => GetName(qualified.Right),
        AliasQualifiedNameSyntax alias => GetName(alias.Name),
        GenericNameSyntax generic => generic.Identifier.ValueText,
        _ => "",
    };
}

/// <summary>A method of the user's.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="IsPartial">Whether it is partial.</param>
/// <param name="HasBody">Whether it has a body.</param>
/// <param name="Declaration">How it is declared, without the body.</param>
/// <param name="Wakeups">Where it sets a wakeup.</param>
internal sealed record UserMethod(string Name, SourceSpan Span, bool IsPartial, bool HasBody, string Declaration, EquatableArray<SourceSpan> Wakeups)
{
    /// <summary>Whether it is the body of what is declared elsewhere.</summary>
    public bool IsImplementation => IsPartial && HasBody;

    public static UserMethod Read(MethodDeclarationSyntax method)
    {
        string modifiers = string.Concat(method.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword)).Select(modifier => modifier.Text + " "));
        return new UserMethod(
            method.Identifier.ValueText,
            UserClass.GetSpan(method.Identifier),
            method.Modifiers.Any(SyntaxKind.PartialKeyword),
            method.Body is not null || method.ExpressionBody is not null,
            $"{modifiers}{method.ReturnType} {method.Identifier.Text}{method.ParameterList}",
            WakeupCalls.In(method).Select(UserClass.GetSpan).ToEquatableArray());
    }
}
