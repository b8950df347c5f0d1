using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ZProto.Generator.Analyzers;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Analyzers;

/// <summary>A switch expression over the replies of a call needs no arm for anything else.</summary>
public class ReplySwitchTests
{
    private static readonly TestProject s_talk = TestProject.WithClient(
        """
        <class name = "c" script = "client"><state name = "a"><event name = "ask" /></state>
        <method name = "ask"><accept reply = "done" /><accept reply = "failed" /><accept reply = "empty" /><accept reply = "gone" error = "1" /></method>
        <reply name = "done"><field name = "text" type = "string" /></reply>
        <reply name = "failed"><field name = "status" type = "integer" /><field name = "reason" type = "string" /></reply>
        <reply name = "empty" /><reply name = "gone" /></class>
        """,
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""));

    [Theory]
    [InlineData("C.AskResult.Done => 1, C.AskResult.Failed => 2, C.AskResult.Empty => 3")]
    [InlineData("C.AskResult.Done { Text: var text } => text.Length, C.AskResult.Failed(var status, _) => status, C.AskResult.Empty empty => empty.GetHashCode()")]
    [InlineData("C.AskResult.Done or C.AskResult.Empty => 1, C.AskResult.Failed { Status: 0 } => 2, C.AskResult.Failed { } => 3")]
    public async Task A_switch_with_every_reply_has_no_warning(string arms) => Assert.Empty(await WarningsAsync(arms));

    [Theory]
    [InlineData("C.AskResult.Done => 1, C.AskResult.Failed => 2")]
    [InlineData("C.AskResult.Done => 1, C.AskResult.Failed { Status: 0 } => 2, C.AskResult.Empty => 3")]
    [InlineData("C.AskResult.Done => 1, C.AskResult.Failed(0, _) => 2, C.AskResult.Empty => 3")]
    [InlineData("C.AskResult.Done => 1, C.AskResult.Failed when result.GetHashCode() > 0 => 2, C.AskResult.Empty => 3")]
    public async Task A_switch_that_misses_one_has_the_compilers_warning(string arms) => Assert.Equal(["CS8509"], await WarningsAsync(arms));

    [Fact]
    public async Task What_is_not_closed_keeps_the_compilers_warning()
        => Assert.Equal(["CS8509"], await WarningsAsync("Open.One => 1", "Open", "abstract record Open { public sealed record One : Open; }"));

    [Fact]
    public async Task A_switch_may_be_an_argument()
        => Assert.Empty(await WarningsAsync("C.AskResult.Done => 1, C.AskResult.Failed => 2, C.AskResult.Empty => 3", call: "System.Math.Abs"));

    private static async Task<string[]> WarningsAsync(string arms, string type = "C.AskResult", string declarations = "", string call = "")
    {
        string source = $"namespace Sample {{ {declarations} static class Program {{ public static int Read({type} result) => {call}(result switch {{ {arms} }}); }} }}";
        GeneratorRun run = GeneratorRun.Run(s_talk with { Sources = [source] });
        ImmutableArray<Diagnostic> all = await run.Compilation.WithAnalyzers([new ReplySwitchSuppressor()]).GetAllDiagnosticsAsync();
        return [.. all.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed).Select(diagnostic => diagnostic.Id)];
    }
}
