using System.Xml.Linq;
using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>The projects of <c>dotnet new</c>.</summary>
[Collection("packages")]
public sealed class TemplateTests(Feed feed)
{
    private readonly Workspace _work = feed.NewWorkspace();

    [NewProjectFact]
    public void Every_template_makes_a_project_that_builds_without_a_warning_and_runs_whatever_its_name()
    {
        _work.Run($"dotnet new install ZProto.Templates@{Tree.Version}");
        _work.Run("dotnet new zproto-protocol -n 2fast");
        _work.Run("dotnet new zproto-server -n My.ChatRoom");
        _work.Run("dotnet new zproto-client -n Chat");
        _work.Run("dotnet new zproto-mesh -n Party");
        _work.Run("dotnet new zproto-mesh -n Inside --transport inprocess");
        _work.Run("dotnet new zproto-client -n Within --transport inprocess --framework net8.0");
        _work.Run("dotnet new zproto-server -n Alone --transport sockets");
        _work.Run("dotnet new zproto-server -n Native --transport libzmq");

        // All in one build, which takes a third of the time of one for each.
        _work.Run("dotnet new sln -n All --format sln");
        _work.Run("dotnet sln All.sln add 2fast My.ChatRoom Chat Party Inside Within Alone Native");
        _work.Run("dotnet build All.sln -warnaserror");

        Assert.Equal("AAA0010000000103416461\nHELLO sequence=1 name='Ada'\n", Ran("2fast"));
        Assert.Equal(["2_fast_msg.xml", "2fast.csproj", "Program.cs"], Files("2fast"));

        Assert.Equal(
            """
            The server is bound to tcp://127.0.0.1:5670.
            -> HELLO sequence=1 name='Ada'
            <- WORLD sequence=1 name='Hello, Ada! You are number 1.'

            """.ReplaceLineEndings("\n"),
            Ran("My.ChatRoom"));
        Assert.Equal(["My.ChatRoom.csproj", "MyChatRoomServer.cs", "Program.cs", "my_chat_room_msg.xml", "my_chat_room_server.xml"], Files("My.ChatRoom"));

        Assert.Equal("Hello, Ada! You are number 1.\nHello, Grace! You are number 2.\n", Ran("Chat"));
        Assert.Equal(["Chat.csproj", "ChatClient.cs", "ChatServer.cs", "Program.cs", "chat_client.xml", "chat_msg.xml", "chat_server.xml"], Files("Chat"));

        Assert.Equal("Ada meets Grace.\nGrace meets Ada.\nAda: Good morning!\n", Ran("Party"));
        Assert.Equal(["Party.csproj", "PartyMesh.cs", "Program.cs", "party_mesh.xml", "party_msg.xml"], Files("Party"));

        Assert.Equal("Ada meets Grace.\nGrace meets Ada.\nAda: Good morning!\n", Ran("Inside"));

        Assert.Equal("Hello, Ada! You are number 1.\nHello, Grace! You are number 2.\n", Ran("Within", "net8.0"));
        Assert.Equal(["ZProto.Core"], Packages("Within"));

        Assert.Contains("<- WORLD sequence=1 name='Hello, Ada! You are number 1.'", Ran("Alone"), StringComparison.Ordinal);
        Assert.Equal(["ZProto.Core"], Packages("Alone"));

        // To run it would take the native library.
        Assert.Equal(["ZProto.LibZmq"], Packages("Native"));
    }

    private string Ran(string project, string framework = "net10.0") => _work.Run($"dotnet {project}/bin/Debug/{framework}/{project}.dll");

    private IEnumerable<string> Packages(string project)
        => XDocument.Load(_work[$"{project}/{project}.csproj"]).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    private IEnumerable<string?> Files(string project) => Directory.GetFiles(_work[project]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
