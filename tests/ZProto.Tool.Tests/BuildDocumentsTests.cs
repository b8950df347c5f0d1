using System.Diagnostics;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

/// <summary>The documents that a build writes (<c>ZProtoDocs</c>), by the package's own targets in a project that has nothing else.</summary>
public sealed class BuildDocumentsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public BuildDocumentsTests()
    {
        _folder.Write("hello_msg.xml", File.ReadAllText(Files.HelloProtocol));
        _folder.Write("hello_server.xml", File.ReadAllText(Files.HelloServer));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Documents_are_written_when_models_change_or_a_document_is_gone_and_at_no_other_time()
    {
        await Build("markdown;dot");
        Assert.Equal(["hello_msg.md", "hello_server.dot", "hello_server.md"], Documents);

        // What is not written again keeps what was done to it.
        File.WriteAllText(_folder["docs/hello_msg.md"], "mine");
        await Build("markdown;dot");
        Assert.Equal("mine", File.ReadAllText(_folder["docs/hello_msg.md"]));

        File.Delete(_folder["docs/hello_server.dot"]);
        await Build("markdown;dot");
        Assert.Equal(["hello_msg.md", "hello_server.dot", "hello_server.md"], Documents);

        _folder.Write("hello_msg.xml", File.ReadAllText(Files.HelloProtocol).Replace("Hello protocol", "Another title", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(_folder["hello_msg.xml"], DateTime.UtcNow.AddMinutes(1));
        await Build("markdown;dot");
        Assert.StartsWith("# Another title\n", File.ReadAllText(_folder["docs/hello_msg.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_have_the_framing_of_the_item()
    {
        _folder.Write("hello_msg.xml", File.ReadAllText(Files.HelloProtocol));
        await Build("markdown", """<ZProtoModel Update="hello_msg.xml" Framing="frames" />""");
        Assert.Contains("Every field is a frame.", File.ReadAllText(_folder["docs/hello_msg.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_is_not_asked_to_writes_no_documents()
    {
        await Build("");
        await Build("false");
        Assert.False(Directory.Exists(_folder["docs"]));
    }

    private IEnumerable<string?> Documents => Directory.GetFiles(_folder["docs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task Build(string documents, string items = "")
    {
        _folder.Write("project.proj", $"""
            <Project DefaultTargets="CoreCompile">
              <PropertyGroup>
                <IntermediateOutputPath>obj/</IntermediateOutputPath>
                <ZProtoDocsTool>{Files.DocumentsProgram}</ZProtoDocsTool>
                <ZProtoDocs>{documents}</ZProtoDocs>
              </PropertyGroup>
              <ItemGroup><ZProtoModel Include="*.xml" />{items}</ItemGroup>
              <Import Project="{Path.Combine(Files.RootDirectory, "src/ZProto.Core/build/net8.0/ZProto.Core.targets")}" />
              <Target Name="CoreCompile" />
            </Project>
            """);
        // The project is always the same, and counts as such.
        File.SetLastWriteTimeUtc(_folder["project.proj"], DateTime.UnixEpoch);
        var start = new ProcessStartInfo("dotnet", ["msbuild", _folder["project.proj"], "-nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
