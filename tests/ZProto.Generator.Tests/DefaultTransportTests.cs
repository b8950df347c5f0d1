using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using Steps = ZProto.Generator.ZProtoGenerator.Steps;

namespace ZProto.Generator.Tests;

/// <summary>What the engines of a project are on where its program does not say.</summary>
public partial class DefaultTransportTests
{
    private static readonly TestProject s_engines = new(Models.Load("hello_msg"), Models.Load("hello_server"), Models.Load("hello_client"), Models.Load("chat_msg"), Models.Load("chat_mesh"));

    [Theory]
    [InlineData("", new string[0], null)]
    [InlineData("", new[] { "ZProto.NetMQ" }, "new global::ZProto.NetMQTransport()")]
    [InlineData("", new[] { "ZProto.LibZmq" }, "new global::ZProto.LibZmqTransport()")]
    [InlineData("", new[] { "ZProto.LibZmq", "ZProto.NetMQ" }, "new global::ZProto.NetMQTransport()")]
    [InlineData("LibZmq", new[] { "ZProto.LibZmq", "ZProto.NetMQ" }, "new global::ZProto.LibZmqTransport()")]
    [InlineData(" libzmq ", new[] { "ZProto.LibZmq", "ZProto.NetMQ" }, "new global::ZProto.LibZmqTransport()")]
    [InlineData("Sockets", new[] { "ZProto.LibZmq", "ZProto.NetMQ" }, null)]
    [InlineData("InProcess", new[] { "ZProto.LibZmq", "ZProto.NetMQ" }, "global::ZProto.InProcessTransport.Shared")]
    [InlineData(" inprocess ", new string[0], "global::ZProto.InProcessTransport.Shared")]
    public void An_engine_is_by_default_on_what_the_project_says_or_else_on_the_first_transport_that_it_references(string chosen, string[] references, string? expected)
    {
        GeneratorRun run = GeneratorRun.Run(s_engines with { Transport = chosen, Packages = references }).WithUserPart().AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Equal([null, expected, expected, expected], new[] { "HelloMsg", "HelloServer", "HelloClient", "ChatMesh" }.Select(name => Default(run, name)));
    }

    [Fact]
    public void A_reference_that_comes_emits_the_engines_again_and_no_protocol()
    {
        GeneratorRun run = GeneratorRun.Run(s_engines).Then(s_engines with { Packages = ["ZProto.NetMQ"] });
        IEnumerable<string> emitted = run.Result.TrackedSteps[Steps.Files]
            .SelectMany(step => step.Outputs)
            .Where(output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New)
            .Select(output => ((GeneratedFile)output.Value).HintName);
        Assert.Equal(["Sample.ChatMesh.g.cs", "Sample.HelloClient.g.cs", "Sample.HelloServer.g.cs"], emitted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_reference_that_carries_nothing_runs_nothing()
    {
        GeneratorRun run = GeneratorRun.Run(s_engines with { Packages = ["ZProto.NetMQ"] });
        GeneratorRun edited = run.Then(s_engines with { Packages = ["ZProto.NetMQ", "ZProto.LibZmq"], Transport = "NetMQ" });
        Assert.All(edited.Result.TrackedSteps[Steps.Files].SelectMany(step => step.Outputs), output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    private static string? Default(GeneratorRun run, string name)
    {
        string source = run.Sources.Single(source => source.HintName == $"Sample.{name}.g.cs").SourceText.ToString();
        Match match = Overridden().Match(source);
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"CreateDefaultTransport\(\) => (.+);")]
    private static partial Regex Overridden();
}
