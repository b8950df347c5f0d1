using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using static ZProto.Generator.Tests.Analyzers.AnalyzedServer;

namespace ZProto.Generator.Tests.Analyzers;

public class MissingMethodTests
{
    [Theory]
    [InlineData("namespace Sample;\npublic partial class TalkServer { public sealed partial class |Client { } }", "TalkServer.Client")]
    [InlineData("namespace Sample;\npublic partial class |TalkServer { private int _count; }", "TalkServer.Client")]
    [InlineData("namespace Sample;\npublic partial class |TalkServer;", "TalkServer.Client")]
    [InlineData("namespace Sample;\npublic partial class TalkServer { partial class |Client { partial void OnInitialize() { } } }", "TalkServer.Client")]
    public async Task A_half_without_a_method_is_told_which_at_its_name(string marked, string name)
        => Assert.Equal($"class '{name}' lacks methods that the model asks for: Act", await AssertReportsAsync("ZP0506", marked, compiles: false));

    [Theory]
    [InlineData("namespace Sample; class Program { object Create() => new |TalkServer(); }")]
    [InlineData("namespace Sample; class Program { TalkServer Create() => |new(); }")]
    public async Task A_server_without_a_half_is_told_where_it_is_created(string marked)
        => Assert.Equal("class 'TalkServer.Client' lacks methods that the model asks for: Act", await AssertReportsAsync("ZP0506", marked, compiles: false));

    [Theory]
    [InlineData(Head + "private partial void Act() { }" + Tail)]
    [InlineData("")]
    [InlineData("namespace Sample; class Program { }")]
    [InlineData("namespace Sample; partial class Program { private partial void Act(); object Create() => new Program(); }")]
    [InlineData(Head + "private partial void Act() { } object Create() => new TalkServer();" + Tail)]
    public async Task There_is_nothing_to_say_of_classes_that_lack_nothing_or_are_no_engines(string source)
        => Assert.Empty(await MissingAsync(source));

    [Fact]
    public async Task Methods_of_the_server_are_told_beside_those_of_its_clients()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            """
            <class name = "s"><state name = "a"><event name = "SAY"><action name = "two" /><action name = "one" /></event></state>
            <method name = "count"><field name = "limit" type = "integer" /></method></class>
            """,
            new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>""")) with { Sources = ["namespace Sample; public partial class S { }"] });
        Assert.Equal(["ZP0506 1:40 Source0.cs", "ZP0506 1:40 Source0.cs"], await run.AnalyzeAsync());
        Assert.Equal(
            ["class 'S' lacks methods that the model asks for: Count", "class 'S.Client' lacks methods that the model asks for: Two, One"],
            run.AnalyzerDiagnostics.Select(diagnostic => diagnostic.GetMessage()).Order(StringComparer.Ordinal));
        Assert.All(run.AnalyzerDiagnostics, diagnostic => Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity));
    }

    [Fact]
    public async Task A_client_that_programs_use_is_told_of_its_actions_and_has_no_class_inside()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            """
            <class name = "caller" script = "client"><state name = "a"><event name = "dial"><action name = "prepare" /><action name = "send" message = "SAY" /></event></state>
            <method name = "dial" /></class>
            """,
            new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>""")) with { Sources = ["namespace Sample; public partial class Caller { }"] });
        Assert.Equal(["ZP0506 1:40 Source0.cs"], await run.AnalyzeAsync());
        Assert.Equal("class 'Caller' lacks methods that the model asks for: Prepare", run.AnalyzerDiagnostics[0].GetMessage());
    }
}
