using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZProto.CodeFixes;

/// <summary>The user's part of an engine that has none yet, as a new file beside the one that creates the engine.</summary>
internal static class PartialClassFile
{
    public static async Task<Solution> AddAsync(Document document, INamedTypeSymbol engine, IReadOnlyList<MissingMethodsReport> classes, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        string newLine = root is null ? "\n" : Layout.GetNewLine(root);
        SyntaxNode text = SyntaxFactory.ParseCompilationUnit(Text(engine, classes, newLine, cancellationToken));
        Document part = document.Project.AddDocument(FreeName(document, engine.Name), Layout.Mark(text), document.Folders);
        return (await Layout.ApplyAsync(part, newLine, cancellationToken).ConfigureAwait(false)).Project.Solution;
    }

    private static string FreeName(Document document, string name)
    {
        bool isTaken = document.Project.Documents.Any(other => other.Folders.SequenceEqual(document.Folders) && other.Name == $"{name}.cs");
        return isTaken ? $"{name}.Methods.cs" : $"{name}.cs";
    }

    private static string Text(INamedTypeSymbol engine, IEnumerable<MissingMethodsReport> classes, string newLine, CancellationToken cancellationToken)
    {
        IEnumerable<string> parts = classes.SelectMany(required => required.Class.Equals(engine, SymbolEqualityComparer.Default)
            ? required.Missing.Select(method => MethodText.Write(method, newLine, cancellationToken))
            : [PartialClassEditor.ClassText(required.Class, required.Missing, newLine, cancellationToken)]);
        string head = engine.ContainingNamespace.IsGlobalNamespace ? "" : $"namespace {engine.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)};{newLine}{newLine}";
        return $"{head}{Modifier(engine)} partial class {engine.Name}{newLine}{{{newLine}{string.Join(newLine, parts)}}}{newLine}";
    }

    // A public class needs public base types.
    private static string Modifier(INamedTypeSymbol engine)
        => engine.BaseType is { } known && known.TypeArguments.Where(type => type.ContainingType is null).All(type => type.DeclaredAccessibility == Accessibility.Public) ? "public" : "internal";
}
