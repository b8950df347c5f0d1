using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

/// <summary>Meshes: engines between equals, and clients of many servers.</summary>
public sealed class MeshTests
{
    [Theory]
    [InlineData("harmony", MeshMode.Harmony)]
    [InlineData(" Client ", MeshMode.Client)]
    public void A_mesh_has_one_of_two_modes_in_any_case(string mode, MeshMode expected)
        => Assert.Equal(expected, ReadMesh(mode: $"mode='{mode}'").Mode);

    [Theory]
    [InlineData("", "ZP0131 1:2", "a mesh needs a 'mode': 'harmony' for equals, or 'client' for a client of many servers")]
    [InlineData("mode=' '", "ZP0131 1:44", "a mesh needs a 'mode': 'harmony' for equals, or 'client' for a client of many servers")]
    [InlineData("mode='harmoni'", "ZP0131 1:44", "mode 'harmoni' is neither 'harmony' nor 'client', did you mean 'harmony'?")]
    [InlineData("mode='server'", "ZP0131 1:44", "mode 'server' is neither 'harmony' nor 'client'")]
    public void A_mesh_without_a_mode_that_there_is_is_an_error(string mode, string diagnostic, string message)
    {
        Assert.Equal([diagnostic], Diagnose(Mesh(mode: mode)));
        Assert.Equal([message], Messages(Mesh(mode: mode)));
        Assert.IsType<MeshModel>(Read(Mesh(mode: mode)).Readable);
    }

    [Theory]
    [InlineData("server", "ZP0132 1:33", "'mode' applies to meshes only and is ignored in this server")]
    [InlineData("client", "ZP0132 1:33", "'mode' applies to meshes only and is ignored in this client")]
    [InlineData("codec", "ZP0007 1:32", "attribute 'mode' of <class> is not recognized and is ignored")]
    public void A_mode_means_something_in_meshes_only(string script, string diagnostic, string message)
    {
        string text = $"<class name='x' script='{script}' mode='harmony'><state name='a'/></class>";
        Assert.Equal(diagnostic, Diagnose(text)[0]);
        Assert.Equal(message, Messages(text)[0]);
    }

    [Theory]
    [InlineData("", UnexpectedMessageBehavior.Queue)]
    [InlineData("unexpected='ignore'", UnexpectedMessageBehavior.Ignore)]
    [InlineData("unexpected='terminate'", UnexpectedMessageBehavior.Terminate)]
    public void What_a_state_does_not_name_is_queued_as_in_servers(string attribute, UnexpectedMessageBehavior expected)
    {
        Assert.Equal(expected, ReadMesh(mode: $"mode='harmony' {attribute}").Unexpected);
        Assert.Equal(expected, ReadMesh(mode: $"mode='client' {attribute}").Unexpected);
    }

    [Fact]
    public void Peers_in_harmony_have_no_role_and_a_client_mesh_is_a_client()
    {
        Assert.Null(ReadMesh(mode: "mode='harmony'").Role);
        Assert.Equal("client", ReadMesh(mode: "mode='client'").Role);
    }

    [Fact]
    public void A_mesh_has_states_sockets_methods_tracers_and_customs_as_a_server()
    {
        MeshModel mesh = ReadMesh("""
            <state name='b'/><action name='act'>Go();</action>
            <socket name='news' type='sub'/>
            <method name='shout'><field name='text' type='string'/></method>
            <custom language='C#'>int x;</custom>
            """,
            "mode='harmony' send_tracer='sent' receive_tracer='1' protocol_class='talk'");
        Assert.Equal(ModelKind.Mesh, mesh.Kind);
        Assert.Equal(["start", "b"], mesh.States.Select(state => state.Name.Text));
        Assert.Equal("news", Assert.Single(mesh.Sockets).Name.Text);
        Assert.Equal("shout", Assert.Single(mesh.Methods).Name.Text);
        Assert.Equal(("sent", "receive_tracer", "talk"), (mesh.SendTracer!.Name.Text, mesh.ReceiveTracer!.Name.Text, mesh.ProtocolClass!.Name.Text));
        Assert.Single(mesh.Customs);
        Assert.Single(mesh.ActionBodies);
    }

    [Fact]
    public void A_mesh_needs_a_state()
        => Assert.Equal(["a mesh needs a <state> to start in"], Messages("<class name='x' script='mesh' mode='client'/>"));

