using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Tests.Servers;

/// <summary>The servers' table of <c>docs/reserved-names.md</c>, row by row, against the generator.</summary>
public class ServerNamesTests
{
    public static TheoryData<string, string, string, string> Rows => ReservedName.ToRows(ReservedName.ServerTable);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_name_that_is_taken_is_in_CSharp_what_the_documents_say(string name, string kind, string csharp, string takenBy)
        => AssertNamed("script = \"server\"", ServerNames.ClientClass, new ReservedName(name, kind, csharp, takenBy));

    [Fact]
    public void The_documents_list_every_reserved_name_and_no_other()
    {
        Assert.Equal(ServerNames.Reserved, Listed("class"));
        Assert.Equal(ServerNames.Reserved, ReservedName.ServerTable.Where(transition => transition is { Kind: "define", TakenBy: "every server" }).Select(transition => new ModelName(transition.Name).Pascal));
        Assert.Equal(ServerNames.ReservedInClients.Except(["Send", "Terminate"]), Listed("action"));
    }

    [Fact]
    public void Every_member_that_a_server_and_its_clients_have_without_the_model_is_reserved()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s"><state name = "a" /></class>""", new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""))).AssertCompiles();
        INamedTypeSymbol server = run.Type("Sample.S");
        // In its clients, the name of the type for the runtime hides that of the class.
        Assert.Equal(ServerNames.Reserved, Members(server).Append("Definition").Order(StringComparer.Ordinal));
        // The names of the types around it are not a member's to take, nor that of the type for the runtime.
        Assert.Equal(ServerNames.ReservedInClients, Members(server.GetTypeMembers("Client").Single()).Concat(["Client", "Definition", "Event"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_state_an_event_and_an_action_may_have_one_name()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            """<class name = "s" script = "server"><state name = "s"><event name = "s"><action name = "s" /></event></state></class>""",
            new TestModel("talk.xml", """<class name = "talk"><message name = "S" /></class>"""))).WithUserPart().AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Equal("S", Assert.Single(UserPart.GetActions(run.Type("Sample.S").GetTypeMembers("Client").Single())).Name);
    }

    /// <summary>Asserts that a name which is taken in a server or mesh is in C# what the documents say.</summary>
    /// <param name="attributes">The attributes that say which engine it is.</param>
    /// <param name="peerClass">The class of its peers.</param>
    /// <param name="row">What the documents say.</param>
    internal static void AssertNamed(string attributes, string peerClass, ReservedName row)
    {
        (string name, string kind, string csharp, string takenBy) = row;
        string className = kind == "class" ? name : "s";
        string action = kind == "action" ? name : "act";
        string message = kind == "message" ? name : "SAY";
        string other = Other("event") ?? "tick";
        string tracer = kind == "tracer" ? name : Other("tracer") ?? "";
        string method = (kind == "method" ? name : Other("method")) is { } called ? $"""<method name = "{called}" />""" : "";
        string define = kind == "define" ? $"""<define name = "{name}" value = "1" />""" : "";
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            $"""<class name = "{className}" {attributes} send_tracer = "{tracer}">{define}{method}<state name = "a"><event name = "{other}"><action name = "{action}" /></event></state></class>""",
            new TestModel("talk.xml", $"""<class name = "talk"><message name = "{message}" /></class>"""))).WithUserPart().AssertCompiles();

        INamedTypeSymbol host = run.Type(kind == "class" ? $"Sample.{csharp}" : "Sample.S");
        if (kind == "action")
            Assert.IsAssignableFrom<IMethodSymbol>(Assert.Single(host.GetTypeMembers(peerClass).Single().GetMembers(csharp)));
        else if (kind == "message")
            Assert.Single(host.GetTypeMembers("Event").Single().GetMembers(csharp));
        else if (kind == "define")
            Assert.True(Assert.IsAssignableFrom<IFieldSymbol>(Assert.Single(host.GetMembers(csharp))).IsConst);
        else if (kind is "tracer" or "method")
            Assert.IsAssignableFrom<IMethodSymbol>(Assert.Single(host.GetMembers(csharp)));

        Diagnostic renamed = Assert.Single(run.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Info, renamed.Severity);
        Assert.StartsWith($"'{name}' is {csharp} in C#", renamed.GetMessage(), StringComparison.Ordinal);

        string? Other(string kind) => takenBy.StartsWith(kind, StringComparison.Ordinal) ? takenBy.Split('`')[1] : null;
    }

    // What other assemblies cannot see takes no name.
    internal static IEnumerable<string> Members(INamedTypeSymbol type)
        => Bases(type)
            .SelectMany(at => at.GetMembers())
            .Where(member => member is not IMethodSymbol { AssociatedSymbol: not null } and { CanBeReferencedByName: true })
            .Where(member => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal || member is IMethodSymbol { IsPartialDefinition: true })
            .Select(member => member.Name)
            .Distinct();

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? type)
        => type is null ? [] : Bases(type.BaseType).Prepend(type);

    private static IEnumerable<string> Listed(string kind)
        => ReservedName.ServerTable.Where(transition => transition.Kind == kind).Select(transition => new ModelName(transition.Name).Pascal);
}
