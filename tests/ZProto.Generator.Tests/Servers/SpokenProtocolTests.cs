using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Servers;

/// <summary>Which of several protocols of one name an engine speaks.</summary>
public class SpokenProtocolTests
{
    private const string Protocol = """<class name = "talk" script = "codec"><message name = "SAY" /></class>""";
    private const string Server = """<class name = "s" script = "server" protocol_class = "talk"><state name = "a"><event name = "SAY" /></state></class>""";

    [Fact]
    public void Of_two_protocols_of_a_name_it_is_the_one_in_the_engines_namespace()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("v1/talk.xml", Protocol) { Namespace = "Sample.V1" },
            new TestModel("v1/s.xml", Server) { Namespace = "Sample.V1" },
            new TestModel("v2/talk.xml", Protocol) { Namespace = "Sample.V2" },
            new TestModel("v2/s.xml", Server) { Namespace = "Sample.V2" })).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.All(["V1", "V2"], version => Assert.Equal($"Sample.{version}.Talk", run.Type($"Sample.{version}.S").BaseType!.TypeArguments[0].ToDisplayString()));
    }

    [Fact]
    public void Of_two_in_other_namespaces_none_is_taken_and_both_are_named()
    {
        string server = Marked.Read(Server.Replace("\"talk\"", "\"|talk\"", StringComparison.Ordinal), out string index);
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("model.xml", server),
            new TestModel("v1/talk.xml", Protocol) { Namespace = "Sample.V1" },
            new TestModel("v2/talk.xml", Protocol) { Namespace = "Sample.V2" })).AssertCompiles();
        Assert.Equal([$"ZP0119 {index}"], run.FormatDiagnostics());
        Assert.StartsWith("there are two protocols 'talk', in 'Sample.V1' and in 'Sample.V2', and none in this model's own namespace", run.Diagnostics[0].GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("internal", null)]
    [InlineData(null, "Lib")]
    public void A_protocol_that_is_internal_to_another_assembly_is_an_error_at_the_model(string? modifier, string? project)
    {
        string protocol = modifier is null ? Protocol.Replace("<class", "<class modifier = \"internal\"", StringComparison.Ordinal) : Protocol;
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("model.xml", Marked.Read(Server.Replace("\"talk\"", "\"|talk\"", StringComparison.Ordinal), out string index)),
            new TestModel("lib/talk.xml", protocol) { Emit = project is null ? "false" : null, Modifier = modifier, Project = project, Friends = "Another,Third" })).AssertCompiles();
        Assert.Equal([$"ZP0125 {index}"], run.FormatDiagnostics());
    }

    [Theory]
    [InlineData("Lib", "Lib.Talk")]
    [InlineData("Far.Away", "Far.Away.Talk")]
    public void A_protocol_of_a_referenced_project_has_that_projects_namespace(string rootNamespace, string type)
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("model.xml", Server),
            new TestModel("lib/talk.xml", Protocol) { Project = "Lib", RootNamespace = rootNamespace }));
        Assert.Empty(run.Diagnostics);
        Assert.Contains($"global::{type}", run.SingleSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_internal_protocol_of_a_project_that_this_one_is_a_friend_of_can_be_spoken()
        => Assert.Empty(GeneratorRun.Run(new TestProject(
            new TestModel("model.xml", Server),
            new TestModel("lib/talk.xml", Protocol) { Project = "Lib", RootNamespace = "Lib", Modifier = "internal", Friends = "Other,Sample" })).Diagnostics);

    [Fact]
    public void The_only_protocol_of_the_project_is_taken_whatever_referenced_projects_have()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("model.xml", Server.Replace("protocol_class = \"talk\"", "", StringComparison.Ordinal)),
            new TestModel("talk.xml", Protocol),
            new TestModel("lib/chat.xml", Protocol.Replace("talk", "chat", StringComparison.Ordinal)) { Project = "Lib", RootNamespace = "Lib" })).AssertCompiles();
        Assert.Empty(run.Diagnostics);
    }
}
