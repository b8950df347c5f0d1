using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Model;
using ZProto.Model.Xml;

namespace ZProto.Generator.Engines;

/// <summary>C# in a model: bodies of actions, and members.</summary>
internal static class EmbeddedCode
{
    /// <summary>Writes code, so that the compiler's errors show at their line and column of the model.</summary>
    public static void Write(SourceWriter writer, EquatableArray<XmlText> code)
    {
        foreach (XmlText piece in Pieces(code))
        {
            string[] lines = piece.Text.TrimEnd().Split('\n');
            // The first line follows a tag in the model; blanks put it into the same column here.
            lines[0] = new string(' ', piece.Span.Column - 1) + lines[0];
            int first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
            writer.LineDirective(piece.Span with { Line = piece.Span.Line + first });
            writer.WriteRaw(string.Join("\n", lines.Skip(first)));
        }
        writer.WriteRaw("#line default");
    }

    /// <summary>Whether code is statements and nothing else: no brace of it closes what it does not open, and no directive is in it.</summary>
    public static bool AreStatements(EquatableArray<XmlText> pieces)
    {
        string code = Text(pieces);
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

    /// <summary>Whether code is members of a class and nothing else.</summary>
    public static bool AreMembers(EquatableArray<XmlText> pieces)
    {
        string text = $"class C {{\n{Text(pieces)}\n}}";
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text);
        return unit.Members.Count == 1
            && unit.Members[0] is ClassDeclarationSyntax type
            && !type.CloseBraceToken.IsMissing
            && type.CloseBraceToken.Span.End == text.Length
            && !type.Members.Any(member => member is IncompleteMemberSyntax)
            && !unit.ContainsDirectives;
    }

    /// <summary>Whether statements set a wakeup.</summary>
    public static bool SetsWakeup(EquatableArray<XmlText> pieces) => WakeupCalls.In(SyntaxFactory.ParseStatement($"{{\n{Text(pieces)}\n}}")).Any();

    private static string Text(EquatableArray<XmlText> pieces) => string.Join("\n", Pieces(pieces).Select(piece => piece.Text));

    private static IEnumerable<XmlText> Pieces(EquatableArray<XmlText> code) => code.Where(piece => !string.IsNullOrWhiteSpace(piece.Text));
}
