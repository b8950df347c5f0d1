using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Model;
using ZProto.Model.Xml;

namespace ZProto.Generator.Engines;

/// <summary>The C# of an action that stands in the model.</summary>
internal static class ActionCode
{
    /// <summary>Writes the body, so that the compiler's errors show at their line and column of the model.</summary>
    public static void Write(SourceWriter writer, ActionBodyModel body)
    {
        foreach (XmlText piece in Pieces(body))
        {
            writer.WriteRaw(CSharp.LineDirective(piece.Span));
            // The first line stands in the model behind a tag; blanks put it into the same column here.
            writer.WriteRaw(new string(' ', piece.Span.Column - 1) + piece.Text.TrimEnd());
        }
        writer.WriteRaw("#line default");
    }

    /// <summary>Whether a body is statements and nothing else: no brace of it closes what it does not open, and no directive is in it.</summary>
    public static bool IsSound(ActionBodyModel body)
    {
        string code = string.Join("\n", Pieces(body).Select(piece => piece.Text));
        string text = $"class C {{ void M() {{\n{code}\n}} }}";
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text);
        return unit.Members.Count == 1
            && unit.Members[0] is ClassDeclarationSyntax { Members.Count: 1 } type
            && type.Members[0] is MethodDeclarationSyntax { Body: { } block }
            && !block.CloseBraceToken.IsMissing
            && !type.CloseBraceToken.IsMissing
            && type.CloseBraceToken.Span.End == text.Length
            && !unit.ContainsDirectives;
    }

    private static IEnumerable<XmlText> Pieces(ActionBodyModel body) => body.Code.Where(piece => !string.IsNullOrWhiteSpace(piece.Text));
}
