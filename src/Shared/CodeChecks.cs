using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Xml;

namespace ZProto.Shared;

/// <summary>Checks C# in models by parsing it as what it will be.</summary>
internal sealed class CodeChecks : ICodeChecks
{
    /// <summary>The checks.</summary>
    public static readonly CodeChecks Instance = new();

    private CodeChecks()
    {
    }

    /// <inheritdoc/>
    public bool AreStatements(EquatableArray<XmlText> code)
    {
        string text = $"class C {{ void M() {{\n{Join(code)}\n}} }}";
        return Parse(text) is { Members.Count: 1 } type
            && type.Members[0] is MethodDeclarationSyntax { Body: { } block }
            && !block.CloseBraceToken.IsMissing;
    }

    /// <inheritdoc/>
    public bool AreMembers(EquatableArray<XmlText> code)
    {
        string text = $"class C {{\n{Join(code)}\n}}";
        return Parse(text) is { } type && !type.Members.Any(member => member is IncompleteMemberSyntax);
    }

    /// <summary>The text of code that is in several pieces.</summary>
    public static string Join(EquatableArray<XmlText> code) => string.Join("\n", code.Select(piece => piece.Text));

    /// <summary>The class that a text is and nothing else, or null.</summary>
    private static ClassDeclarationSyntax? Parse(string text)
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text);
        return !unit.ContainsDirectives
            && unit.Members.Count == 1
            && unit.Members[0] is ClassDeclarationSyntax { CloseBraceToken.IsMissing: false } type
            && type.CloseBraceToken.Span.End == text.Length
            ? type
            : null;
    }
}
