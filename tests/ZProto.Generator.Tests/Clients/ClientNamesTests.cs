using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Tests.Clients;

/// <summary>The clients' table of <c>docs/reserved-names.md</c>, row by row, against the generator.</summary>
public class ClientNamesTests
{
    public static TheoryData<string, string, string, string> Rows => ReservedName.ToRows(ReservedName.ClientTable);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_name_that_is_taken_is_in_CSharp_what_the_documents_say(string name, string kind, string csharp, string takenBy)
    {
        string method = Called("method", "call");
        string reply = Called("reply", Called("record", "done"));
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            $"""
            <class name = "{Called("class", "c")}" script = "client" send_tracer = "{Called("tracer", "")}">
            {(kind == "define" ? $"<define name = \"{name}\" value = \"1\" />" : "")}
            <state name = "a"><event name = "{Called("event", "tick")}"><action name = "{Called("action", "act")}" /></event><event name = "{method}" /></state>
            <method name = "{method}"><field name = "{Called("argument", "x")}" type = "string" /><accept reply = "{reply}" />{(kind == "record" ? "<accept reply = \"other\" />" : "")}<accept reply = "{Called("error", "failed")}" error = "1" /></method>
            <reply name = "{reply}"><field name = "{Called("property", "y")}" type = "string" /></reply><reply name = "other" />
            <reply name = "{Called("error", "failed")}"><field name = "{Called("property of an error", "z")}" type = "string" /></reply>
            <send><message name = "{Called("message", "SAY")}" method = "{Called("sending method", "say")}" /></send>
            </class>
            """,
            new TestModel("talk.xml", $"""<class name = "talk"><message name = "{Called("message", "SAY")}" /></class>"""))).WithUserPart().AssertCompiles();

        INamedTypeSymbol client = run.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single(type => type.BaseType?.Name == "ClientEngine");
        ISymbol named = kind switch
        {
            "class" => client,
            "define" or "action" or "tracer" => Assert.Single(client.GetMembers(csharp)),
            "method" or "sending method" => Assert.Single(client.GetMembers($"{csharp}Async")),
            "reply" => Assert.Single(client.GetMembers($"Reply{csharp}")),
            "record" => Assert.Single(client.GetTypeMembers("CallResult").Single().GetTypeMembers(csharp)),
            "property of an error" => Assert.Single(client.GetTypeMembers("FailedException").Single().GetMembers(csharp)),
            "argument" => Assert.Single(client.GetTypeMembers("Arguments").Single().GetMembers(csharp)),
            "property" => Assert.Single(client.GetTypeMembers().Single(type => type.Name.EndsWith("Result", StringComparison.Ordinal)).GetMembers(csharp)),
            _ => Assert.Single(client.GetTypeMembers("Event").Single().GetMembers(csharp)),
        };
        Assert.Equal(kind == "class" ? csharp : named.Name, named.Name);

        Diagnostic renamed = Assert.Single(run.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Info, renamed.Severity);
        Assert.StartsWith($"'{name}' is {csharp} in C#", renamed.GetMessage(), StringComparison.Ordinal);

        string Called(string what, string otherwise)
            => kind == what ? name : takenBy.StartsWith($"{what} `", StringComparison.Ordinal) ? takenBy.Split('`')[1] : otherwise;
    }

    [Fact]
    public void The_documents_list_every_reserved_name_and_no_other()
    {
        Assert.Equal(ClientNames.Reserved, Listed("class", "every client"));
        Assert.Equal(ClientNames.Reserved, Listed("define", "every client"));
        Assert.Equal(ClientNames.Reserved.Except(["Send", "Terminate"]), Listed("action", "every client"));
        Assert.Equal(CallNames.ReservedInArguments, Listed("argument", "the arguments of every client"));
        Assert.Equal(CallNames.ReservedInResults, Listed("property", "the result of every call"));
        Assert.Equal(CallNames.ReservedInResults, Listed("record", "the result of every call"));
        Assert.Equal(CallNames.ReservedInErrors, Listed("property of an error", "every error"));
    }

    [Fact]
    public void Every_member_that_a_client_has_without_the_model_is_reserved()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            """
            <class name = "c" script = "client"><state name = "a"><event name = "constructor" /><event name = "call" /></state>
            <method name = "constructor"><field name = "x" type = "string" /></method>
            <method name = "call"><accept reply = "done" /><accept reply = "failed" error = "1" /></method><reply name = "done"><field name = "y" type = "string" /></reply><reply name = "failed" />
            <recv><message name = "SAY" /></recv></class>
            """,
            new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""))).AssertCompiles();
        INamedTypeSymbol client = run.Type("Sample.C");
        // The header that is sent is a member where the protocol has one.
        Assert.Equal(ClientNames.Reserved, Members(client).Except(["CallAsync", "CallResult", "FailedException", "ReplyDone", "ReplyFailed", "Y"]).Append("SentHeader").Order(StringComparer.Ordinal));
        Assert.Equal(CallNames.ReservedInArguments, Members(client.GetTypeMembers("Arguments").Single()).Append("Arguments").Except(["X"]).Order(StringComparer.Ordinal));
        Assert.Equal(CallNames.ReservedInResults, Members(client.GetTypeMembers("CallResult").Single()).Union(Members(client.GetTypeMembers("ReplyFields").Single())).Concat(["Clone", "ReplyFields"]).Except(["Y"]).Order(StringComparer.Ordinal));
        Assert.Equal(CallNames.ReservedInErrors, Members(client.GetTypeMembers("FailedException").Single()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_state_an_event_an_action_an_argument_and_a_property_may_have_one_name_and_the_clients_property_takes_its_suffix()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            """
            <class name = "c" script = "client"><state name = "x"><event name = "x"><action name = "x" /></event></state>
            <method name = "x" return = "x"><field name = "x" type = "string" /><accept reply = "x" /></method><reply name = "x"><field name = "x" type = "integer" /></reply></class>
            """,
            new TestModel("talk.xml", """<class name = "talk"><message name = "X" /></class>"""))).WithUserPart().AssertCompiles();
        Assert.Equal(["'x' is XProperty in C#, since X is taken by the action 'x'"], run.Diagnostics.Select(diagnostic => diagnostic.GetMessage(null)));
        Assert.Single(run.Type("Sample.C").GetMembers("XProperty"));
        Assert.Single(run.Type("Sample.C").GetTypeMembers("ReplyFields").Single().GetMembers("X"));
    }

    // What is private in a base class takes no name.
    internal static IEnumerable<string> Members(INamedTypeSymbol type)
        => type.GetMembers().Concat(Bases(type.BaseType).SelectMany(at => at.GetMembers()).Where(member => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            .Where(member => member is not IMethodSymbol { AssociatedSymbol: not null } and { CanBeReferencedByName: true })
            .Select(member => member.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? type)
        => type is null ? [] : Bases(type.BaseType).Prepend(type);

    private static IEnumerable<string> Listed(string kind, string takenBy)
        => ReservedName.ClientTable.Where(transition => transition.Kind == kind && transition.TakenBy == takenBy).Select(transition => new ModelName(transition.Name).Pascal);
}
