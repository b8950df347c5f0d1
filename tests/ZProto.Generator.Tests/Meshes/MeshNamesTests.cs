using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Generator.Tests.Servers;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Tests.Meshes;

/// <summary>The meshes' table of <c>docs/reserved-names.md</c>, row by row, against the generator.</summary>
public class MeshNamesTests
{
    public static TheoryData<string, string, string, string> Rows => ReservedName.ToRows(ReservedName.MeshTable);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_name_that_is_taken_is_in_CSharp_what_the_documents_say(string name, string kind, string csharp, string takenBy)
        => ServerNamesTests.AssertNamed("script = \"mesh\" mode = \"harmony\"", MeshNames.PeerClass, new ReservedName(name, kind, csharp, takenBy));

    [Fact]
    public void The_documents_list_every_reserved_name_and_no_other()
    {
        Assert.Equal(MeshNames.Reserved, Listed("class"));
        Assert.Equal(MeshNames.Reserved, Listed("define"));
        Assert.Equal(MeshNames.ReservedInPeers.Except(["Send", "Terminate"]), Listed("action"));
    }

    [Theory]
    [InlineData("harmony")]
    [InlineData("client")]
    public void Every_member_that_a_mesh_and_its_peers_have_without_the_model_is_reserved(string mode)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer($"""<class name = "s" script = "mesh" mode = "{mode}"><state name = "a" /></class>""", new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""))).AssertCompiles();
        INamedTypeSymbol mesh = run.Type("Sample.S");
        // In its peers, the name of the type for the runtime hides that of the class. The last four are there where a method is a call.
        Assert.Equal(MeshNames.Reserved, ServerNamesTests.Members(mesh).Concat(["Definition", "Args", "Arguments", "Reply", "ReplyFields"]).Order(StringComparer.Ordinal));
        // The names of the types around it are not a member's to take, nor that of the type for the runtime.
        Assert.Equal(MeshNames.ReservedInPeers, ServerNamesTests.Members(mesh.GetTypeMembers("Peer").Single()).Concat(["Peer", "Definition", "Event", "Reply", "ReplyFields"]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Listed(string kind)
        => ReservedName.MeshTable.Where(row => row.Kind == kind && row.TakenBy.StartsWith("every", StringComparison.Ordinal)).Select(row => new ModelName(row.Name).Pascal);
}
