using System.Text.RegularExpressions;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

/// <summary>The state diagram in README.md.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_diagram_is_what_the_command_draws_of_the_model_beside_it()
    {
        string readme = (await File.ReadAllTextAsync(Path.Combine(Files.RootDirectory, "README.md"))).ReplaceLineEndings("\n");
        _folder.Write("hello_msg.xml", await File.ReadAllTextAsync(Files.HelloProtocol));
        string model = _folder.Write("hello_server.xml", Block(readme, "xml"));

        ToolRun run = (await ToolRun.RunAsync("docs", model, "--format", "mermaid")).Done();

        Assert.Equal(run.Output, Block(readme, "mermaid"));
    }

    private static string Block(string page, string language) => Regex.Match(page, $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
}
