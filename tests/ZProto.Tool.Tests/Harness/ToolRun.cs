using System.Text.RegularExpressions;
using ZProto.Transports;

namespace ZProto.Tool.Tests.Harness;

/// <summary>A run of the command within the test's process.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it complained of.</param>
internal sealed partial record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output.</summary>
    public string[] Lines => Output.Length == 0 ? [] : Output.ReplaceLineEndings("\n")[..^1].Split('\n');

    /// <summary>The output without what only a terminal shows.</summary>
    public string Plain => Colours().Replace(Output, "");

    /// <summary>Runs the command.</summary>
    public static Task<ToolRun> RunAsync(params string[] args) => RunAsync("", args);

    /// <summary>Runs the command with an input, for people or for programs, and with transports of the test's.</summary>
    public static async Task<ToolRun> RunAsync(string input, string[] args, bool isInteractive = false, IReadOnlyDictionary<string, Func<ITransport>>? transports = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await ZProtoCommand.RunAsync(args, new Terminal(new StringReader(input), output, error, isInteractive, isErrorInteractive: false), transports);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that the command did what it was asked, and complained of nothing.</summary>
    public ToolRun Done()
    {
        Assert.Equal((0, ""), (ExitCode, Error));
        return this;
    }

    /// <summary>Asserts how the command failed: with what exit code, and in which words.</summary>
    public void Failed(int exitCode, string error)
    {
        Assert.Equal($"zproto: {error}\n", Error.ReplaceLineEndings("\n"));
        Assert.Equal(exitCode, ExitCode);
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();
}
