namespace ZProto.Runtime.Tests.Architecture;

/// <summary>The arrows of <c>docs/architecture.md</c> in Runtime: they run one way.</summary>
public class ArrowsTests
{
    private static readonly TypeGraph s_runtime = TypeGraph.Read(typeof(Engine).Assembly);

    // What users meet is in one namespace, from bytes to engines, so that its types have their places one by one.
    private const string UsersNamespace = "ZProto";

    [Fact]
    public void No_two_types_of_different_namespaces_know_each_other()
    {
        IEnumerable<string> crossing = s_runtime.FindCycles()
            .Where(cycle => cycle.Select(TypeGraph.NamespaceOf).Distinct().Count() > 1)
            .Select(cycle => string.Join(" <-> ", cycle));
        Assert.True(!crossing.Any(), string.Join("\n", crossing));
    }

    [Fact]
    public void No_namespace_depends_on_one_that_depends_on_it()
    {
        IEnumerable<(string From, string To)> arrows = s_runtime.Uses
            .SelectMany(type => type.Value.Where(s_runtime.Uses.ContainsKey).Select(used => (From: TypeGraph.NamespaceOf(type.Key), To: TypeGraph.NamespaceOf(used))))
            .Where(arrow => arrow.From != arrow.To && arrow.From != UsersNamespace && arrow.To != UsersNamespace)
            .Distinct();
        Dictionary<string, HashSet<string>> reachable = arrows.GroupBy(arrow => arrow.From).ToDictionary(group => group.Key, group => group.Select(arrow => arrow.To).ToHashSet());
        while (reachable.Values.Count(targets => targets.ToList().Count(to => reachable.TryGetValue(to, out HashSet<string>? further) && further.ToList().Count(targets.Add) > 0) > 0) > 0)
        {
        }
        HashSet<string> cyclic = [.. reachable.Where(pair => pair.Value.Contains(pair.Key)).Select(pair => pair.Key)];
        IEnumerable<string> uses = s_runtime.Uses
            .SelectMany(type => type.Value.Select(used => (Type: type.Key, Used: used)))
            .Where(use => TypeGraph.NamespaceOf(use.Type) != TypeGraph.NamespaceOf(use.Used) && cyclic.Contains(TypeGraph.NamespaceOf(use.Type)) && cyclic.Contains(TypeGraph.NamespaceOf(use.Used)))
            .Select(use => $"{use.Type} -> {use.Used}");
        Assert.True(cyclic.Count == 0, string.Join("\n", uses));
    }

    [Fact]
    public void The_page_on_architecture_lists_the_arrows_there_are()
    {
        IEnumerable<string> arrows = s_runtime.Uses.Keys
            .Select(TypeGraph.NamespaceOf)
            .Where(room => room != UsersNamespace)
            .Distinct()
            .Select(room => $"{room}: {string.Join(", ", UsedBy(room))}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(arrows, File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "architecture.md"))
            .Where(line => line.StartsWith("| `ZProto.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')}: {cells[3].Replace("`", "", StringComparison.Ordinal)}")
            .Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> UsedBy(string room)
        => s_runtime.Uses
            .Where(type => TypeGraph.NamespaceOf(type.Key) == room)
            .SelectMany(type => type.Value.Where(s_runtime.Uses.ContainsKey))
            .Select(TypeGraph.NamespaceOf)
            .Where(used => used != room && used != UsersNamespace)
            .Distinct()
            .Select(used => used["ZProto.".Length..])
            .Order(StringComparer.Ordinal);

    [Fact]
    public void Transports_know_no_engines()
    {
        IEnumerable<string> known = s_runtime.Uses
            .Where(type => TypeGraph.NamespaceOf(type.Key).StartsWith("ZProto.Transports", StringComparison.Ordinal))
            .SelectMany(type => type.Value.Where(used => used is "ZProto.Engine" or "ZProto.EventLoop" or "ZProto.StateMachine" || used.StartsWith("ZProto.Engines.", StringComparison.Ordinal)).Select(used => $"{type.Key} -> {used}"));
        Assert.Empty(known);
    }
}
