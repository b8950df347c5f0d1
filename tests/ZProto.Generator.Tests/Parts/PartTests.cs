using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Parts;

/// <summary>What the generator says where the user's part of an engine and the models miss each other, and that the compiler says no more.</summary>
public class PartTests
{
    private static readonly TestProject s_server = TestProject.WithServer(
        """
        <class name = "talk_server" script = "server"><state name = "a">
        <event name = "SAY"><action name = "greet peer" /><action name = "look up" /></event></state>
        <method name = "count"><field name = "by" type = "number" size = "4" /></method></class>
        """,
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""));

    private static readonly TestProject s_client = TestProject.WithClient(
        """<class name = "talk_client" script = "client"><state name = "a"><event name = "ask"><action name = "act" /></event></state><method name = "ask" /></class>""",
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>"""));

    private static TestProject Forgotten => new(s_server.Models[1] with { Path = "models/talk.xml", IsOther = true }, new TestModel("data.xml", "<data />") { IsOther = true });

    private const string Methods = "private partial void Count(uint by) { }";
    private const string Actions = "private partial void GreetPeer() { } private partial void LookUp() { }";

    [Theory]
    [InlineData("namespace Elsewhere;\npublic partial class |TalkServer { " + Methods + " public sealed partial class Client { " + Actions + " } }")]
    [InlineData("public partial class |TalkServer { }")]
    [InlineData("namespace Sample.Deeper { partial class |TalkServer { } }")]
    [InlineData("namespace Sample { partial class TalkServer { " + Methods + " } } namespace Sample.Deeper { partial class |TalkServer { partial class Client { " + Actions + " } } }")]
    public void A_part_in_another_namespace_is_told_where_it_belongs(string marked)
        => Assert.Equal("this class is not your part of 'Sample.TalkServer', which belongs in namespace 'Sample'", Single(s_server, "ZP0504", marked));

    [Theory]
    [InlineData("namespace Elsewhere;\npublic partial class |TalkClient { private partial void Act() { } }")]
    [InlineData("public partial class |TalkClient { }")]
    public void A_clients_part_in_another_namespace_is_told_where_it_belongs(string marked)
        => Assert.Equal("this class is not your part of 'Sample.TalkClient', which belongs in namespace 'Sample'", Single(s_client, "ZP0504", marked));

    [Theory]
    [InlineData("'LookUp' belongs in the class 'TalkServer.Client', not here", Methods + " private partial void |LookUp() { } partial class Client { private partial void GreetPeer() { } }")]
    [InlineData("'LookUp' belongs in the class 'TalkServer.Client', not here", Methods + " private void |LookUp() { } partial class Client { private partial void GreetPeer() { } }")]
    [InlineData("'GreetPeer', 'LookUp' belong in the class 'TalkServer.Client', not here", Methods + " private partial void |GreetPeer() { } private partial void LookUp() { }")]
    [InlineData("'GreetPeer', 'LookUp' belong in the class 'TalkServer.Client', not here", Methods + " partial class Clent { private partial void |GreetPeer() { } private partial void LookUp() { } }")]
    [InlineData("'Count' belongs in the class 'TalkServer', not here", "partial class Client { " + Actions + " private partial void |Count(uint by) { } }")]
    public void A_method_in_another_class_is_told_where_it_belongs(string message, string members)
        => Assert.Equal(message, Single(s_server, "ZP0505", $"namespace Sample;\npublic partial class TalkServer {{ {members} }}"));

    [Fact]
    public void A_misspelt_class_is_told_which_was_meant()
        => Assert.Equal(
            "no model generates a class 'TalkServr', did you mean 'TalkServer'?",
            Single(s_server, "ZP0507", "namespace Sample;\npublic partial class |TalkServr { " + Methods + " public sealed partial class Client { " + Actions + " } }"));

    [Theory]
    [InlineData("namespace Sample; partial class TalkServer { " + Methods + " partial class Client { private partial void GretPeer() { } private partial void LookUp() { } } }", "'greet peer' has no method, did you mean 'GretPeer', which is in Source0.cs(1,130)?", "ZP0508 2:37")]
    [InlineData("namespace Sample; partial class TalkServer { private partial void Cuont(uint by) { } partial class Client { " + Actions + " } }", "'count' has no method, did you mean 'Cuont', which is in Source0.cs(1,67)?", "ZP0508 3:17")]
    public void A_method_whose_name_is_nearly_that_of_the_model_is_told_at_the_model(string source, string message, string diagnostic)
    {
        GeneratorRun run = GeneratorRun.Run(s_server with { Sources = [source] }).AssertCompiles();
        Assert.Equal([diagnostic], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
    }

    [Theory]
    [InlineData("")]
    [InlineData("namespace Sample { public partial class TalkServer { } }")]
    [InlineData("namespace Sample { partial class TalkServer { void Other() { } } }")]
    [InlineData("namespace Sample { partial class TalkServer { } } namespace Elsewhere { partial class TalkServer { } }")]
    [InlineData("namespace Elsewhere { class TalkServer { } partial class OtherServer { } }")]
    [InlineData("namespace Sample { partial class TalkServr { } }")]
    public void What_the_compiler_says_of_a_missing_action_is_enough_elsewhere(string source)
    {
        GeneratorRun run = GeneratorRun.Run(s_server with { Sources = [source] });
        Assert.Empty(run.Diagnostics);
        Assert.Equal(["CS8795", "CS8795", "CS8795"], run.CompilerDiagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void A_server_whose_actions_are_there_may_have_methods_of_their_names()
        => Assert.Empty(GeneratorRun.Run(s_server with { Sources = ["namespace Sample; partial class TalkServer { " + Methods + " private void LookUp() { } partial class Client { " + Actions + " void Count() { } } }"] }).AssertCompiles().Diagnostics);

    [Theory]
    [InlineData("partial class |TalkServer : ZProto.ServerEngine<Talk, TalkServer.Client> { partial class Client : ZProto.ServerClient { private partial void LookUp() { } } }")]
    [InlineData("partial class |TalkMesh : ZProto.MeshEngine<Talk, TalkMesh.Peer> { partial class Peer : ZProto.MeshPeer { private partial void LookUp() { } } }")]
    [InlineData("partial class |TalkClient : ZProto.ClientEngine<Talk> { private partial void Act() { } }")]
    public void A_part_with_an_engines_base_that_no_model_generates_says_that_the_model_is_missing(string marked)
    {
        string source = "namespace Sample;\n" + Marked.Read("namespace Sample;\n" + marked, out string index)["namespace Sample;\n".Length..];
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>""")) { Sources = [source] });
        Assert.Equal([$"ZP0509 {index} Source0.cs"], run.FormatDiagnostics());
        Assert.EndsWith("add the model to the project, as <ZProtoModel Include=\"...\" />", run.Diagnostics[0].GetMessage(), StringComparison.Ordinal);
        Assert.DoesNotContain(run.CompilerDiagnostics, diagnostic => diagnostic.Id == "CS0759");
    }

    [Fact]
    public void A_part_whose_model_is_among_the_other_xml_names_the_file()
    {
        TestModel other = s_server.Models[0] with { Path = "models/talk_server.xml", IsOther = true };
        TestProject project = s_server with { Models = [other, s_server.Models[1]], Sources = ["namespace Sample;\npartial class TalkServer { public partial class Client { private partial void LookUp() { } } }"] };
        GeneratorRun run = GeneratorRun.Run(project).AssertCompiles();
        Assert.Equal(["ZP0509 2:15 Source0.cs"], run.FormatDiagnostics());
        Assert.Contains("add <ZProtoModel Include=\"talk_server.xml\" /> to the project for the model models/talk_server.xml", run.Diagnostics[0].GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class P { |Talk? Message; }")]
    [InlineData("class P { System.Collections.Generic.List<|Talk>? All; Talk? Message; }")]
    [InlineData("class P { object M() => new |Talk(); }")]
    [InlineData("class P { object M() => |Talk.Create(); }")]
    public void A_class_whose_model_is_the_only_one_and_among_the_other_xml_names_the_file(string marked)
    {
        GeneratorRun run = GeneratorRun.Run(Forgotten with { Sources = ["namespace Sample;", Marked.Read(marked, out string index)] });
        Assert.Equal([$"ZP0509 {index} Source1.cs"], run.FormatDiagnostics());
        Assert.Equal("no model of this project generates the class 'Talk': add <ZProtoModel Include=\"talk.xml\" /> to the project for the model models/talk.xml", run.Diagnostics[0].GetMessage());
    }

    [Theory]
    [InlineData("")]
    [InlineData("class Talk { } class P { Talk? Message; }")]
    [InlineData("class P { int Talk; object M(dynamic x) { Unknown y = new() { Talk = 1 }; M(Talk: 1); return x.Talk() + y.Talk; } }")]
    [InlineData("class P { /* Talk */ Other? Message; }")]
    public void Other_xml_of_which_nothing_is_used_is_none_of_ours(string source)
        => Assert.Empty(GeneratorRun.Run(Forgotten with { Sources = [source] }).Diagnostics);

    [Theory]
    [InlineData("<class name = \"talk_server\" script = \"server\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" /></event></sate>\n<state name = \"b\" /></class>", "ZP0002 1:118")]
    [InlineData("<class name = \"talk_server\" script = \"server\"><include filename = \"gone.xml\" /></class>", "ZP0102 1:68")]
    [InlineData("<class name = \"talk_server\" script = \"server\"", "ZP0002 1:2")]
    public void Of_a_model_that_cannot_be_read_as_a_whole_nothing_else_is_said(string model, string diagnostic)
    {
        TestProject project = s_server with { Sources = ["namespace Sample; partial class TalkServer { " + Methods + " partial class Client { " + Actions + " private partial void Act() { } } }"] };
        GeneratorRun run = GeneratorRun.Run(project.Replace(new TestModel("model.xml", model))).AssertCompiles();
        Assert.Equal([diagnostic], run.FormatDiagnostics());
    }

    [Fact]
    public void A_partial_method_that_another_generator_or_the_user_declares_is_none_of_ours()
        => Assert.Empty(GeneratorRun.Run(s_server with { Sources = ["namespace Other; partial class Person { private partial void Rename(); private partial void Rename() { } }", "namespace Sample; partial class TalkServer { " + Methods + " partial class Client { " + Actions + " } }"] }).AssertCompiles().Diagnostics);

    [Theory]
    [InlineData("in a", "a", "|SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("in a", "a", "this.|SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("in a", "a", "System.Action set = () => |SetWakeup(System.TimeSpan.Zero, Event.Late); set();")]
    [InlineData("to b", "b", "|SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("before b", "b", "|SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("after a", "b", "|SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("inherited", "a", "|SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    public void A_wakeup_that_an_inherited_message_cancels_is_told_of_a_timer(string action, string state, string body)
        => Assert.Equal(
            $"state '{state}' inherits the event 'PING', which cancels this wakeup when it comes; for a time-out that lasts, use 'SetTimer'",
            Single(Waking("PING"), "ZP0510", Part(action, body)));

    [Fact]
    public void A_wakeup_that_an_inherited_wildcard_cancels_is_told_of_a_timer()
        => Assert.StartsWith("state 'a' inherits the event '*',", Single(Waking("*"), "ZP0510", Part("in a", "|SetWakeup(System.TimeSpan.Zero, Event.Late);")), StringComparison.Ordinal);

    [Fact]
    public void A_wakeup_set_in_the_model_is_told_of_a_timer_there()
    {
        TestProject project = Waking("PING", "<action name = \"in a\">SetWakeup(System.TimeSpan.Zero, Event.Late);</action>");
        GeneratorRun run = GeneratorRun.Run(project with { Sources = [Part("", "").Replace("private partial void InA() {  }", "", StringComparison.Ordinal)] }).AssertCompiles();
        Assert.Equal(["ZP0510"], run.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("PING", "in a", "SetTimer(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("PING", "in a", "/* SetWakeup(System.TimeSpan.Zero, Event.Late); */")]
    [InlineData("PING", "in a", "_ = nameof(SetWakeup);")]
    [InlineData("PING", "to c", "SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("PING", "in c", "SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("late", "in a", "SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    [InlineData("SAY", "in a", "SetWakeup(System.TimeSpan.Zero, Event.Late);")]
    public void A_wakeup_that_no_inherited_message_cancels_is_none_of_ours(string inherited, string action, string body)
        => Assert.Empty(GeneratorRun.Run(Waking(inherited) with { Sources = [Part(action, body)] }).AssertCompiles().Diagnostics);

    /// <summary>A server whose states a and b inherit an event, and c does not.</summary>
    private static TestProject Waking(string inherited, string members = "") => TestProject.WithServer(
        $"""
        <class name = "talk_server" script = "server">
        <state name = "a" inherit = "top">
            <event name = "SAY"><action name = "in a" /></event>
            <event name = "leave" next = "b"><action name = "to b" /></event>
            <event name = "part" next = "c"><action name = "to c" /></event>
            <after><action name = "after a" /></after>
        </state>
        <state name = "b" inherit = "top"><event name = "SAY" /><before><action name = "before b" /></before></state>
        <state name = "c"><event name = "PING"><action name = "in c" /></event><event name = "SAY" /><event name = "late" /></state>
        <state name = "top"><event name = "{inherited}" /><event name = "again"><action name = "inherited" /></event></state>
        {members}
        </class>
        """,
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "PING" /></class>"""));

    private static string Part(string action, string body)
        => "namespace Sample; partial class TalkServer { partial class Client { "
            + string.Concat(new[] { "in a", "to b", "to c", "after a", "before b", "in c", "inherited" }.Select(name => $"private partial void {new ZProto.Model.ModelName(name).Pascal}() {{ {(name == action ? body : "")} }} "))
            + "} }";

    private static string Single(TestProject project, string id, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(project with { Sources = [Marked.Read(marked, out string index)] });
        Assert.Equal([$"{id} {index} Source0.cs"], run.FormatDiagnostics());
        Assert.Equal([], run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(GeneratorRun.FormatWithSource));
        return run.Diagnostics[0].GetMessage();
    }
}
