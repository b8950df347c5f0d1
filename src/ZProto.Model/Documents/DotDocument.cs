using System.Text;

namespace ZProto.Model.Documents;

/// <summary>The states of an engine as a picture for Graphviz.</summary>
public static class DotDocument
{
    /// <summary>Writes the picture in the DOT language.</summary>
    /// <param name="model">The engine.</param>
    public static string Write(EngineModel model)
    {
        if (model is null)
            throw new ArgumentNullException(nameof(model));
        var text = new StringBuilder();
        Line($"digraph {Quoted(model.Name.Text)} {{");
        Line("    graph [fontname=\"Helvetica\", fontsize=14, labelloc=t, nodesep=0.5, ranksep=0.6, pad=0.2,");
        Line($"        label={Quoted(model.Title.Length > 0 ? model.Title : model.Name.Text)}]");
        Line("    node [fontname=\"Helvetica\", fontsize=11, shape=box, style=rounded, margin=\"0.1,0.05\"]");
        Line("    edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.8]");
        Line("");
        foreach (string line in States(new StateDiagram(model)))
            Line(line.Length == 0 ? "" : $"    {line}");
        foreach ((string name, StateDiagram machine) in StateDiagram.OfMachines(model))
        {
            Line("");
            Line($"    subgraph cluster_{machine.Prefix} {{");
            Line($"        label={Quoted(name)}");
            foreach (string line in States(machine))
                Line(line.Length == 0 ? "" : $"        {line}");
            Line("    }");
        }
        Line("}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static IEnumerable<string> States(StateDiagram diagram)
    {
        string end = diagram.Prefix + StateDiagram.End;
        yield return $"{diagram.Prefix}start [label=\"\", shape=circle, style=filled, fillcolor=black, width=0.16, margin=0]";
        if (diagram.Arrows.Any(arrow => arrow.To == StateDiagram.End))
            yield return $"{end} [label=\"\", shape=doublecircle, style=filled, fillcolor=black, width=0.12, margin=0]";
        foreach (StateDiagram.Node node in diagram.Nodes)
            yield return $"{node.Id} [{(node.IsSuperstate ? "style=\"rounded,dashed\", " : "")}label=<{Box(node)}>]";
        yield return "";
        yield return $"{diagram.Prefix}start -> {diagram.Nodes[0].Id}";
        foreach (StateDiagram.Arrow arrow in diagram.Arrows)
            yield return $"{arrow.From} -> {(arrow.To == StateDiagram.End ? end : arrow.To)} [label=<{Table(Row(Lines(arrow.Labels)))}>]";
        foreach ((string state, string superstate) in diagram.Inheritances)
            yield return $"{state} -> {superstate} [style=dashed, color=gray40, arrowhead=onormal]";
    }

    private static string Box(StateDiagram.Node node)
    {
        string name = $"<tr><td><b>{Escaped(node.Name)}</b></td></tr>";
        return Table(node.Labels.Count == 0 ? name : $"{name}<hr/>{Row($"<font point-size=\"10\">{Lines(node.Labels)}</font>")}");
    }

    private static string Table(string transitions) => $"<table border=\"0\" cellspacing=\"0\" cellpadding=\"3\">{transitions}</table>";

    private static string Row(string content) => $"<tr><td align=\"left\" balign=\"left\">{content}</td></tr>";

    private static string Lines(List<StateDiagram.Label> labels) => string.Join("<br/>", labels.SelectMany(label => label.Lines).Select(Escaped));

    private static string Quoted(string text) => $"\"{DocumentText.OneLine(text).Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static string Escaped(string text)
        => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("\u00A0", "&#160;");
}
