using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using ZProto.Tool.Tests.Harness;
using ZProto.Transports;

namespace ZProto.Tool.Tests;

/// <summary>The examples of docs/tool.md, run as they stand there.</summary>
public sealed partial class ToolPageTests
{
    private const string Prompt = "$ ";
    private const string Endpoint = "tcp://127.0.0.1:5670";
    private const string SpiedEndpoint = "inproc://spied";

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            string page = File.ReadAllText(Path.Combine(Files.RootDirectory, "docs/tool.md")).ReplaceLineEndings("\n");
            foreach (Match block in Console().Matches(page))
            {
                string[] lines = block.Groups[1].Value.Split('\n');
                examples.Add(lines[0][Prompt.Length..], string.Join("\n", lines.Skip(1)));
            }
            return examples;
        }
    }

    [Fact]
    public void Every_command_has_an_example()
        => Assert.Equal(["check", "docs", "stubs", "diff", "encode", "decode", "send", "spy"], Examples.Select(example => ((string)example[0]).Split(' ')[1]));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_shows_what_the_command_does(string command, string shown)
    {
        var transport = new InProcessTransport();
        await using var server = new HelloServer { Options = { Transport = transport } };
        string bound = await server.BindAsync("inproc://*");
        string[] args = [.. CommandLineParser.SplitCommandLine(command).Skip(1).Select(arg => arg == Endpoint ? bound : arg == "tcp://*:5671" ? SpiedEndpoint : File.Exists(InTree(arg)) ? InTree(arg) : arg)];

        var transports = new Dictionary<string, Func<ITransport>> { ["sockets"] = () => transport };
        Task<ToolRun> running = ToolRun.RunAsync("", args, transports: transports);
        // There is something to see only while a client talks.
        if (args[0] == "spy")
            (await ToolRun.RunAsync("", ["send", args[1], "PING", "sequence=7", "--to", SpiedEndpoint, "--wait", "60"], transports: transports)).Done();
        ToolRun run = await running;

        (string output, int exitCode) = Expected(shown);
        Assert.Equal((output, exitCode), (run.Output.ReplaceLineEndings("\n").Replace(Files.RootDirectory, "", StringComparison.Ordinal), run.ExitCode));
        Assert.Equal(args[0] == "spy" ? $"Listening at {SpiedEndpoint}, for {bound}.\n" : "", run.Error.ReplaceLineEndings("\n"));
    }

    private static string InTree(string path) => Path.Combine(Files.RootDirectory, path);

    private static (string Output, int ExitCode) Expected(string shown)
    {
        string[] parts = shown.Split($"{Prompt}echo $?\n");
        return (parts[0], parts.Length == 1 ? 0 : int.Parse(parts[1].Trim(), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Console();
}
