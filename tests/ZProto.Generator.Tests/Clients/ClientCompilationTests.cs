using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Clients;

/// <summary>Generated clients with their user's part under the strictest settings, and what stands in them.</summary>
public class ClientCompilationTests
{
    private const string EveryType = """
        <field name = "integer" type = "integer" /><field name = "plain" type = "number" /><field name = "one" type = "number" size = "1" />
        <field name = "two" type = "number" size = "2" /><field name = "four" type = "number" size = "4" /><field name = "eight" type = "number" size = "8" />
        <field name = "digest" type = "octets" size = "20" /><field name = "string" type = "string" /><field name = "long" type = "longstr" />
        <field name = "strings" type = "strings" /><field name = "hash" type = "hash" /><field name = "uuid" type = "uuid" />
        <field name = "chunk" type = "chunk" /><field name = "frame" type = "frame" /><field name = "msg" type = "msg" />
        """;

    private static readonly string[] s_everyType =
    [
        "int integer", "int plain", "byte one", "ushort two", "uint four", "ulong eight", "ReadOnlyMemory<byte> digest", "string @string", "string @long",
        "IReadOnlyList<string> strings", "IReadOnlyDictionary<string, string> hash", "Guid uuid", "ReadOnlyMemory<byte> chunk",
        "ReadOnlyMemory<byte> frame", "FrameList msg",
    ];

    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "SAY-OK" /><message name = "bye" /></class>""");

    private static readonly TestProject s_hello = new(Models.Load("hello_client"), Models.Load("hello_msg"));

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public void A_client_is_emitted_without_a_warning_from_CSharp_11_on(LanguageVersion language)
    {
        GeneratorRun run = GeneratorRun.Run(s_hello with { Language = language }).WithUserPart().AssertEmits();
        Assert.Equal(2, run.Sources.Length);
    }

    [Fact]
    public void Everything_public_in_a_public_client_is_documented()
    {
        GeneratorRun run = GeneratorRun.Run(s_hello with { Sources = ["namespace Sample { public partial class HelloClient { } }"] }).WithUserPart().AssertCompiles();
        INamedTypeSymbol client = run.Type("Sample.HelloClient");
        Assert.Equal(Accessibility.Public, client.DeclaredAccessibility);
        Assert.Contains("Says hello to the server.", Assert.Single(client.GetMembers("GreetAsync")).GetDocumentationCommentXml(), StringComparison.Ordinal);
        Assert.Contains("Who says hello.", Assert.Single(client.GetMembers("GreetAsync")).GetDocumentationCommentXml(), StringComparison.Ordinal);
        INamedTypeSymbol greeting = client.GetTypeMembers("GreetResult").Single().GetTypeMembers("Greeting").Single();
        Assert.Contains("The server has answered.", greeting.GetDocumentationCommentXml(), StringComparison.Ordinal);
        Assert.Contains("What it said.", greeting.GetDocumentationCommentXml(), StringComparison.Ordinal);
        INamedTypeSymbol refused = client.GetTypeMembers("RefusedException").Single();
        Assert.Contains("The server greets no one.", refused.GetDocumentationCommentXml(), StringComparison.Ordinal);
        Assert.Contains("Why not.", refused.GetMembers("Reason").Single().GetDocumentationCommentXml(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_part_decides_modifiers_and_constructors()
    {
        GeneratorRun run = GeneratorRun.Run(s_hello with { Sources = ["namespace Sample { internal sealed partial class HelloClient(int number) { public int Number => number; } }"], Language = LanguageVersion.CSharp12 }).WithUserPart().AssertCompiles();
        INamedTypeSymbol client = run.Type("Sample.HelloClient");
        Assert.True(client.IsSealed);
        Assert.Equal(Accessibility.Internal, client.DeclaredAccessibility);
        Assert.Equal("number", Assert.Single(Assert.Single(client.InstanceConstructors).Parameters).Name);
    }

    [Fact]
    public void What_a_program_sees_of_a_client_is_its_model_and_no_part_of_its_machine()
    {
        INamedTypeSymbol client = GeneratorRun.Run(s_hello).WithUserPart().AssertCompiles().Type("Sample.HelloClient");
        Assert.Equal(
            ["GreetAsync", "GreetResult", "LastReply", "NextGreetingAsync", "OpenAsync", "Patience", "Reason", "ReceiveAllAsync", "ReceiveAsync", "RefusedException", "Reply", "ReplyFields", "Text", "Waited", "WaveAsync"],
            client.GetMembers().Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false } and not IMethodSymbol { AssociatedSymbol: not null }).Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_of_the_users_that_are_in_the_way_change_nothing()
    {
        const string inTheWay = """
            namespace Sample
            {
                class ClientEngine { } class ClientEngine<T> { } class TimeSpan { } class InvalidOperationException { } class State { } class StateId { } class Event { }
                class ClientDefinition<T> { } enum UnexpectedMessageBehavior { } class Task { } class Task<T> { } class CancellationToken { } class Reply { } class Arguments { } class Args { }
                class IAsyncEnumerable<T> { } class GreetResult { } class Client_Model { } class ReplyFields { } class ValueTask<T> { } class Array { }
                namespace System { class Inner { } }
                namespace ZProto { class Inner { } }
                namespace Engines { class Inner { } }
            }
            """;
        GeneratorRun.Run(s_hello with { Sources = [inTheWay] }).WithUserPart().AssertCompiles();
    }

    [Fact]
    public void A_client_speaks_a_protocol_of_another_namespace()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient("""<class name = "c" script = "client" namespace = "Far.Away"><state name = "a"><event name = "SAY"><action name = "send" message = "SAY-OK" /></event></state></class>""", s_talk)).AssertCompiles();
        Assert.Equal("ZProto.ClientEngine<Sample.Talk>", run.Type("Far.Away.C").BaseType!.ToDisplayString());
    }

    [Fact]
    public void A_client_speaks_a_protocol_that_is_generated_elsewhere()
    {
        string elsewhere = GeneratorRun.Run(new TestProject(s_talk)).SingleSource();
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient("""<class name = "c" script = "client" protocol_class = "talk"><state name = "a"><event name = "SAY"><action name = "send" message = "SAY-OK" /></event></state><send><message name = "bye" /></send></class>""", s_talk with { Emit = "false" }) with { Sources = [elsewhere] }).AssertCompiles();
        Assert.Contains("The client of c", run.SingleSource(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<state name = \"a\" />")]
    [InlineData("<state name = \"a\"><event name = \"*\" /></state>")]
    [InlineData("<state name = \"a\"><event name = \"expired\" /><event name = \"heartbeat\"><action name = \"terminate\" /></event></state>")]
    [InlineData("<state name = \"a\"><before><action name = \"terminate\" /></before><after /></state>")]
    [InlineData("<state name = \"a\" /><reply name = \"r\" />")]
    [InlineData("<state name = \"a\" /><recv><message name = \"SAY\" /></recv>")]
    [InlineData("<state name = \"a\" /><send><message name = \"SAY\" /></send>")]
    [InlineData("<state name = \"a\"><event name = \"constructor\" /><event name = \"destructor\" /></state>")]
    public void The_least_of_clients_compiles(string parts)
    {
        foreach (string unexpected in new[] { "queue", "ignore", "terminate" })
            GeneratorRun.Run(Client(parts, $"unexpected = \"{unexpected}\"")).AssertCompiles();
    }

    [Fact]
    public void A_client_of_a_protocol_without_messages_compiles()
        => GeneratorRun.Run(TestProject.WithClient("""<class name = "c" script = "client"><state name = "a"><event name = "expired" /></state></class>""", new TestModel("mute.xml", """<class name = "mute" script = "codec" />"""))).AssertCompiles();

    [Theory]
    [InlineData("SetNextEvent(3)")]
    [InlineData("SetException(3)")]
    [InlineData("SetWakeup(global::System.TimeSpan.Zero, 3)")]
    [InlineData("SendEvent(3)")]
    [InlineData("Send(3)")]
    public void A_bare_number_is_no_event_and_no_message(string call)
    {
        TestProject project = Client("""<state name = "a"><event name = "SAY"><action name = "act" /></event></state>""");
        string source = $"namespace Sample {{ partial class C {{ private partial void Act() {{ {call}; }} }} }}";
        GeneratorRun run = GeneratorRun.Run(project with { Sources = [source] });
        Assert.Equal("CS1503", Assert.Single(run.CompilerDiagnostics).Id);
        string value = call.StartsWith("Send(", StringComparison.Ordinal) ? "Talk.MessageId.Say" : "Event.Say";
        GeneratorRun.Run(project with { Sources = [source.Replace("3)", $"{value})", StringComparison.Ordinal)] }).AssertCompiles();
    }

    [Fact]
    public void A_method_takes_arguments_of_every_type()
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""
            <state name = "a"><event name = "take"><action name = "act" /></event></state>
            <method name = "take">{EveryType}</method>
            """)).WithUserPart().AssertCompiles();
        IMethodSymbol take = Method(run, "TakeAsync");
        Assert.Equal([.. s_everyType, "CancellationToken cancellationToken = default"], take.Parameters.Select(Format));
        Assert.Equal("Task", Format(take.ReturnType));
        // What could be null is checked.
        Assert.Equal(5, Client(run).Split("ArgumentNullException.ThrowIfNull(").Length - 1);
    }

    [Fact]
    public void A_reply_carries_properties_of_every_type()
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""
            <state name = "a"><event name = "take"><action name = "act" /></event></state>
            <method name = "take"><accept reply = "all" /></method>
            <reply name = "all">{EveryType}</reply>
            """)).WithUserPart().AssertCompiles();
        IMethodSymbol reply = Method(run, "ReplyAll");
        Assert.Equal(s_everyType, reply.Parameters.Select(Format));
        Assert.Equal((Accessibility.Private, "bool"), (reply.DeclaredAccessibility, Format(reply.ReturnType)));
        Assert.Equal(
            ["Reply Reply", "int Integer", "int Plain", "byte One", "ushort Two", "uint Four", "ulong Eight", "ReadOnlyMemory<byte> Digest", "string String", "string Long", "IReadOnlyList<string> Strings", "IReadOnlyDictionary<string, string> Hash", "Guid Uuid", "ReadOnlyMemory<byte> Chunk", "ReadOnlyMemory<byte> Frame", "FrameList Msg"],
            run.Type("Sample.C").GetTypeMembers("TakeResult").Single().InstanceConstructors.Single(constructor => constructor.Parameters.Length > 1).Parameters.Select(Format));
    }

    [Theory]
    [InlineData("one", "integer", "int")]
    [InlineData("one", "number\" size = \"8", "ulong")]
    [InlineData("one", "octets\" size = \"2", "ReadOnlyMemory<byte>")]
    [InlineData("one", "longstr", "string")]
    [InlineData("one", "strings", "IReadOnlyList<string>")]
    [InlineData("one", "hash", "IReadOnlyDictionary<string, string>")]
    [InlineData("one", "uuid", "Guid")]
    [InlineData("one", "msg", "FrameList")]
    public void A_call_gives_the_property_that_it_returns(string name, string type, string csharp)
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""
            <state name = "a"><event name = "take" /></state>
            <method name = "take" return = "{name}"><accept reply = "done" /></method>
            <reply name = "done"><field name = "{name}" type = "{type}" /><field name = "two" type = "string" /></reply>
            """)).AssertCompiles();
        Assert.Equal($"Task<{csharp}>", Format(Method(run, "TakeAsync").ReturnType));
    }

    [Theory]
    [InlineData("", "", "Task")]
    [InlineData("return = \"status\"", "", "Task")]
    [InlineData("", "<accept reply = \"empty\" />", "Task")]
    [InlineData("return = \"status\"", "<accept reply = \"empty\" />", "Task")]
    [InlineData("", "<accept reply = \"done\" />", "Task<TakeResult>")]
    [InlineData("return = \"reason\"", "<accept reply = \"done\" />", "Task<TakeResult>")]
    [InlineData("return = \"status\"", "<accept reply = \"done\" />", "Task<int>")]
    [InlineData("return = \"status\"", "<accept reply = \"done\" /><accept reply = \"done\" />", "Task<int>")]
    [InlineData("return = \"status\"", "<accept reply = \"done\" /><accept reply = \"failed\" />", "Task<TakeResult>")]
    [InlineData("", "<accept reply = \"failed\" /><accept reply = \"empty\" />", "Task<TakeResult>")]
    [InlineData("", "<accept reply = \"done\" /><accept reply = \"failed\" error = \"1\" />", "Task<TakeResult>")]
    [InlineData("return = \"status\"", "<accept reply = \"failed\" error = \"1\" /><accept reply = \"done\" />", "Task<int>")]
    [InlineData("", "<accept reply = \"empty\" /><accept reply = \"failed\" error = \"1\" />", "Task")]
    [InlineData("", "<accept reply = \"failed\" error = \"1\" />", "Task")]
    [InlineData("immediate = \"1\"", "", "Task")]
    [InlineData("immediate = \"1\" return = \"status\"", "<accept reply = \"done\" />", "Task<int>")]
    public void What_a_call_gives_is_decided_by_return_and_accept(string attributes, string accepts, string gives)
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""
            <state name = "a"><event name = "take" /></state>
            <method name = "take" {attributes}>{accepts}</method>
            <reply name = "done"><field name = "status" type = "integer" /></reply>
            <reply name = "failed"><field name = "status" type = "integer" /><field name = "reason" type = "string" /></reply>
            <reply name = "empty" />
            """)).AssertCompiles();
        Assert.Equal(gives, Format(Method(run, "TakeAsync").ReturnType));
        Assert.Equal(gives.Contains("Result", StringComparison.Ordinal) ? 1 : 0, run.Type("Sample.C").GetTypeMembers("TakeResult").Length);
    }

    [Fact]
    public void One_of_several_replies_is_a_record_in_a_closed_set()
    {
        GeneratorRun run = GeneratorRun.Run(Client("""
            <state name = "a"><event name = "take" /></state>
            <method name = "take"><accept reply = "done" /><accept reply = "failed" /><accept reply = "gone" error = "1" /><accept reply = "empty" /></method>
            <reply name = "empty" /><reply name = "gone" /><reply name = "other" />
            <reply name = "done"><field name = "status" type = "integer" /></reply>
            <reply name = "failed"><field name = "reason" type = "string" /><field name = "STATUS" type = "integer" /></reply>
            """)).AssertCompiles();
        INamedTypeSymbol result = run.Type("Sample.C").GetTypeMembers("TakeResult").Single();
        Assert.True(result is { IsRecord: true, IsAbstract: true });
        Assert.DoesNotContain(result.InstanceConstructors, constructor => constructor.DeclaredAccessibility == Accessibility.Public);
        Assert.Equal(["Empty()", "Done(int Status)", "Failed(string Reason, int Status)"], result.GetTypeMembers().Select(type => $"{type.Name}({string.Join(", ", type.InstanceConstructors[0].Parameters.Select(Format))})"));
        Assert.All(result.GetTypeMembers(), type => Assert.True(type.IsSealed && type.BaseType!.Equals(result, SymbolEqualityComparer.Default)));
    }

    [Fact]
    public void An_error_is_an_exception_with_the_properties_of_its_reply()
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""
            <state name = "a"><event name = "constructor" /><event name = "take" /></state>
            <method name = "constructor"><accept reply = "empty" /><accept reply = "gone" error = "1" /></method>
            <method name = "take"><accept reply = "empty" /><accept reply = "failed" error = "1" /></method>
            <reply name = "empty" /><reply name = "gone" /><reply name = "failed">{EveryType}</reply>
            """)).AssertCompiles();
        INamedTypeSymbol failed = run.Type("Sample.C").GetTypeMembers("FailedException").Single();
        Assert.Equal("ZProto.ReplyException", failed.BaseType!.ToDisplayString());
        Assert.Equal(s_everyType, Assert.Single(failed.InstanceConstructors).Parameters.Select(Format));
        Assert.Equal(s_everyType.Select(parameter => parameter.Split(' ')[^1].TrimStart('@')), failed.GetMembers().OfType<IPropertySymbol>().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]));
        Assert.Empty(Assert.Single(run.Type("Sample.C").GetTypeMembers("GoneException").Single().InstanceConstructors).Parameters);
        Assert.Empty(run.Type("Sample.C").GetTypeMembers("EmptyException"));
        Assert.Contains("GoneException", Method(run, "OpenAsync").GetDocumentationCommentXml(), StringComparison.Ordinal);
        Assert.Contains("FailedException", Method(run, "TakeAsync").GetDocumentationCommentXml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_a_result_is_not_called_like_a_property()
    {
        GeneratorRun run = GeneratorRun.Run(Client("""
            <state name = "a"><event name = "take" /></state>
            <method name = "take"><accept reply = "answer" /><accept reply = "failed" /></method>
            <reply name = "answer"><field name = "answer" type = "string" /></reply><reply name = "failed"><field name = "failed" type = "string" /></reply>
            """)).AssertCompiles();
        Assert.Equal(["AnswerReply", "FailedReply"], run.Type("Sample.C").GetTypeMembers("TakeResult").Single().GetTypeMembers().Select(type => type.Name));
        Assert.Equal(["'answer' is AnswerReply in C#, since Answer is taken by the property 'answer'", "'failed' is FailedReply in C#, since Failed is taken by the property 'failed'"], run.Diagnostics.Select(diagnostic => diagnostic.GetMessage(null)));
    }

    [Theory]
    [InlineData("<method name = \"constructor\"><field name = \"endpoint\" type = \"string\" /><accept reply = \"done\" /></method><method name = \"destructor\"><accept reply = \"done\" /></method>", "string endpoint, CancellationToken cancellationToken = default")]
    [InlineData("<method name = \"Constructor\" return = \"status\"><accept reply = \"done\" /></method><method name = \"Destructor\"><field name = \"reason\" type = \"string\" /></method>", "CancellationToken cancellationToken = default")]
    [InlineData("", "CancellationToken cancellationToken = default")]
    public void The_constructor_opens_the_client_and_the_destructor_is_no_method(string methods, string parameters)
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""
            <state name = "a"><event name = "constructor" /><event name = "destructor" /></state>
            {methods}
            <reply name = "done"><field name = "status" type = "integer" /></reply>
            """)).AssertCompiles();
        IMethodSymbol open = Method(run, "OpenAsync");
        Assert.Equal("Task<C>", Format(open.ReturnType));
        Assert.Equal(parameters, string.Join(", ", open.Parameters.Select(Format)));
        Assert.Equal(["OpenAsync"], run.Type("Sample.C").GetMembers().OfType<IMethodSymbol>().Where(method => method.DeclaredAccessibility == Accessibility.Public && method.MethodKind == MethodKind.Ordinary).Select(method => method.Name));
        Assert.Contains("override int DestructorEvent => (int)Event.Destructor;", Client(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_is_called_like_the_constructor_or_destructor_makes_none()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            """<class name = "c" script = "client"><state name = "a"><event name = "*" /></state></class>""",
            new TestModel("talk.xml", """<class name = "talk"><message name = "constructor" /><message name = "destructor" /></class>"""))).AssertCompiles();
        Assert.Empty(run.Type("Sample.C").GetMembers("OpenAsync"));
        Assert.DoesNotContain("DestructorEvent", Client(run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_sent_with_its_fields_that_are_not_constant_and_its_header_last()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            """<class name = "c" script = "client"><state name = "a" /><send><message name = "SAY" /><message name = "say" method = "shout" /></send></class>""",
            new TestModel("talk.xml", """
                <class name = "talk">
                <header><field name = "sequence" type = "number" size = "4">Its place</field><field name = "protocol" type = "string" value = "talk" /></header>
                <type name = "person"><field name = "forename" type = "string" /><field name = "kind" type = "number" value = "1" /></type>
                <message name = "SAY">
                <field name = "cancellation" type = "number" /><field name = "version" type = "number" value = "2" />
                <field name = "two" type = "number" size = "2" /><field name = "eight" type = "number" size = "8" /><field name = "digest" type = "octets" size = "20" />
                <field name = "string" type = "string" /><field name = "long" type = "longstr" /><field name = "strings" type = "strings" /><field name = "hash" type = "hash" />
                <field name = "uuid" type = "uuid" /><field name = "chunk" type = "chunk" /><field name = "speaker" type = "person" />
                <field name = "frame" type = "frame" /><field name = "msg" type = "msg" />
                </message></class>
                """))).AssertCompiles();
        foreach (string name in new[] { "SayAsync", "ShoutAsync" })
        {
            IMethodSymbol say = Method(run, name);
            Assert.Equal("Task", Format(say.ReturnType));
            Assert.Equal(
                [
                    "cancellation", "two", "eight", "digest", "string", "long", "strings", "hash", "uuid", "chunk", "speakerForename", "frame", "msg", "sequence", "cancellationToken",
                ],
                say.Parameters.Select(parameter => parameter.Name));
            IMethodSymbol create = Assert.IsAssignableFrom<IMethodSymbol>(Assert.Single(run.Type("Sample.Talk").GetMembers("CreateSay")));
            Assert.Equal(create.Parameters.Skip(1).Select(Format), say.Parameters.SkipLast(2).Select(Format));
            Assert.True(say.Parameters[^2].IsOptional);
            Assert.Contains("Its place.", say.GetDocumentationCommentXml(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("<recv><message name = \"SAY\" /><message name = \"BYE\" /></recv>", true)]
    [InlineData("<recv virtual = \"1\"><message name = \"SAY\" /></recv><recv><message name = \"bye\" /></recv>", true)]
    [InlineData("", false)]
    public void Messages_are_received_and_delivered_where_the_model_says_so(string receives, bool has)
    {
        GeneratorRun run = GeneratorRun.Run(Client($"""<state name = "a"><event name = "SAY"><action name = "act" /></event></state>{receives}""")).WithUserPart().AssertCompiles();
        INamedTypeSymbol client = run.Type("Sample.C");
        Assert.All(new[] { "ReceiveAsync", "ReceiveAllAsync", "Deliver" }, name => Assert.Equal(has, !client.GetMembers(name).IsEmpty));
        if (!has)
            return;
        Assert.Equal("ValueTask<Talk>", Format(Method(run, "ReceiveAsync").ReturnType));
        Assert.Equal("IAsyncEnumerable<Talk>", Format(Method(run, "ReceiveAllAsync").ReturnType));
        // The other one is a state's.
        Assert.Contains("IsHandedOn(global::Sample.Talk message) => (int)message.Id is (int)global::Sample.Talk.MessageId.Bye;", Client(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_in_CSharp_come_from_the_model_and_from_a_file_of_several_roots()
    {
        TestModel file = new("code/members.xml", "<source><![CDATA[public int One => 1;]]></source>\n<source>\npublic int Two => One + 1;</source>") { IsDeclared = false };
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            """
            <class name = "c" script = "client"><state name = "a" />
            <custom filename = "code/members.xml" language = "csharp" />
            <custom language = "C#"><![CDATA[public int Three => Two + 1;
              public sealed class Inner { }
            ]]></custom>
            <custom language = "cs"><source>public int Four => 4;</source><source>public int Five => 5;</source></custom>
            <custom language = "java" filename = "gone.xml" />
            </class>
            """,
            s_talk,
            file)).AssertCompiles();
        Assert.All(new[] { "One", "Two", "Three", "Four", "Five", "Inner" }, name => Assert.Single(run.Type("Sample.C").GetMembers(name)));
    }

    [Fact]
    public void A_wildcard_catches_what_comes_from_the_server_or_a_timer_and_comes_last()
    {
        GeneratorRun run = GeneratorRun.Run(Client("""
            <state name = "a" inherit = "b"><event name = "SAY" /></state>
            <state name = "b" inherit = "c"><event name = "*" /><event name = "SAY" /></state>
            <state name = "c"><event name = "BYE" /><event name = "*" /></state>
            """)).AssertCompiles();
        Assert.Contains("""
                        StateId.A => (Event)eventId switch
                        {
                            Event.Say => 1,
                            Event.Bye => 4,
                            _ => isExternal ? 2 : 0,
                        },
            """.ReplaceLineEndings("\n"), Client(run), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_the_engines_the_states_the_methods_and_the_messages()
    {
        GeneratorRun run = GeneratorRun.Run(Client("""<state name = "a"><event name = "bye" /><event name = "tick" /></state><method name = "ask" /><method name = "wait" immediate = "1" />""")).AssertCompiles();
        Assert.Equal(
            ["None", "Terminate", "Expired", "Heartbeat", "Bye", "Tick", "Ask", "Say", "SayOk"],
            run.Type("Sample.C").GetTypeMembers("Event").Single().GetMembers().OfType<IFieldSymbol>().Select(member => member.Name));
    }

    [Fact]
    public void A_define_is_a_constant_of_the_client()
    {
        GeneratorRun run = GeneratorRun.Run(Client("""
            <define name = "LIMIT" value = "0x10">How much is too much</define><define name = "motto" value = "&quot;Be quick&quot;" /><define name = "HUGE" value = "0xFFFFFFFFFFFFFFFF" />
            <state name = "a" />
            """)).AssertCompiles();
        Assert.Equal(
            [("Limit", 16), ("Motto", "Be quick"), ("Huge", ulong.MaxValue)],
            run.Type("Sample.C").GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst).Select(field => (field.Name, field.ConstantValue!)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("partial void NoteSent(Talk message) { } partial void ReceiveTracer(Talk message) { }")]
    public void Tracers_are_hooks_that_may_be_left_out(string body)
    {
        TestProject project = Client("""<state name = "a" />""", """send_tracer = "note sent" receive_tracer = "1" """);
        GeneratorRun.Run(project with { Sources = [$"namespace Sample {{ public partial class C {{ {body} }} }}"] }).AssertCompiles();
    }

    [Fact]
    public void A_client_of_a_hundred_states_methods_and_replies_compiles()
    {
        string messages = string.Concat(Enumerable.Range(0, 256).Select(id => $"""<message name = "M {id}" id = "{id}" />"""));
        string states = string.Concat(Enumerable.Range(0, 100).Select(i => $"""<state name = "s {i}"><event name = "M {i}" next = "s {(i + 1) % 100}"><action name = "act {i % 7}" /></event><event name = "call {i}" /></state>"""));
        string methods = string.Concat(Enumerable.Range(0, 100).Select(i => $"""<method name = "call {i}"><field name = "argument {i}" type = "string" /><accept reply = "r {i}" /><accept reply = "r 0" /></method><reply name = "r {i}"><field name = "property {i}" type = "string" /></reply>"""));
        GeneratorRun.Run(TestProject.WithClient($"""<class name = "c" script = "client">{states}{methods}</class>""", new TestModel("many.xml", $"""<class name = "many">{messages}</class>"""))).WithUserPart().AssertCompiles();
    }

    [Fact]
    public void A_model_with_line_ends_of_Windows_gives_the_same_client()
    {
        TestModel model = Models.Load("hello_client");
        string source = Client(GeneratorRun.Run(s_hello));
        string windows = Client(GeneratorRun.Run(s_hello.Replace(model with { Text = model.Text!.ReplaceLineEndings("\r\n") })));
        Assert.Equal(source, windows);
        Assert.DoesNotContain('\r', source);
    }

    [Fact]
    public void Texts_of_a_client_cannot_end_the_comments_they_stand_in()
    {
        const string text = "*/ class Broken { } &lt;/summary&gt;&#10;#error broken&#x2028;#error broken ";
        GeneratorRun.Run(TestProject.WithClient($"""
            <class name = "c" script = "client" title = "{text}">{text}<license>{text}</license><define name = "d" value = "{text}">{text}</define>
            <state name = "a &quot; {text}">{text}<event name = "e \ {text}">{text}<action name = "act {text}">{text}</action></event></state>
            <method name = "e \ {text}" return = "p {text}">{text}<field name = "f {text}" type = "string">{text}</field><accept reply = "r {text}" /><accept reply = "other {text}" /></method>
            <reply name = "r {text}">{text}<field name = "p {text}" type = "string">{text}</field></reply><reply name = "other {text}" />
            <send><message name = "m {text}" /></send><recv><message name = "m {text}" /></recv>
            </class>
            """, new TestModel("talk.xml", $"""<class name = "talk"><message name = "m {text}">{text}<field name = "f {text}" type = "string">{text}</field></message></class>"""))).WithUserPart().AssertCompiles();
    }

    private static TestProject Client(string parts, string attributes = "")
        => TestProject.WithClient($"""<class name = "c" script = "client" {attributes}>{parts}</class>""", s_talk);

    private static string Client(GeneratorRun run)
        => run.Sources.Select(source => source.SourceText.ToString()).Single(source => source.Contains("// The client of ", StringComparison.Ordinal));

    private static IMethodSymbol Method(GeneratorRun run, string name)
        => Assert.IsAssignableFrom<IMethodSymbol>(Assert.Single(run.Type("Sample.C").GetMembers(name)));

    private static string Format(ISymbol symbol)
        => symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("(CancellationToken)", "", StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("optional = \"1\"")]
    public void Fields_of_a_header_that_are_frames_are_parameters_that_may_be_left_out(string optional)
    {
        var protocol = new TestModel("talk.xml", $"""
            <class name = "talk" script = "zproto_codec" framing = "frames">
                <header>
                    <field name = "route" type = "envelope" />
                    <field name = "id" type = "number" />
                    <field name = "number" type = "number" size = "2" {optional} />
                    <field name = "text" type = "string" {optional} />
                    <field name = "uuid" type = "uuid" {optional} />
                    <field name = "bytes" type = "chunk" {optional} />
                    <field name = "rest" type = "msg" {optional} />
                </header>
                <message name = "SAY" />
            </class>
            """);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            """<class name = "c" script = "client"><state name = "a"><event name = "SAY" /></state><send><message name = "SAY" /></send></class>""", protocol)).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Contains(
            "Task SayAsync(global::ZProto.FrameList? route = null, ushort? number = null, string? text = null, global::System.Guid? uuid = null, global::System.ReadOnlyMemory<byte>? bytes = null, global::ZProto.FrameList? rest = null, ",
            run.Sources.Single(source => source.HintName.EndsWith("C.g.cs", StringComparison.Ordinal)).SourceText.ToString(), StringComparison.Ordinal);
    }
}
