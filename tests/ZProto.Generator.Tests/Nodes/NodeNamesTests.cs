using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Tests.Nodes;

/// <summary>The nodes' table of <c>docs/reserved-names.md</c>, row by row, against the generator.</summary>
public class NodeNamesTests
{
    public static TheoryData<string, string, string, string> Rows => ReservedName.ToRows(ReservedName.NodeTable);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_name_that_is_taken_is_in_CSharp_what_the_documents_say(string name, string kind, string csharp, string takenBy)
    {
        Assert.Equal("every node", takenBy);
        GeneratorRun run = NodeCompilationTests.Run(
            $"""
            <class name = "{(kind == "class" ? name : "n")}" script = "zproto_peer">
            {(kind == "define" ? $"<define name = \"{name}\" value = \"1\" />" : "")}
            <state name = "a"><event name = "SAY"><action name = "{(kind == "action" ? name : "act")}" /></event></state>
            </class>
            """).WithUserPart().AssertCompiles();
        INamedTypeSymbol node = run.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single(type => type.BaseType?.Name == "ZyreEngine");
        Assert.Equal(csharp, kind == "class" ? node.Name : Assert.Single(node.GetMembers(csharp)).Name);
        Assert.StartsWith($"'{name}' is {csharp} in C#", Assert.Single(run.Diagnostics).GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_documents_list_every_reserved_name_and_no_other()
    {
        string[] ofNodes = [.. NodeNames.Reserved.Except(ClientNames.Reserved)];
        Assert.Equal(ofNodes, Listed("class"));
        Assert.Equal(ofNodes, Listed("define"));
        Assert.Equal(ofNodes.Except(["Join", "Leave"]), Listed("action"));
    }

    [Fact]
    public void Every_member_that_a_node_has_without_the_model_is_reserved()
    {
        GeneratorRun run = NodeCompilationTests.Run(
            """
            <class name = "n" script = "zproto_peer"><state name = "a"><event name = "constructor" /></state>
            <method name = "constructor"><field name = "x" type = "string" /><accept reply = "done" /></method><reply name = "done"><field name = "y" type = "string" /></reply>
            <recv><message name = "SAY" /></recv></class>
            """).AssertCompiles();
        // A node sends what its actions send, and nothing by a method of its own.
        Assert.Equal(
            NodeNames.Reserved.Except(["Send", "SentHeader"]),
            Clients.ClientNamesTests.Members(run.Type("Sample.N")).Except(["ReplyDone", "Y"]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Listed(string kind)
        => ReservedName.NodeTable.Where(row => row.Kind == kind).Select(row => new ModelName(row.Name).Pascal);
}
