using System.Globalization;
using System.Text;

namespace ZProto.Model.Documents;

/// <summary>The states of a server or client as a picture for Mermaid, which Markdown viewers draw.</summary>
public static class MermaidDocument
{
    /// <summary>Writes the picture as a Mermaid state diagram.</summary>
    /// <param name="model">The server or client.</param>
    /// <exception cref="ArgumentException">The model is none of a server or client.</exception>
    public static string Write(ClassModel model)
    {
        if (model?.Engine is not { } engine)
            throw new ArgumentException("The model is neither a server nor a client.", nameof(model));
        var diagram = new StateDiagram(engine);
        var text = new StringBuilder();
        Line("stateDiagram-v2");
        foreach (StateDiagram.Node node in diagram.Nodes)
        {
            Line($"    state \"{Escaped(node.Name)}\" as {node.Id}");
            foreach (string line in node.Lines)
                Line($"    {node.Id} : {Escaped(line)}");
        }
        Line($"    [*] --> {diagram.Nodes[0].Id}");
        foreach (StateDiagram.Arrow arrow in diagram.Arrows)
            Line($"    {arrow.From} --> {(arrow.To == StateDiagram.End ? "[*]" : arrow.To)} : {string.Join("<br/>", arrow.Lines.Select(Escaped))}");
        foreach ((string state, string superstate) in diagram.Inheritances)
            Line($"    {state} --> {superstate} : inherits");
        List<string> superstates = diagram.Nodes.Where(node => node.IsSuperstate).Select(node => node.Id).ToList();
        if (superstates.Count > 0)
        {
            Line("    classDef superstate stroke-dasharray: 6 4");
            Line($"    class {string.Join(",", superstates)} superstate");
        }
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    // Mermaid's own escapes: the number of the character between # and ;.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        string trimmed = text.TrimStart();
        for (int i = 0; i < text.Length - trimmed.Length; i++)
            escaped.Append("#160;");
        for (int i = 0; i < trimmed.Length; i++)
        {
            if (char.IsHighSurrogate(trimmed[i]) && i + 1 < trimmed.Length)
                escaped.Append(trimmed[i]).Append(trimmed[++i]);
            else if (char.IsLetterOrDigit(trimmed[i]) || trimmed[i] is ' ' or '-' or '_' or ',' or '.' or '/' or '(' or ')')
                escaped.Append(trimmed[i]);
            else
                escaped.Append('#').Append(((int)trimmed[i]).ToString(CultureInfo.InvariantCulture)).Append(';');
        }
        return escaped.ToString();
    }
}
