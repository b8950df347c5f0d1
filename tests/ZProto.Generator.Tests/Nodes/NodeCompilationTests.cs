using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Nodes;

/// <summary>Generated nodes with their user's part under the strictest settings.</summary>
public class NodeCompilationTests
{
    private const string Least = """<class name = "n" script = "zproto_peer"><state name = "a" /></class>""";

    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "ZYRE_JOIN" /><message name = "HEARTBEAT" /></class>""");

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.Preview)]
    public void A_node_is_emitted_without_a_warning_from_CSharp_11_on(LanguageVersion language)
    {
        var project = new TestProject(Models.Load("chat_node"), Models.Load("chat_node_msg")) { Language = language, Packages = ["ZProto.Zyre"] };
        GeneratorRun run = GeneratorRun.Run(project).WithUserPart().AssertEmits();
        Assert.Equal(2, run.Sources.Length);
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("ignore")]
    [InlineData("terminate")]
    public void The_least_of_nodes_compiles(string unexpected)
        => Run($"""<class name = "n" script = "zproto_peer" unexpected = "{unexpected}"><state name = "a" /></class>""").AssertEmits();

    [Fact]
    public void The_users_part_has_its_sender_its_groups_and_both_ways_to_send()
        => Run("""<class name = "n" script = "zproto_peer"><state name = "a"><event name = "SAY"><action name = "act" /></event></state></class>""", """
            namespace Sample;

            internal sealed partial class N
            {
                partial void OnInitialize() => Join("EARLY");

                private partial void Act()
                {
                    if (Sender is { Group: "CHAT", Headers.Count: > 0 } sender && Whisper(Talk.MessageId.Say, sender.Id))
                        Leave(sender.Group);
                    Whisper(Talk.MessageId.Say);
                    if (Shout(Talk.MessageId.Say, Name) == 0)
                        SetNextEvent(Event.ZyreStop);
                    SetTimer(System.TimeSpan.FromSeconds(1), Event.Say);
                    SetHeartbeat(System.TimeSpan.FromSeconds(1));
                }
            }
            """).AssertEmits();

    [Fact]
    public void A_message_of_an_event_of_the_network_is_not_that_event()
    {
        string source = Source(Run("""<class name = "n" script = "zproto_peer" unexpected = "queue"><state name = "a"><event name = "ZYRE_JOIN" /><event name = "SAY" /></state></class>""").AssertCompiles());
        Assert.Contains("public override int JoinEvent => (int)Event.ZyreJoin;", source, StringComparison.Ordinal);
        Assert.Contains("MessageId.Say => (int)Event.Say,", source, StringComparison.Ordinal);
        Assert.DoesNotContain("MessageId.ZyreJoin =>", source, StringComparison.Ordinal);
        Assert.Contains("StateId.A => (Event)eventId is Event.Say,", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZYRE_ENTER")]
    [InlineData("zyre enter")]
    [InlineData("expired")]
    [InlineData("heartbeat timer")]
    public void Events_of_the_network_and_of_timers_are_known(string name)
        => Assert.Empty(Run($"""<class name = "n" script = "zproto_peer"><state name = "a"><event name = "{name}" /></state></class>""").AssertCompiles().Diagnostics);

    [Theory]
    [InlineData("n")]
    [InlineData("zyre engine")]
    [InlineData("ZYRE_ENTER")]
    [InlineData("node")]
    [InlineData("definition")]
    public void A_class_an_action_an_event_a_state_a_message_and_a_method_may_have_one_name_that_is_in_the_way(string name)
    {
        foreach (string @namespace in new[] { "Sample", "ZProtos.Zyre", "ZProto.Zyre.Mine" })
        {
            GeneratorRun.Run(TestProject.WithClient(
                $"""<class name = "{name}" script = "zproto_peer" namespace = "{@namespace}"><state name = "{name}"><event name = "{name}"><action name = "{name} it" /></event></state><method name = "{name}" /></class>""",
                new TestModel("talk.xml", $"""<class name = "talk"><message name = "{name}" /></class>""")) with { Packages = ["ZProto.Zyre"] }).WithUserPart().AssertEmits();
        }
    }

    [Fact]
    public void Without_its_package_a_node_is_one_error_at_its_script()
    {
        const string part = "namespace Sample; internal partial class N { private partial void Act() { } }";
        TestProject project = TestProject.WithClient("""<class name = "n" script = "zproto_peer_c"><state name = "a"><event name = "SAY"><action name = "act" /></event></state></class>""", s_talk) with { Sources = [part] };
        GeneratorRun run = GeneratorRun.Run(project);
        Diagnostic missing = Assert.Single(run.Diagnostics);
        Assert.Equal(["ZP0133 1:29"], run.FormatDiagnostics());
        Assert.Equal("script 'zproto_peer_c' needs the package ZProto.Zyre, which this project does not reference: dotnet add package ZProto.Zyre", missing.GetMessage(null));
        Assert.Empty(run.CompilerDiagnostics);
        Assert.Empty(run.Then(project with { Packages = ["ZProto.Zyre"] }).AssertCompiles().Diagnostics);
    }

    [Fact]
    public void An_error_of_the_model_itself_comes_before_the_missing_package()
        => Assert.Equal(["ZP0328 1:77"], GeneratorRun.Run(TestProject.WithClient("""<class name = "n" script = "zproto_peer"><state name = "a"><event name="b"><action name = "join" /></event></state></class>""", s_talk)).FormatDiagnostics());

    [Fact]
    public void What_takes_its_place_on_the_network_needs_no_transport_of_the_project()
        => Assert.DoesNotContain("CreateDefaultTransport", Source(GeneratorRun.Run(TestProject.WithClient(Least, s_talk) with { Packages = ["ZProto.Zyre", "ZProto.NetMQ"] }).AssertCompiles()), StringComparison.Ordinal);

    internal static GeneratorRun Run(string model, params string[] sources)
        => GeneratorRun.Run(TestProject.WithClient(model, s_talk) with { Packages = ["ZProto.Zyre"], Sources = sources });

    private static string Source(GeneratorRun run) => run.Sources.Single(source => source.HintName == "Sample.N.g.cs").SourceText.ToString();
}
