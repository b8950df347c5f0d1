using System.Diagnostics;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task An_unknown_command_is_named_and_a_near_one_beside_it()
        => AssertMisuse(await ToolRun.RunAsync("chek", "x.xml"), "zproto: there is no command 'chek', did you mean 'check'?\nTry 'zproto --help'.\n");

    [Fact]
    public async Task Without_a_command_there_is_nothing_to_do()
        => AssertMisuse(await ToolRun.RunAsync(), "zproto: say what to do\nTry 'zproto --help'.\n");

    [Fact]
    public async Task A_missing_option_is_named()
        => AssertMisuse(await ToolRun.RunAsync("send", Files.HelloProtocol, "PING"), "zproto: Option '--to' is required.\nTry 'zproto send --help'.\n");

    [Fact]
    public async Task An_unknown_option_is_named()
        => AssertMisuse(await ToolRun.RunAsync("check", "--jsn", Files.HelloProtocol), "zproto: there is no option '--jsn', did you mean '--json'?\nTry 'zproto check --help'.\n");

    [Fact]
    public async Task An_unknown_option_is_no_field()
        => AssertMisuse(await ToolRun.RunAsync("encode", Files.HelloProtocol, "PING", "--topic=x", "--verbose"), "zproto: there is no option '--verbose'\nTry 'zproto encode --help'.\n");

    [Theory]
    [InlineData("--wait", "-1")]
    [InlineData("--wait", "soon")]
    [InlineData("--replies", "-1")]
    [InlineData("--transport", "pigeon")]
    public async Task A_value_that_an_option_does_not_take_is_refused(string option, string value)
        => AssertMisuse(await ToolRun.RunAsync("send", Files.HelloProtocol, "PING", "--to", "inproc://x", option, value), null);

    [Theory]
    [InlineData("check", "--warnings-as-errors", "--json")]
    [InlineData("docs", "--format <markdown|abnf|dot|mermaid>", "--output <folder>")]
    [InlineData("stubs", "--missing-from <file>", "--namespace")]
    [InlineData("encode", "field=key=value", "--topic")]
    [InlineData("decode", "<frames>", "--json")]
    [InlineData("send", "--to <endpoint> (REQUIRED)", "[default: 5]")]
    public async Task Help_says_what_a_command_takes(string command, string first, string second)
    {
        ToolRun help = (await ToolRun.RunAsync(command, "--help")).Done();
        Assert.Contains(first, help.Output, StringComparison.Ordinal);
        Assert.Contains(second, help.Output, StringComparison.Ordinal);
        Assert.Contains($"  {command} ", (await ToolRun.RunAsync("--help")).Done().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_ends_with_the_exit_code_and_shows_no_stack_trace()
    {
        Assert.Equal((0, "aaa70300000000\n".Length, ""), Lengths(await RunProcess("encode", Files.HelloProtocol, "PING")));
        (int exitCode, string output, string error) = await RunProcess("check", "nothere.xml");
        Assert.Equal((2, "", "zproto: nothere.xml: there is no such file\n"), (exitCode, output, error));
        (exitCode, output, error) = await RunProcess("decode", Files.HelloProtocol, "abc");
        Assert.Equal((2, "", "zproto: frame 1: half a byte is missing, as there are 3 hexadecimal digits\n"), (exitCode, output, error));

        static (int, int, string) Lengths((int ExitCode, string Output, string Error) run) => (run.ExitCode, run.Output.Length, run.Error);
    }

    private static void AssertMisuse(ToolRun run, string? expected)
    {
        string error = run.Error.ReplaceLineEndings("\n");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("zproto: ", error, StringComparison.Ordinal);
        Assert.Contains("Try 'zproto", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        if (expected is not null)
            Assert.Equal(expected, error);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunProcess(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Files.At("ZProto.Tool.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
