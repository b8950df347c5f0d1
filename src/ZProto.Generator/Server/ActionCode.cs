using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Model;
using ZProto.Model.Xml;

namespace ZProto.Generator.Server;

/// <summary>The C# of an action that stands in the model.</summary>
internal static class ActionCode
{
    /// <summary>Writes the body, so that the compiler's errors show at their line and column of the model.</summary>
    public static void Write(SourceWriter writer, ActionBodyModel body)
    {
        foreach (XmlText piece in body.Code)
        {
            if (string.IsNullOrWhiteSpace(piece.Text))
                continue;
            writer.WriteRaw(CSharp.LineDirective(piece.Span));
            // The first line stands in the model behind a tag; blanks put it into the same column here.
            writer.WriteRaw(new string(' ', piece.Span.Column - 1) + piece.Text.TrimEnd());
        }
        writer.WriteRaw("#line default");
    }

    /// <summary>Whether a body is statements and nothing else: no brace of it closes what it does not open.</summary>
    public static bool IsSound(ActionBodyModel body)
    {
        string code = string.Concat(body.Code.Select(piece => piece.Text));
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit($"class C {{ void M() {{\n{code}\n}} }}");
        return unit.Members.Count == 1
            && unit.Members[0] is ClassDeclarationSyntax { Members.Count: 1 } type
            && type.Members[0] is MethodDeclarationSyntax { Body: { } block }
            && !block.CloseBraceToken.IsMissing
            && !type.CloseBraceToken.IsMissing
            && type.CloseBraceToken.FullSpan.End == unit.EndOfFileToken.FullSpan.Start
            && !code.Split('\n').Any(line => line.TrimStart().StartsWith("#", StringComparison.Ordinal));
    }
}
