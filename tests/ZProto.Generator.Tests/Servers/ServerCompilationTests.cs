using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Servers;

/// <summary>Generated servers with their user's part under the strictest settings, and what stands in them.</summary>
public class ServerCompilationTests
{
    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "SAY-OK" /><message name = "bye" /></class>""");

    private static readonly TestProject s_hello = new(Models.Load("hello_server"), Models.Load("hello_msg"));

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public void A_server_is_emitted_without_a_warning_from_CSharp_11_on(LanguageVersion language)
    {
        GeneratorRun run = GeneratorRun.Run(s_hello with { Language = language }).WithUserPart().AssertEmits();
        Assert.Equal(2, run.Sources.Length);
    }

    [Fact]
    public void Everything_public_in_a_public_server_is_documented()
    {
        GeneratorRun run = GeneratorRun.Run(s_hello with { Sources = ["/// <summary>Greets.</summary>\npublic partial class Undocumented { }\nnamespace Sample { public partial class HelloServer { } }"] }).WithUserPart();
        run.AssertCompiles();
        Assert.Equal(Accessibility.Public, run.Type("Sample.HelloServer").DeclaredAccessibility);
    }

    [Fact]
    public void The_users_part_decides_modifiers_and_constructors()
    {
        GeneratorRun run = GeneratorRun.Run(s_hello with { Sources = ["namespace Sample { internal sealed partial class HelloServer(int number) { public int Number => number; } }"], Language = LanguageVersion.CSharp12 }).WithUserPart().AssertCompiles();
        Assert.True(run.Type("Sample.HelloServer").IsSealed);
    }

    [Fact]
    public void Names_of_the_users_that_are_in_the_way_change_nothing()
    {
        const string inTheWay = """
            namespace Sample
            {
                class ServerEngine { } class ServerClient { } class TimeSpan { } class InvalidOperationException { } class State { } class Event { }
                class ServerDefinition<T> { } enum UnexpectedMessageBehavior { } class Client { }
                namespace System { class Inner { } }
                namespace ZProto { class Inner { } }
                namespace Engines { class Inner { } }
            }
            """;
        GeneratorRun.Run(s_hello with { Sources = [inTheWay] }).WithUserPart().AssertCompiles();
    }

    [Fact]
    public void A_server_speaks_a_protocol_of_another_namespace()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s" namespace = "Far.Away"><state name = "a"><event name = "SAY"><action name = "send" message = "SAY-OK" /></event></state></class>""", s_talk)).AssertCompiles();
        Assert.Equal("ZProto.ServerEngine<Sample.Talk, Far.Away.S.Client>", run.Type("Far.Away.S").BaseType!.ToDisplayString());
    }

    [Fact]
    public void A_server_speaks_a_protocol_that_is_generated_elsewhere()
    {
        string elsewhere = GeneratorRun.Run(new TestProject(s_talk)).SingleSource();
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s" protocol_class = "talk"><state name = "a"><event name = "SAY"><action name = "send" message = "SAY-OK" /></event></state></class>""", s_talk with { Emit = "false" }) with { Sources = [elsewhere] }).AssertCompiles();
        Assert.Contains("The server of s", run.SingleSource(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<state name = \"a\" />")]
    [InlineData("<state name = \"a\"><event name = \"*\" /></state>")]
    [InlineData("<state name = \"a\"><event name = \"expired\" /><event name = \"malformed\"><action name = \"terminate\" /></event></state>")]
    [InlineData("<state name = \"a\"><before><action name = \"terminate\" /></before><after /></state>")]
    public void The_least_of_servers_compiles(string states)
    {
        foreach (string unexpected in new[] { "queue", "ignore", "terminate" })
            GeneratorRun.Run(TestProject.WithServer($"<class name = \"s\" unexpected = \"{unexpected}\">{states}</class>", s_talk)).AssertCompiles();
    }

    [Fact]
    public void A_server_of_a_protocol_without_messages_compiles()
        => GeneratorRun.Run(TestProject.WithServer("""<class name = "s"><state name = "a"><event name = "expired" /></state></class>""", new TestModel("mute.xml", """<class name = "mute" script = "codec" />"""))).AssertCompiles();

    [Theory]
    [InlineData("SetNextEvent(3)")]
    [InlineData("SetException(3)")]
    [InlineData("SetWakeup(global::System.TimeSpan.Zero, 3)")]
    [InlineData("Server.SendEvent(this, 3)")]
    [InlineData("Server.BroadcastEvent(3)")]
    [InlineData("Send(3)")]
    public void A_bare_number_is_no_event_and_no_message(string call)
    {
        TestProject project = TestProject.WithServer("""<class name = "s"><state name = "a"><event name = "SAY"><action name = "act" /></event></state></class>""", s_talk);
        string source = $"namespace Sample {{ partial class S {{ public sealed partial class Client {{ private partial void Act() {{ {call}; }} }} }} }}";
        GeneratorRun run = GeneratorRun.Run(project with { Sources = [source] });
        Assert.Equal("CS1503", Assert.Single(run.CompilerDiagnostics).Id);
        GeneratorRun.Run(project with { Sources = [source.Replace("(3", call.StartsWith("Send(", StringComparison.Ordinal) ? "(Talk.MessageId.Say" : "(Event.Say", StringComparison.Ordinal).Replace(" 3)", " Event.Say)", StringComparison.Ordinal)] }).AssertCompiles();
    }

    [Fact]
    public void Superstates_of_any_depth_give_their_events_to_those_below()
    {
        const int depth = 200;
        string states = string.Concat(Enumerable.Range(0, depth).Select(i => $"""<state name = "s {i}" inherit = "s {i + 1}" />"""));
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer($"""<class name = "s">{states}<state name = "s {depth}"><event name = "SAY" next = "s 0"><action name = "act" /></event></state></class>""", s_talk)).WithUserPart().AssertCompiles();
        string source = Server(run);
        Assert.Equal(depth + 1, source.Split("Event.Say => 1,").Length - 1);
    }

    [Fact]
    public void A_states_own_event_hides_that_of_its_superstates_and_a_wildcard_comes_last()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s">
            <state name = "a" inherit = "b"><event name = "SAY" /></state>
            <state name = "b" inherit = "c"><event name = "*" /><event name = "SAY" /></state>
            <state name = "c"><event name = "BYE" /><event name = "*" /></state>
            </class>
            """, s_talk)).AssertCompiles();
        Assert.Contains("""
                            State.A => (Event)eventId switch
                            {
                                Event.Say => 1,
                                Event.Bye => 4,
                                _ => isExternal ? 2 : 0,
                            },
            """.ReplaceLineEndings("\n"), Server(run), StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_may_stop_those_after_it()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s">
            <state name = "a"><event name = "SAY"><action name = "act" /><action name = "send" message = "bye" /><action name = "terminate" /></event></state>
            </class>
            """, s_talk)).WithUserPart().AssertCompiles();
        Assert.Contains("""
                                case 1: // SAY in a
                                    Trace(client, "act");
            #line (2, 55) - (2, 58) 25 "model.xml"
                                    client.Act();
            #line hidden
                                    if (HasException(client))
                                        return 0;
                                    Trace(client, "send bye");
            #line (2, 78) - (2, 82) 25 "model.xml"
                                    client.Send(global::Sample.Talk.MessageId.Bye);
            #line hidden
                                    Trace(client, "terminate");
            #line (2, 118) - (2, 127) 25 "model.xml"
                                    client.Terminate();
            #line default
                                    return 0;
            """.ReplaceLineEndings("\n"), Server(run), StringComparison.Ordinal);
    }

    [Fact]
    public void States_that_lead_to_each_other_share_the_messages_that_can_be_reached()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s">
            <state name = "a"><event name = "SAY" next = "b" /></state>
            <state name = "b" inherit = "top"><event name = "tick" next = "a" /><event name = "tock" next = "end" /></state>
            <state name = "top"><event name = "BYE" /></state>
            <state name = "end" />
            </class>
            """, s_talk)).AssertCompiles();
        Assert.Contains("""
                            State.A or State.B => (Event)eventId is Event.Say or Event.Bye,
                            State.Top => (Event)eventId is Event.Bye,
                            State.End => false,
            """.ReplaceLineEndings("\n"), Server(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_message_of_the_protocol_is_an_event()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s"><state name = "a"><event name = "bye" /><event name = "tick" /></state></class>""", s_talk)).AssertCompiles();
        Assert.Equal(["None", "Terminate", "Bye", "Tick", "Say", "SayOk"], run.Type("Sample.S").GetTypeMembers("Event").Single().GetMembers().OfType<IFieldSymbol>().Select(member => member.Name));
    }

    [Fact]
    public void A_server_of_a_hundred_states_and_every_message_compiles()
    {
        string messages = string.Concat(Enumerable.Range(0, 256).Select(id => $"""<message name = "M {id}" id = "{id}" />"""));
        string states = string.Concat(Enumerable.Range(0, 100).Select(i => $"""<state name = "s {i}"><event name = "M {i}" next = "s {(i + 1) % 100}"><action name = "act {i % 7}" /></event><event name = "M {i + 100}" /></state>"""));
        GeneratorRun.Run(TestProject.WithServer($"""<class name = "s">{states}</class>""", new TestModel("many.xml", $"""<class name = "many">{messages}</class>"""))).WithUserPart().AssertCompiles();
    }

    [Fact]
    public void A_method_takes_arguments_of_every_type()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s">
            <state name = "a" />
            <method name = "take">
            <field name = "integer" type = "integer" /><field name = "plain" type = "number" /><field name = "one" type = "number" size = "1" />
            <field name = "two" type = "number" size = "2" /><field name = "four" type = "number" size = "4" /><field name = "eight" type = "number" size = "8" />
            <field name = "digest" type = "octets" size = "20" /><field name = "string" type = "string" /><field name = "long" type = "longstr" />
            <field name = "strings" type = "strings" /><field name = "hash" type = "hash" /><field name = "uuid" type = "uuid" />
            <field name = "chunk" type = "chunk" /><field name = "frame" type = "frame" /><field name = "msg" type = "msg" />
            </method>
            <method name = "event"><field name = "class" type = "string" /></method>
            </class>
            """, s_talk)).WithUserPart().AssertCompiles();
        IMethodSymbol take = Assert.IsAssignableFrom<IMethodSymbol>(Assert.Single(run.Type("Sample.S").GetMembers("TakeAsync")));
        Assert.Equal(
            [
                "int integer", "int plain", "byte one", "ushort two", "uint four", "ulong eight", "ReadOnlyMemory<byte> digest", "string @string", "string @long",
                "IReadOnlyList<string> strings", "IReadOnlyDictionary<string, string> hash", "Guid uuid", "ReadOnlyMemory<byte> chunk",
                "ReadOnlyMemory<byte> frame", "FrameList msg", "CancellationToken cancellationToken = default",
            ],
            take.Parameters.Select(parameter => parameter.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("(CancellationToken)", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_define_is_a_constant_of_the_server()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s">
            <define name = "LIMIT" value = "0x10">How much is too much</define><define name = "motto" value = "&quot;Be quick&quot;" /><define name = "HUGE" value = "0xFFFFFFFFFFFFFFFF" />
            <state name = "a" />
            </class>
            """, s_talk)).AssertCompiles();
        Assert.Equal(
            [("Limit", 16), ("Motto", "Be quick"), ("Huge", ulong.MaxValue)],
            run.Type("Sample.S").GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst).Select(field => (field.Name, field.ConstantValue!)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("partial void NoteSent(global::ZProto.RoutingId peer, Talk message) { } partial void ReceiveTracer(global::ZProto.RoutingId peer, Talk message) { }")]
    public void Tracers_are_hooks_that_may_be_left_out(string body)
    {
        TestProject project = TestProject.WithServer("""<class name = "s" send_tracer = "note sent" receive_tracer = "1"><state name = "a" /></class>""", s_talk);
        GeneratorRun.Run(project with { Sources = [$"namespace Sample {{ public partial class S {{ {body} }} }}"] }).AssertCompiles();
    }

    [Fact]
    public void A_model_with_line_ends_of_Windows_gives_the_same_server()
    {
        TestModel model = Models.Load("hello_server");
        string source = Server(GeneratorRun.Run(s_hello));
        string windows = Server(GeneratorRun.Run(s_hello.Replace(model with { Text = model.Text!.ReplaceLineEndings("\r\n") })));
        Assert.Equal(source, windows);
        Assert.DoesNotContain('\r', source);
    }

    [Fact]
    public void Texts_of_a_server_cannot_end_the_comments_they_stand_in()
    {
        const string text = "*/ class Broken { } &lt;/summary&gt;&#10;#error broken&#x2028;#error broken ";
        GeneratorRun.Run(TestProject.WithServer($"""
            <class name = "s" title = "{text}">{text}<license>{text}</license>
            <state name = "a &quot; {text}">{text}<event name = "e \ {text}">{text}<action name = "act {text}">{text}</action></event></state>
            </class>
            """, s_talk)).WithUserPart().AssertCompiles();
    }

    private static string Server(GeneratorRun run)
        => run.Sources.Select(source => source.SourceText.ToString()).Single(source => source.Contains("// The server of ", StringComparison.Ordinal));
}
