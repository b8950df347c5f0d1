using System.Text.RegularExpressions;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

/// <summary>The state diagrams in README.md and in those of samples.</summary>
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

    [Theory]
    [InlineData("Majordomo", "mdp_broker.xml")]
    [InlineData("Majordomo", "mdp_worker.xml")]
    [InlineData("Pirates", "queue_backend.xml")]
    [InlineData("Pirates", "pirate_worker.xml")]
    [InlineData("Freelance", "name_client.xml")]
    public async Task The_diagrams_of_a_sample_are_what_the_command_draws_of_its_models(string sample, string model)
    {
        string folder = Path.Combine(Files.RootDirectory, "samples", sample);
        string readme = (await File.ReadAllTextAsync(Path.Combine(folder, "README.md"))).ReplaceLineEndings("\n");
        string protocol = Path.Combine(Files.RootDirectory, "models", "majordomo.xml");
        ToolRun run = (await ToolRun.RunAsync("docs", Path.Combine(folder, model), protocol, "--format", "mermaid")).Done();
        Assert.Contains($"```mermaid\n{run.Output}```\n", readme, StringComparison.Ordinal);
    }

    private static string Block(string page, string language) => Regex.Match(page, $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
}
