using ZProto.Model.Compiling;
using ZProto.Model.Naming;
using ZProto.Model.Reading;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Compiling;

/// <summary>What becomes of meshes among the models of a project.</summary>
public sealed class MeshCompilerTests
{
    private const string Protocol = "<class name='talk' script='codec'><message name='HELLO' role='client'/><message name='WORLD' role='server'/><message name='PING'/></class>";

    [Fact]
    public void A_mesh_asks_for_its_methods_handlers_and_the_actions_of_its_peers()
    {
        CompiledMesh mesh = Assert.IsType<CompiledMesh>(Compile("""
            <class name='x' script='mesh' mode='harmony'>
            <state name='start'><event name='HELLO'><action name='greet'/><action name='send' message='WORLD'/></event></state>
            <socket name='news' type='sub'/><method name='shout'><field name='text' type='string'/></method>
            </class>
            """).Model);
        Assert.Equal(("X", "Peer"), (mesh.Names.Class, mesh.Names.PeerClass));
        Assert.Equal([("", "Shout"), ("", "OnNews"), ("Peer", "Greet")], mesh.RequiredMembers.Select(member => (member.Nested, member.Name)));
    }

    [Fact]
    public void The_names_that_meshes_and_peers_have_take_the_suffixes_of_their_kinds()
    {
        CompiledMesh mesh = Assert.IsType<CompiledMesh>(Compile("<class name='peer' script='mesh' mode='client'><state name='a'><event name='PING'><action name='set endpoint'/></event></state><method name='add peer'/></class>").Model);
        Assert.Equal("PeerMesh", mesh.Names.Class);
        Assert.Equal("AddPeerMethod", Assert.Single(mesh.Names.Methods));
        Assert.Equal("SetEndpointAction", Assert.Single(mesh.Names.Actions).CSharp);
    }

    [Theory]
    [InlineData("harmony")]
    [InlineData("client")]
    public void A_mesh_need_not_take_what_clients_send(string mode)
        => Assert.Empty(Compile($"<class name='x' script='mesh' mode='{mode}'><state name='a'/></class>").Diagnostics);

    [Theory]
    [InlineData("client", "no state of this server names the message 'PING', which clients send")]
    [InlineData("harmony", null)]
    public void What_a_client_mesh_sends_a_server_is_to_take(string mode, string? warning)
    {
        string mesh = $"<class name='x' script='mesh' mode='{mode}'><state name='a'><event name='WORLD'><action name='send' message='PING'/></event></state></class>";
        CompiledFile server = Compile("<class name='s' script='server'><state name='a'><event name='HELLO'/></state></class>", mesh);
        Assert.Equal(warning is null ? [] : [warning], server.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Theory]
    [InlineData("harmony", "HELO", "HELLO")]
    [InlineData("harmony", "WORDL", "WORLD")]
    [InlineData("client", "WORDL", "WORLD")]
    [InlineData("client", "HELO", null)]
    public void A_misspelt_message_is_one_that_a_peer_can_send(string mode, string written, string? meant)
    {
        CompiledFile mesh = Compile($"<class name='x' script='mesh' mode='{mode}'><state name='a'><event name='{written}'/></state></class>");
        Assert.Equal(meant is null ? [] : [$"protocol 'talk' has no message '{written}', did you mean '{meant}', which no state handles?"], mesh.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Theory]
    [InlineData("expired", "expired timer")]
    [InlineData("HEARTBEAT", "heartbeat timer")]
    [InlineData("Malformed", "malformed message")]
    [InlineData("connected", "connected peer")]
    [InlineData("disconnected", "disconnected peer")]
    [InlineData("QUEUE-FULL", "queue full peer")]
    public void An_event_of_the_engines_is_renamed_where_a_message_has_its_name(string message, string renamed)
        => Assert.Equal(new ModelName(renamed), EngineEvents.HiddenBy(new ModelName(message), ModelKind.Mesh, [new ModelName(message)]));

    [Theory]
    [InlineData("connected", ModelKind.Server)]
    [InlineData("queue full", ModelKind.Server)]
    [InlineData("connected", ModelKind.Client)]
    [InlineData("malformed", ModelKind.Client)]
    public void An_event_that_an_engine_does_not_raise_is_not_hidden(string message, ModelKind kind)
        => Assert.Null(EngineEvents.HiddenBy(new ModelName(message), kind, [new ModelName(message)]));

    private static CompiledFile Compile(params string[] texts)
    {
        ReadModel[] models = [.. texts.Append(Protocol).Select((text, i) => ReadModel.Create(new CompilerInput(Text($"{i}.xml", text), new ItemMetadata { IsDeclared = true }), new ModelFiles([])))];
        return ModelCompiler.Compile(models, new CompilerOptions("My", "My", null)).Single(file => file.Path == "0.xml");
    }
}
