using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Simplification;

namespace ZProto.CodeFixes;

/// <summary>How what is written looks: names as short as the file allows, indented as the project says, with the file's own line ends.</summary>
internal static class Layout
{
    /// <summary>Marks what is new.</summary>
    public static TNode Mark<TNode>(TNode node)
        where TNode : SyntaxNode
        => node.WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);

    /// <summary>Marks what is the user's and has new lines; its names stay as they are.</summary>
    public static TNode MarkLines<TNode>(TNode node)
        where TNode : SyntaxNode
        => node.WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>Lays out what is marked, and takes the marks away: what the IDE does with them knows nothing of the file's line ends.</summary>
    public static async Task<Document> ApplyAsync(Document document, string newLine, CancellationToken cancellationToken)
    {
        document = await Simplifier.ReduceAsync(document, cancellationToken: cancellationToken).ConfigureAwait(false);
        OptionSet options = await document.GetOptionsAsync(cancellationToken).ConfigureAwait(false);
        options = options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, newLine);
        document = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancellationToken).ConfigureAwait(false);
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root is null ? document : document.WithSyntaxRoot(WithoutMarks(root));
    }

    /// <summary>The end of a file's first line; a line feed where there is but one.</summary>
    public static string GetNewLine(SyntaxNode root)
    {
        string text = root.SyntaxTree.GetText().ToString();
        int end = text.IndexOf('\n');
        return end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
    }

    private static SyntaxNode WithoutMarks(SyntaxNode root)
    {
        IEnumerable<SyntaxNode> marked = root.GetAnnotatedNodes(Formatter.Annotation).Concat(root.GetAnnotatedNodes(Simplifier.Annotation)).Distinct();
        return root.ReplaceNodes(marked, static (_, node) => node.WithoutAnnotations(Formatter.Annotation, Simplifier.Annotation));
    }
}
