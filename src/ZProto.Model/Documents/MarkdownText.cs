using System.Text;

namespace ZProto.Model.Documents;

/// <summary>Writes Markdown, so that what a model says stays what it says: text and no markup.</summary>
internal sealed class MarkdownText
{
    private const string Markup = "\\`*_[]<>|&~";

    private readonly StringBuilder _text = new();

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>A heading, unless there is nothing to say below it.</summary>
    public void Heading(int level, string markdown, bool hasContent = true)
    {
        if (hasContent)
            Block($"{new string('#', level)} {markdown}");
    }

    /// <summary>A paragraph, or nothing if there is no text.</summary>
    public void Paragraph(string markdown)
    {
        if (markdown.Length > 0)
            Block(markdown);
    }

    /// <summary>A model's own text in paragraphs.</summary>
    public void Description(string text)
    {
        foreach (string paragraph in text.Replace("\r", "").Split(["\n\n"], StringSplitOptions.RemoveEmptyEntries))
            Paragraph(string.Join("\n", paragraph.Split('\n').Select(line => AtLineStart(Escape(line)))));
    }

    /// <summary>Text shown as it is, in a fence that it cannot end.</summary>
    public void Fence(string language, string text)
    {
        string fence = new('`', Math.Max(3, LongestRun(text) + 1));
        Block($"{fence}{language}\n{text.TrimEnd('\n')}\n{fence}");
    }

    /// <summary>A table, or nothing if there are no rows. Columns that are empty in every row are left out.</summary>
    public void Table(string[] heads, IEnumerable<string[]> cells)
    {
        List<string[]> transitions = cells.ToList();
        if (transitions.Count == 0)
            return;
        List<int> shown = Enumerable.Range(0, heads.Length).Where(i => transitions.Any(transition => transition[i].Length > 0)).ToList();
        var lines = new List<string>
        {
            Row(shown.Select(i => heads[i])),
            Row(shown.Select(_ => "---")),
        };
        lines.AddRange(transitions.Select(transition => Row(shown.Select(i => transition[i]))));
        Block(string.Join("\n", lines));
    }

    /// <summary>A name, as code.</summary>
    public static string Code(string text)
    {
        string line = DocumentText.OneLine(text);
        string ticks = new('`', LongestRun(line) + 1);
        string pad = line.StartsWith("`", StringComparison.Ordinal) || line.EndsWith("`", StringComparison.Ordinal) ? " " : "";
        // Tables are cut at bars before code is seen.
        return line.Length == 0 ? "" : $"{ticks}{pad}{line.Replace("|", "\\|")}{pad}{ticks}";
    }

    /// <summary>Text in one line.</summary>
    public static string Line(string text) => Escape(DocumentText.OneLine(text));

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (Markup.Contains(c))
                escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    // What makes a heading, a list or a rule does so at the beginning of a line only.
    private static string AtLineStart(string line)
    {
        int digits = line.TakeWhile(char.IsDigit).Count();
        if (digits > 0 && line.Length > digits && line[digits] is '.' or ')')
            return line.Insert(digits, "\\");
        return line.Length > 0 && "#+-=".Contains(line[0]) ? $"\\{line}" : line;
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static int LongestRun(string text)
    {
        int longest = 0;
        int run = 0;
        foreach (char c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    private void Block(string block)
    {
        if (_text.Length > 0)
            _text.Append('\n');
        _text.Append(block).Append('\n');
    }
}