    [Theory]
    [InlineData("<method name='ask' immediate='1'/>", "ZP0122 3:20", "'immediate' of a mesh is not supported yet")]
    [InlineData("<method name='constructor'/>", "ZP0122 3:15", "method 'constructor' of a mesh is not supported yet")]
    [InlineData("<method name='Destructor'/>", "ZP0122 3:15", "method 'Destructor' of a mesh is not supported yet")]
    [InlineData("<method name='SAY'><field name='who' type='peer'/><field name='other' type='peer'/></method>", "ZP0122 3:64", "a second peer of method 'SAY' is not supported yet")]
    public void What_methods_of_meshes_are_to_have_is_one_error(string part, string diagnostic, string message)
    {
        string text = Mesh("\n" + part);
        Assert.Equal([diagnostic], Diagnose(text));
        Assert.Equal([message], Messages(text));
    }

    [Theory]
    [InlineData("<send/>", "<send>")]
    [InlineData("<recv/>", "<recv>")]
    public void What_means_something_in_a_client_only_is_a_hint(string part, string what)
        => Assert.Equal([$"{what} applies to clients only and is ignored in this mesh"], Messages(Mesh(part)));

    [Fact]
    public void A_method_of_a_mesh_may_be_a_call_on_a_peer_or_of_the_engine_as_in_clients()
    {
        MeshModel mesh = ReadMesh(
            """
            <method name='SAY' timeout='500' retry='3' return='text'><field name='to' type='Peer'/><field name='text' type='string'/><accept reply='HEARD'/><accept reply='DEAF' error='1'/></method>
            <method name='ask'><accept reply='HEARD'/></method>
            <method name='shout'/>
            <reply name='HEARD'><field name='text' type='string'/></reply>
            """,
            "mode='client' correlation='number'");
        MethodModel say = mesh.Methods[0];
        Assert.Equal(("to", 500, 3, "text"), (say.Peer?.Name.Text, say.Timeout, say.Tries, say.Return?.Name.Text));
        Assert.Equal([true, true, false], mesh.Methods.Select(method => method.IsCall));
        Assert.Null(mesh.Methods[1].Peer);
        Assert.Equal(["HEARD", "DEAF"], mesh.Replies.Select(reply => reply.Name.Text));
        Assert.Equal("number", mesh.Correlation?.Name.Text);
    }

    [Theory]
    [InlineData("<method name='tell'><field name='to' type='peer'/></method>", "ZP0407 3:15")]
    [InlineData("<method name='ask' return='x'><accept reply='OK'/></method><reply name='OK'/>", "ZP0404 3:28")]
    [InlineData("<method name='ask' timeout='5'/>", "ZP0007 3:20")]
    [InlineData("<method name='ask' retry='5'/>", "ZP0007 3:20")]
    [InlineData("<method name='ask' retry='5'><accept reply='OK'/></method><reply name='OK'/>", "ZP0418 3:20")]
    [InlineData("<reply name='OK'><field name='who' type='peer'/></reply>", "ZP0201 3:42")]
    public void What_is_wrong_with_a_call_is_said_as_in_clients(string part, string diagnostic)
        => Assert.Equal([diagnostic], Diagnose(Mesh("\n" + part)));

    [Fact]
    public void A_selftest_is_a_hint_at_each_since_nothing_runs_it_and_its_messages_are_not_looked_for()
    {
        string text = Mesh("\n<selftest><step send='NONE'/></selftest>");
        Assert.Equal(["ZP0006 3:2"], Diagnose(text));
        Assert.Equal(["<selftest> is not recognized and is ignored: nothing runs that of a mesh"], Messages(text));
        Assert.Empty(ReadMesh("<selftest><step send='NONE'/></selftest>").SelfTest);
    }

    [Fact]
    public void The_states_of_a_mesh_are_checked_as_those_of_servers()
        => Assert.Equal(["ZP0303 3:41"], Diagnose(Mesh("\n<state name='b'><event name='SAY' next='nowhere'/></state>")));

    private static string Mesh(string parts = "", string mode = "mode='harmony'") => $"<class name='x' script='zproto_mesh' {mode}>\n<state name='start'><event name='SAY' next='b'/></state>{(parts.Contains("<state", StringComparison.Ordinal) ? "" : "<state name='b'/>")}{parts}</class>";

    private static MeshModel ReadMesh(string parts = "", string mode = "mode='harmony'") => Assert.IsType<MeshModel>(ReadValid(Mesh(parts, mode)));
}
