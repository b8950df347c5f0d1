using System.Text;

namespace ZProto.Model.Documents;

/// <summary>The states of an engine as a picture for Mermaid, which Markdown viewers draw.</summary>
public static class MermaidDocument
{
    /// <summary>Writes the picture as a Mermaid state diagram.</summary>
    /// <param name="model">The engine.</param>
    public static string Write(EngineModel model)
    {
        if (model is null)
            throw new ArgumentNullException(nameof(model));
        var diagram = new StateDiagram(model);
        var text = new StringBuilder();
        Line("stateDiagram-v2");
        foreach (StateDiagram.Node node in diagram.Nodes)
        {
            Line($"    state \"{Sanitize(node.Name)}\" as {node.Id}");
            foreach (StateDiagram.Label label in node.Labels.Concat(ActionsOn(node, diagram)))
                Line($"    {node.Id} : {Sanitize(label.ToString())}");
        }
        Line($"    [*] --> {diagram.Nodes[0].Id}");
        foreach (StateDiagram.Arrow arrow in diagram.Arrows)
            Line($"    {arrow.From} --> {(arrow.To == StateDiagram.End ? "[*]" : arrow.To)} : {Sanitize(string.Join(", ", arrow.Labels.Select(label => label.Event)))}");
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

    // Mermaid lays long labels of arrows over each other. So an arrow has the names of its events, and its state says what they do.
    private static IEnumerable<StateDiagram.Label> ActionsOn(StateDiagram.Node node, StateDiagram diagram)
        => diagram.Arrows.Where(arrow => arrow.From == node.Id).SelectMany(arrow => arrow.Labels).Where(label => label.Actions.Count > 0);

    // Mermaid's escapes are not read in state diagrams. In names such characters part words, and blanks do that too.
    private static string Sanitize(string text)
        => new([.. text.Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || "-_,./()*".Contains(c) ? c : ' ')]);
}
