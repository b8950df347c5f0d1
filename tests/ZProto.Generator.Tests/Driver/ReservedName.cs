using System.Text.RegularExpressions;

namespace ZProto.Generator.Tests.Driver;

/// <summary>What the documents say of a name that is taken: a row of their table, for one kind.</summary>
/// <param name="Name">The name in the model.</param>
/// <param name="Kind">What it names: <c>class</c>, <c>field</c>, <c>string field</c>, <c>message</c> or <c>define</c>.</param>
/// <param name="CSharp">Its name in C#.</param>
/// <param name="TakenBy">Who has the name already.</param>
public sealed partial record ReservedName(string Name, string Kind, string CSharp, string TakenBy)
{
    /// <summary>The table of <c>docs/reserved-names.md</c>.</summary>
    public static IReadOnlyList<ReservedName> Table { get; } = [.. Read(section: 1)];

    /// <summary>The table of the same document for servers.</summary>
    public static IReadOnlyList<ReservedName> ServerTable { get; } = [.. Read(section: 2)];

    /// <summary>The table of the same document for clients.</summary>
    public static IReadOnlyList<ReservedName> ClientTable { get; } = [.. Read(section: 3)];

    /// <summary>The table of the same document for meshes.</summary>
    public static IReadOnlyList<ReservedName> MeshTable { get; } = [.. Read(section: 4)];

    /// <summary>The table of the same document for nodes.</summary>
    public static IReadOnlyList<ReservedName> NodeTable { get; } = [.. Read(section: 5)];

    /// <summary>Whether every codec has a member of the name, not some other name of the model.</summary>
    public bool IsMember => TakenBy.Contains("codec", StringComparison.Ordinal);

    public bool IsPubSub => TakenBy.Contains("pubsub", StringComparison.Ordinal);

    /// <summary>The kind without a field's type.</summary>
    public string PlainKind => Kind.Split(' ')[^1];

    /// <summary>A model in which the name is taken.</summary>
    public string Model
    {
        get
        {
            List<(string Kind, string Name)> parts = [(Kind, Name)];
            if (NameOfKind().Match(TakenBy) is { Success: true } other)
                parts.Insert(0, (other.Groups["kind"].Value, other.Groups["name"].Value));
            string className = parts.SingleOrDefault(part => part.Kind == "class").Name ?? "sample_msg";
            return $"""
                <class name = "{className}" script = "zproto_codec" pubsub = "{(IsPubSub ? 1 : 0)}">
                {Elements("define", parts.Where(part => part.Kind == "define"))}
                <message name = "FIRST">
                {Elements("field", parts.Where(part => part.Kind.EndsWith("field", StringComparison.Ordinal)))}
                </message>
                {Elements("message", parts.Where(part => part.Kind == "message"))}
                </class>
                """;
        }
    }

    /// <summary>A table as the cases of a theory.</summary>
    public static TheoryData<string, string, string, string> ToRows(IReadOnlyList<ReservedName> table)
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (ReservedName row in table)
            rows.Add(row.Name, row.Kind, row.CSharp, row.TakenBy);
        return rows;
    }

    private static string Elements(string element, IEnumerable<(string Kind, string Name)> parts)
        => string.Join("\n", parts.Select(part => $"<{element} name = \"{part.Name}\" {Attributes(part.Kind)}/>"));

    private static string Attributes(string kind) => kind switch
    {
        "define" => "value = \"1\" ",
        "field" => "type = \"number\" ",
        _ when kind.EndsWith(" field", StringComparison.Ordinal) => $"type = \"{kind.Split(' ')[0]}\" ",
        _ => "",
    };

    private static IEnumerable<ReservedName> Read(int section)
    {
        IEnumerable<string> transitions = Repository.Read("docs/reserved-names.md")
            .ReplaceLineEndings("\n")
            .Split("## Reserved names")[section]
            .Split("| name in the model |")[1]
            .Split('\n')
            .Where(line => line.StartsWith('|'))
            .Skip(1);
        foreach (string transition in transitions)
        {
            string[] cells = [.. transition.Trim('|').Split('|').Select(cell => cell.Trim())];
            string[] kinds = cells[1].Split(", ");
            string[] names = cells[2].Split(", ");
            foreach ((string kind, string name) in kinds.Zip(names))
                yield return new ReservedName(cells[0].Trim('`'), kind, name.Trim('`'), cells[3]);
        }
    }

    [GeneratedRegex("^(?<kind>.*) `(?<name>.*)`$")]
    private static partial Regex NameOfKind();
}
