using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Meshes;

/// <summary>Generated meshes with their user's part under the strictest settings.</summary>
public class MeshCompilationTests
{
    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk"><message name = "HELLO" /><message name = "WHISPER"><field name = "text" type = "string" /></message></class>""");

    [Theory]
    [InlineData("chat_mesh", LanguageVersion.CSharp11)]
    [InlineData("chat_mesh", LanguageVersion.Preview)]
    [InlineData("lookup_mesh", LanguageVersion.CSharp11)]
    [InlineData("ask_mesh", LanguageVersion.CSharp11)]
    public void A_mesh_is_emitted_without_a_warning_from_CSharp_11_on(string mesh, LanguageVersion language)
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(Models.Load(mesh), Models.Load("chat_msg")) { Language = language }).WithUserPart().AssertEmits();
        Assert.Equal(2, run.Sources.Length);
        Assert.Empty(run.Diagnostics);
    }

    [Theory]
    [InlineData("harmony")]
    [InlineData("client")]
    public void The_least_of_meshes_compiles(string mode)
    {
        foreach (string unexpected in new[] { "queue", "ignore", "terminate" })
            Compile($"""mode = "{mode}" unexpected = "{unexpected}" """, """<state name = "a" />""");
    }

    [Fact]
    public void The_users_part_decides_who_is_admitted_and_what_keys_are()
    {
        const string part = """
            namespace Sample;

            internal sealed partial class S
            {
                protected override bool Admit(Talk message) => message.Id == Talk.MessageId.Hello;

                protected override ZProto.RoutingId GetRoutingId(ZProto.PeerKey key) => new(key.Span);

                protected override ZProto.PeerKey GetKey(ZProto.RoutingId routingId) => ZProto.PeerKey.From(routingId.Span);

                public void Greet(ZProto.PeerKey key)
                {
                    if (AddPeer(key, "tcp://127.0.0.1:5670") is { } peer)
                        SendEvent(peer, Event.Hello);
                    BroadcastEvent(Event.Hello, "text", except: null);
                    foreach (Peer known in GetPeers())
                        known.Send(Talk.MessageId.Whisper);
                }

                public sealed partial class Peer
                {
                    partial void OnInitialize() => SetNextEvent(Event.Hello);

                    private partial void Act()
                    {
                        Mesh.SendEvent(this, Event.Whisper, Argument);
                        SetEndpoint($"tcp://{Message.Text}");
                        SetTimer(System.TimeSpan.FromSeconds(1), Event.Hello);
                        RunInBackground(end => System.Threading.Tasks.Task.Delay(1, end), Event.Hello, Event.Terminate);
                    }
                }
            }
            """;
        Compile("mode = \"harmony\"", """<state name = "a"><event name = "HELLO"><action name = "act" /></event></state>""", part);
    }

    [Theory]
    [InlineData("expired", "ExpiredEvent")]
    [InlineData("heartbeat", "HeartbeatEvent")]
    [InlineData("malformed", "MalformedEvent")]
    [InlineData("connected", "ConnectedEvent")]
    [InlineData("disconnected", "DisconnectedEvent")]
    [InlineData("queue full", "QueueFullEvent")]
    public void An_event_that_the_engine_raises_is_told_where_a_state_names_it(string name, string property)
    {
        string pascal = property[..^"Event".Length];
        Assert.Contains($"public override int {property} => (int)Event.{pascal};", Compile("mode = \"client\"", $"""<state name = "a"><event name = "{name}" /></state>"""), StringComparison.Ordinal);
        Assert.DoesNotContain(property, Compile("mode = \"client\"", """<state name = "a"><event name = "*" /></state>"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("harmony", "None")]
    [InlineData("client", "Server")]
    public void Of_messages_that_look_alike_a_client_mesh_takes_the_servers_and_equals_the_first(string mode, string role)
    {
        var protocol = new TestModel("alike.xml", """
            <class name = "alike" framing = "frames">
                <message name = "ASK" role = "client"><field name = "body" type = "string" /></message>
                <message name = "ANSWER" role = "server"><field name = "body" type = "string" /></message>
            </class>
            """);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer($"""<class name = "s" script = "mesh" mode = "{mode}"><state name = "a" /></class>""", protocol)).AssertCompiles();
        Assert.Contains($"TryDecode(ref reader, message, global::ZProto.MessageRole.{role}, out error)", Mesh(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("partial void NoteSent(global::ZProto.RoutingId peer, Talk message) { } partial void ReceiveTracer(global::ZProto.RoutingId peer, Talk message) { }")]
    public void Tracers_are_hooks_that_may_be_left_out(string body)
        => Compile("mode = \"harmony\" send_tracer = \"note sent\" receive_tracer = \"1\"", """<state name = "a" />""", $"namespace Sample {{ public partial class S {{ {body} }} }}");

    [Theory]
    [InlineData("mesh")]
    [InlineData("peer")]
    [InlineData("mesh peer")]
    [InlineData("mesh engine")]
    [InlineData("peer key")]
    [InlineData("state")]
    [InlineData("definition")]
    public void A_class_an_action_an_event_a_state_a_message_and_a_method_may_have_one_name_that_is_in_the_way(string name)
    {
        foreach (string @namespace in new[] { "Sample", "ZProtos.Mesh", "Peer" })
        {
            GeneratorRun.Run(TestProject.WithServer(
                $"""<class name = "{name}" script = "mesh" mode = "harmony" protocol_class = "{name} msg"><state name = "{name}"><event name = "{name}" next = "{name}"><action name = "{name}" /><action name = "send" message = "{name}" /></event></state><method name = "{name}" /><socket name = "{name} socket" type = "sub" /></class>""",
                new TestModel("talk.xml", $"""<class name = "{name} msg"><message name = "{name}"><field name = "{name}" type = "string" /></message></class>""")) with { RootNamespace = @namespace }).WithUserPart().AssertCompiles();
        }
    }

    [Theory]
    [InlineData("reply")]
    [InlineData("reply fields")]
    [InlineData("args")]
    [InlineData("peer")]
    [InlineData("mesh")]
    [InlineData("definition")]
    [InlineData("cancellation token")]
    [InlineData("message")]
    public void A_call_its_arguments_replies_properties_and_an_action_may_have_one_name_that_is_in_the_way(string name)
        => CompileCalls(
            "number\" size = \"4",
            $"""
            <state name = "{name}"><event name = "{name}"><action name = "{name}" /><action name = "reply {name}" /></event></state>
            <method name = "{name}"><field name = "{name}" type = "peer" /><field name = "text" type = "string" /><accept reply = "{name}" /><accept reply = "no {name}" error = "1" /></method>
            <method name = "other {name}"><field name = "text" type = "string" /><accept reply = "{name}" /><accept reply = "text" /></method>
            <reply name = "{name}"><field name = "{name}" type = "integer" /></reply><reply name = "no {name}"><field name = "{name}" type = "integer" /></reply><reply name = "text" />
            """);

    [Theory]
    [InlineData("number\" size = \"8", "message.Key = (ulong)value")]
    [InlineData("uuid", "message.Key = ToUuid(value)")]
    public void The_field_that_pairs_replies_with_calls_is_a_number_or_a_uuid(string type, string assignment)
        => Assert.Contains(assignment, CompileCalls(type, """<state name = "a"><event name = "ask" /></state><method name = "ask"><field name = "who" type = "peer" /><accept reply = "OK" /></method><reply name = "OK" />"""), StringComparison.Ordinal);

    private static string CompileCalls(string type, string parts)
    {
        TestProject project = TestProject.WithServer(
            $"""<class name = "s" script = "mesh" mode = "client" correlation = "key">{parts}</class>""",
            new TestModel("keyed.xml", $"""<class name = "keyed"><message name = "HELLO"><field name = "key" type = "{type}" /></message></class>"""));
        return Mesh(GeneratorRun.Run(project).WithUserPart().AssertCompiles());
    }

    [Theory]
    [InlineData("Mesh.SendEvent(this, 3)")]
    [InlineData("Mesh.BroadcastEvent(3)")]
    [InlineData("SetNextEvent(3)")]
    public void A_bare_number_is_no_event(string call)
    {
        TestProject project = Project("mode = \"client\"", """<state name = "a"><event name = "HELLO"><action name = "act" /></event></state>""");
        string source = $"namespace Sample {{ partial class S {{ public sealed partial class Peer {{ private partial void Act() {{ {call}; }} }} }} }}";
        Assert.Equal("CS1503", Assert.Single(GeneratorRun.Run(project with { Sources = [source] }).CompilerDiagnostics).Id);
    }

    [Fact]
    public void A_mesh_without_a_mode_is_an_error_and_declared_all_the_same()
    {
        string model = Marked.Read("""<class name = "s" script = "mesh" mode = "|harmoni"><state name = "a"><event name = "HELLO"><action name = "act" /></event></state></class>""", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(model, s_talk)).WithUserPart().AssertCompiles();
        Assert.Equal([$"ZP0131 {index}"], run.FormatDiagnostics());
        Assert.Equal("ZProto.MeshEngine<Sample.Talk, Sample.S.Peer>", run.Type("Sample.S").BaseType!.ToDisplayString());
    }

    [Fact]
    public void What_a_mesh_cannot_be_sent_is_an_error_at_the_message()
    {
        string model = Marked.Read("""<class name = "s" script = "mesh" mode = "client"><state name = "a"><event name = "HELLO"><action name = "send" message = "|SHOUT" /></event></state></class>""", out string index);
        Assert.Equal([$"ZP0313 {index}"], GeneratorRun.Run(TestProject.WithServer(model, s_talk)).AssertCompiles().FormatDiagnostics());
    }

    [Fact]
    public void An_edit_of_a_mesh_or_of_what_it_uses_of_its_protocol_emits_it_again_and_of_CSharp_does_not()
    {
        TestProject project = Project("mode = \"client\"", """<state name = "a"><event name = "HELLO" /></state>""");
        GeneratorRun first = GeneratorRun.Run(project);
        Assert.Equal(["Modified S"], Changed(first.Then(project.Replace(project.Models[0] with { Text = project.Models[0].Text!.Replace("\"client\"", "\"harmony\"", StringComparison.Ordinal) }))));
        Assert.Equal(["Modified S", "Modified Talk"], Changed(first.Then(project.Replace(s_talk with { Text = s_talk.Text!.Replace("HELLO", "OHAI", StringComparison.Ordinal) }))));
        Assert.Equal(["Modified Talk"], Changed(first.Then(project.Replace(s_talk with { Text = s_talk.Text!.Replace("\"text\"", "\"words\"", StringComparison.Ordinal) }))));
        Assert.Empty(Changed(first.Then(project with { Sources = ["namespace Sample { partial class S { int _count; } }"] })));
    }

    private static IEnumerable<string> Changed(GeneratorRun run)
        => run.Result.TrackedSteps[ZProtoGenerator.Steps.Files]
            .SelectMany(step => step.Outputs)
            .Where(output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
            .Select(output => $"{output.Reason} {((GeneratedFile)output.Value).HintName.Split('.')[1]}")
            .Order(StringComparer.Ordinal);

    private static TestProject Project(string attributes, string states, params string[] sources)
        => TestProject.WithServer($"""<class name = "s" script = "mesh" {attributes}>{states}</class>""", s_talk) with { Sources = sources };

    private static string Compile(string attributes, string states, params string[] sources)
    {
        GeneratorRun run = GeneratorRun.Run(Project(attributes, states, sources));
        return Mesh((sources.Length > 0 ? run : run.WithUserPart()).AssertCompiles());
    }

    private static string Mesh(GeneratorRun run) => run.Sources.Select(source => source.SourceText.ToString()).Single(source => source.Contains("// The mesh of ", StringComparison.Ordinal));
}
