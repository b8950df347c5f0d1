using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

public sealed class StubsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The file is compiled into this project with the server that it is a part of.
    [Fact]
    public async Task Stubs_are_the_half_that_the_generated_server_asks_for()
    {
        ToolRun run = (await ToolRun.RunAsync("stubs", Files.HelloServer, "--namespace", "ZProto.Tool.Tests")).Done();
        string compiled = await File.ReadAllTextAsync(Files.At("Stubs/HelloServer.cs"));
        Assert.Equal(compiled.ReplaceLineEndings("\n"), run.Output);
    }

    [Fact]
    public async Task A_clients_actions_are_its_own()
    {
        _folder.Write("my_msg.xml", """<class name="my_msg" script="zproto_codec"><message name="OHAI"/></class>""");
        string client = _folder.Write("client.xml", """
            <class name="my_client" script="zproto_client" protocol_class="my_msg" namespace="Cheese.event">
              <state name="start">
                <event name="constructor"><action name="say hello">Says &lt;hello&gt;
            to the server</action><action name="send" message="OHAI"/></event>
                <event name="OHAI"><action name="done"/></event>
              </state>
              <action name="done">Finished();</action>
              <method name="constructor"><field name="endpoint" type="string"/></method>
            </class>
            """);
        ToolRun run = (await ToolRun.RunAsync("stubs", client)).Done();
        Assert.Equal(
            """
            using System;

            namespace Cheese.@event;

            public partial class MyClient
            {
                /// <summary>
                /// Says &lt;hello&gt;
                /// to the server.
                /// </summary>
                private partial void SayHello()
                {
                    throw new NotImplementedException();
                }
            }

            """,
            run.Output);
    }

    [Fact]
    public async Task The_actions_of_a_servers_own_machines_are_in_classes_of_their_own()
    {
        _folder.Write("my_msg.xml", """<class name="my_msg" script="zproto_codec"><message name="OHAI"/></class>""");
        string server = _folder.Write("server.xml", """
            <class name="my_server" script="zproto_server" protocol_class="my_msg" namespace="Cheese">
              <state name="start"><event name="OHAI"><action name="look"/></event></state>
              <machine name="star">
                <state name="start"><event name="beat"><action name="look">Looks at the other</action></event></state>
              </machine>
              <machine name="still"><state name="start"/></machine>
            </class>
            """);
        ToolRun run = (await ToolRun.RunAsync("stubs", server)).Done();
        Assert.Equal(
            """
            using System;

            namespace Cheese;

            public partial class MyServer
            {
                // One for each connected client.
                public sealed partial class Client
                {
                    private partial void Look()
                    {
                        throw new NotImplementedException();
                    }
                }

                public sealed partial class StarMachine
                {
                    /// <summary>Looks at the other.</summary>
                    private partial void Look()
                    {
                        throw new NotImplementedException();
                    }
                }
            }

            """,
            run.Output);
        string file = _folder.Write("MyServer.cs", "partial class MyServer { partial class Client { private partial void Look() { } } partial class StarMachine { } }");
        Assert.Equal(["StarMachine.Look()"], (await ToolRun.RunAsync("stubs", server, "--missing-from", file)).Lines);
    }

    [Fact]
    public async Task A_nodes_actions_are_its_own_but_for_those_of_its_network()
    {
        ToolRun run = (await ToolRun.RunAsync("stubs", Files.At("Meshes/chat_node.xml"), "--namespace", "Chat")).Done();
        Assert.Equal(
            """
            using System;

            namespace Chat;

            public partial class ChatNode
            {
                private partial void FillTheText()
                {
                    throw new NotImplementedException();
                }

                private partial void PrintTheLine()
                {
                    throw new NotImplementedException();
                }
            }

            """,
            run.Output);
    }

    [Fact]
    public async Task A_meshs_actions_are_in_the_class_of_its_peers()
    {
        ToolRun run = (await ToolRun.RunAsync("stubs", Files.At("Meshes/chat_mesh.xml"), "--namespace", "Chat")).Done();
        Assert.Equal(
            """
            using System;

            namespace Chat;

            public partial class ChatMesh
            {
                /// <summary>Says something to all peers.</summary>
                /// <param name="text">The words.</param>
                private partial void Whisper(string text)
                {
                    throw new NotImplementedException();
                }

                private partial void OnNews(global::Chat.ChatMsg message)
                {
                    throw new NotImplementedException();
                }

                // One for each peer.
                public sealed partial class Peer
                {
                    private partial void TellEndpoint()
                    {
                        throw new NotImplementedException();
                    }

                    /// <summary>Connect to the peer.</summary>
                    private partial void TakeEndpoint()
                    {
                        throw new NotImplementedException();
                    }

                    private partial void Hear()
                    {
                        throw new NotImplementedException();
                    }
                }
            }

            """,
            run.Output);
        string file = _folder.Write("ChatMesh.cs", "partial class ChatMesh { partial class Peer { private partial void Hear() { } } }");
        Assert.Equal(
            ["ChatMesh.Whisper(string text)", "ChatMesh.OnNews(ChatMsg message)", "Peer.TellEndpoint()", "Peer.TakeEndpoint()"],
            (await ToolRun.RunAsync("stubs", Files.At("Meshes/chat_mesh.xml"), "--missing-from", file)).Lines);
    }

    [Fact]
    public async Task A_file_that_exists_is_never_overwritten()
    {
        string file = _folder["HelloServer.cs"];
        string[] args = ["stubs", Files.HelloServer, "--namespace", "Hello", "--output", file];
        ToolRun first = (await ToolRun.RunAsync(args)).Done();
        Assert.Equal([file], first.Lines);
        await File.AppendAllTextAsync(file, "// mine");
        (await ToolRun.RunAsync(args)).Failed(2, $"{file} is there already, and is not overwritten; --missing-from {file} lists what it lacks");
        Assert.EndsWith("// mine", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_file_lacks_is_listed()
    {
        string file = _folder.Write("HelloServer.cs", "partial class HelloServer { private partial void Reset() { } partial class Client { private partial void Greet() { } private partial  void  Tell () { } } }");
        ToolRun run = await ToolRun.RunAsync("stubs", Files.HelloServer, "--missing-from", file);
        Assert.Equal(["HelloServer.SetGreeting(string words, byte times, int cancellation)", "Client.LookUp()", "Client.StartThinking()", "Client.StopThinking()"], run.Lines);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal("", (await ToolRun.RunAsync("stubs", Files.HelloServer, "--missing-from", Files.At("Stubs/HelloServer.cs"))).Done().Output);
    }

    [Theory]
    [InlineData("// private partial void Greet() { }")]
    [InlineData("/* private partial void Greet() { } */")]
    [InlineData("const string Text = \"private partial void Greet() { }\";")]
    [InlineData("private partial void Greet();")]
    [InlineData("private void Greet() { }")]
    [InlineData("class Inner { private partial void Greet() { } }")]
    [InlineData("#if NEVER\nprivate partial void Greet() { }\n#endif\n")]
    public async Task What_only_looks_like_a_method_is_none(string text)
    {
        string file = _folder.Write("HelloServer.cs", $"partial class HelloServer {{ partial class Client {{\n{text}\n}} }}");
        Assert.Contains("Client.Greet()", (await ToolRun.RunAsync("stubs", Files.HelloServer, "--missing-from", file)).Lines);
    }

    [Theory]
    [InlineData("private partial void Greet() { }")]
    [InlineData("private partial void Greet() => Log();")]
    [InlineData("partial void @Greet()\n{\n}")]
    [InlineData("private /* once */ partial /* more */ void Greet /* ! */ ( ) { }")]
    public async Task A_method_with_a_body_is_found_however_it_is_written(string text)
    {
        string file = _folder.Write("HelloServer.cs", $"partial class HelloServer {{ partial class Client {{\n{text}\n}} }}");
        Assert.DoesNotContain("Client.Greet()", (await ToolRun.RunAsync("stubs", Files.HelloServer, "--missing-from", file)).Lines);
    }

    [Fact]
    public async Task A_namespace_is_asked_for_where_the_model_has_none()
        => (await ToolRun.RunAsync("stubs", Files.HelloServer)).Failed(2, "say with --namespace which namespace the project has, as the model names none");

    [Fact]
    public async Task A_namespace_must_be_one()
        => (await ToolRun.RunAsync("stubs", Files.HelloServer, "--namespace", "my-app")).Failed(2, "'my-app' is not a C# namespace");

    [Fact]
    public async Task A_protocol_has_no_half_to_write()
        => (await ToolRun.RunAsync("stubs", Files.HelloProtocol)).Failed(2, $"{Files.HelloProtocol} is a protocol: its codec is generated whole, and there is nothing to write");
}
