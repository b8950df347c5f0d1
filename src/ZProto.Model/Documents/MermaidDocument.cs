using System.Text;

namespace ZProto.Model.Documents;

/// <summary>The states of an engine as a picture for Mermaid, which Markdown viewers draw.</summary>
public static class MermaidDocument
{
    /// <summary>Writes the picture as a Mermaid state diagram; the machines of the engine itself are states with states within.</summary>
    /// <param name="model">The engine.</param>
    public static string Write(EngineModel model)
        => model is null ? throw new ArgumentNullException(nameof(model)) : Write(new StateDiagram(model), StateDiagram.OfMachines(model).ToList());

    /// <summary>Writes the picture of one machine.</summary>
    internal static string WriteAlone(IMachineModel machine) => Write(new StateDiagram(machine), []);

    private static string Write(StateDiagram diagram, List<(string Name, StateDiagram Diagram)> machines)
    {
        var text = new StringBuilder();
        Line("stateDiagram-v2");
        foreach (string line in States(diagram))
            Line($"    {line}");
        foreach ((string name, StateDiagram machine) in machines)
        {
            Line($"    state \"{Sanitize(name)}\" as {machine.Prefix} {{");
            foreach (string line in States(machine))
                Line($"        {line}");
            Line("    }");
        }
        List<string> superstates = machines.Select(machine => machine.Diagram).Prepend(diagram).SelectMany(each => each.Nodes).Where(node => node.IsSuperstate).Select(node => node.Id).ToList();
        if (superstates.Count > 0)
        {
            Line("    classDef superstate stroke-dasharray: 6 4");
            Line($"    class {string.Join(",", superstates)} superstate");
        }
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static IEnumerable<string> States(StateDiagram diagram)
    {
        foreach (StateDiagram.Node node in diagram.Nodes)
        {
            yield return $"state \"{Sanitize(node.Name)}\" as {node.Id}";
            foreach (StateDiagram.Label label in node.Labels.Concat(ActionsOn(node, diagram)))
                yield return $"{node.Id} : {Sanitize(label.ToString())}";
        }
        yield return $"[*] --> {diagram.Nodes[0].Id}";
        foreach (StateDiagram.Arrow arrow in diagram.Arrows)
            yield return $"{arrow.From} --> {(arrow.To == StateDiagram.End ? "[*]" : arrow.To)} : {Sanitize(string.Join(", ", arrow.Labels.Select(label => label.Event)))}";
        foreach ((string state, string superstate) in diagram.Inheritances)
            yield return $"{state} --> {superstate} : inherits";
    }

    // Mermaid lays long labels of arrows over each other. So an arrow has the names of its events, and its state says what they do.
    private static IEnumerable<StateDiagram.Label> ActionsOn(StateDiagram.Node node, StateDiagram diagram)
        => diagram.Arrows.Where(arrow => arrow.From == node.Id).SelectMany(arrow => arrow.Labels).Where(label => label.Actions.Count > 0);

    // Mermaid's escapes are not read in state diagrams. In names such characters part words, and blanks do that too.
    private static string Sanitize(string text)
        => new([.. text.Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || "-_,./()*".Contains(c) ? c : ' ')]);
}
