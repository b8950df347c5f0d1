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
        Assert.Equal("AAA0010000000103416461\nHELLO sequence=1 name='Ada'\n", Built("2fast"));
        Assert.Equal(["2_fast_msg.xml", "2fast.csproj", "Program.cs"], Files("2fast"));

        _work.Run("dotnet new zproto-server -n My.ChatRoom");
        Assert.Equal(
            """
            The server is bound to tcp://127.0.0.1:5670.
            -> HELLO sequence=1 name='Ada'
            <- WORLD sequence=1 name='Hello, Ada! You are number 1.'

            """.ReplaceLineEndings("\n"),
            Built("My.ChatRoom"));
        Assert.Equal(["My.ChatRoom.csproj", "MyChatRoomServer.cs", "Program.cs", "my_chat_room_msg.xml", "my_chat_room_server.xml"], Files("My.ChatRoom"));

        _work.Run("dotnet new zproto-client -n Chat");
        Assert.Equal("Hello, Ada! You are number 1.\nHello, Grace! You are number 2.\n", Built("Chat"));
        Assert.Equal(["Chat.csproj", "ChatClient.cs", "ChatServer.cs", "Program.cs", "chat_client.xml", "chat_msg.xml", "chat_server.xml"], Files("Chat"));

        _work.Run("dotnet new zproto-mesh -n Party");
        Assert.Equal("Ada meets Grace.\nGrace meets Ada.\nAda: Good morning!\n", Built("Party"));
        Assert.Equal(["Party.csproj", "PartyMesh.cs", "Program.cs", "party_mesh.xml", "party_msg.xml"], Files("Party"));

        _work.Run("dotnet new zproto-mesh -n Inside --transport inprocess");
        Assert.Equal("Ada meets Grace.\nGrace meets Ada.\nAda: Good morning!\n", Built("Inside"));

        _work.Run("dotnet new zproto-client -n Within --transport inprocess --framework net8.0");
        Assert.Equal("Hello, Ada! You are number 1.\nHello, Grace! You are number 2.\n", Built("Within"));
        Assert.Equal(["ZProto.Core"], Packages("Within"));

        _work.Run("dotnet new zproto-server -n Alone --transport sockets");
        Assert.Contains("<- WORLD sequence=1 name='Hello, Ada! You are number 1.'", Built("Alone"), StringComparison.Ordinal);
        Assert.Equal(["ZProto.Core"], Packages("Alone"));

        // To run it would take the native library.
        _work.Run("dotnet new zproto-server -n Native --transport libzmq");
        _work.Run("dotnet build Native -warnaserror");
        Assert.Equal(["ZProto.LibZmq"], Packages("Native"));
    }

    // Built with warnings as errors, and run.
    private string Built(string project)
    {
        _work.Run($"dotnet build {project} -warnaserror");
        return _work.Run($"dotnet run --no-build --project {project}");
    }

    private IEnumerable<string> Packages(string project)
        => XDocument.Load(_work[$"{project}/{project}.csproj"]).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    private IEnumerable<string?> Files(string project) => Directory.GetFiles(_work[project]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
