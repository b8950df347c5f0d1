using Microsoft.CodeAnalysis.CSharp;
using ZProto.Model;
using ZProto.Model.Xml;

namespace ZProto.Generator.Engines;

/// <summary>C# in a model: bodies of actions, and members.</summary>
internal static class EmbeddedCode
{
    /// <summary>Writes code, so that the compiler's errors show at their line and column of the model.</summary>
    public static void Write(SourceWriter writer, EquatableArray<XmlText> code)
    {
        foreach (XmlText piece in code)
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

    /// <summary>Writes members that are in a model.</summary>
    public static void WriteMembers(SourceWriter writer, EquatableArray<CustomModel> members)
    {
        foreach (CustomModel member in members)
        {
            writer.BlankLine();
            Write(writer, member.Code);
        }
    }

    /// <summary>Whether statements set a wakeup.</summary>
    public static bool SetsWakeup(EquatableArray<XmlText> code) => WakeupCalls.In(SyntaxFactory.ParseStatement($"{{\n{CodeChecks.Join(code)}\n}}")).Any();
}
