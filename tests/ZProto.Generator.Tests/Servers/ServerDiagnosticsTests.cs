using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Servers;

/// <summary>What is wrong with servers, by themselves and with their protocols.</summary>
public class ServerDiagnosticsTests
{
    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk" script = "zproto_codec"><message name = "SAY" /><message name = "SAY-OK" /></class>""");

    private static readonly TestModel s_chat = new("chat.xml", """<class name = "chat" script = "zproto_codec"><message name = "SAY" /></class>""");

    // A mark ('|') stands before what the diagnostic is about.
    [Theory]
    [InlineData("ZP0119", "there is no protocol 'tlak' among the project's models, did you mean 'talk'?", "<class name = \"s\" script = \"server\"\n  protocol_class = \"|tlak\"><state name = \"a\" /></class>")]
    [InlineData("ZP0119", "there is no protocol 'letters' among the project's models", "<class name = \"s\" script = \"server\" proto = \"|letters\"><state name = \"a\" /></class>")]
    [InlineData("ZP0119", "there is no protocol 's' among the project's models", "<class name = \"s\" protocol_class = \"|s\"><state name = \"a\" /></class>")]
    [InlineData("ZP0301", "there is a state 'A' already", "<class name = \"s\"><state name = \"a\" />\n<state name = \"|A\" /></class>")]
    [InlineData("ZP0302", "state 'a' has an event 'Say' already", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\" />\n<event name = \"|Say\" /></state></class>")]
    [InlineData("ZP0303", "there is no state 'opne', did you mean 'open'?", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\"\n next = \"|opne\" /><event name = \"OK\" next = \"open\" /></state><state name = \"open\" /></class>")]
    [InlineData("ZP0303", "there is no state 'b'", "<class name = \"s\"><state name = \"a\"\n inherit = \"|b\" /></class>")]
    [InlineData("ZP0304", "state 'a' is its own superstate: a -> b -> a", "<class name = \"s\"><state name = \"a\" inherit = \"|b\" />\n<state name = \"b\" inherit = \"a\" /></class>")]
    [InlineData("ZP0305", "'terminate' is the engine's own event; name this one otherwise", "<class name = \"s\"><state name = \"a\">\n<event name = \"|terminate\" /></state></class>")]
    [InlineData("ZP0307", "a server needs a <state> to start in", "<|class name = \"s\" script = \"server\" />")]
    [InlineData("ZP0308", "action 'send' needs a 'message'", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\">\n<action name = \"|send\" /></event></state></class>")]
    [InlineData("ZP0309", "unexpected 'drop' is none of 'queue', 'ignore' and 'terminate'", "<class name = \"s\"\n unexpected = \"|drop\"><state name = \"a\" /></class>")]
    [InlineData("ZP0310", "action 'act' has a body already", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" /></event></state>\n<action name = \"act\">;</action><action name = \"|act\">;</action></class>")]
    [InlineData("ZP0311", "action 'send' is the engine's own and takes no body", "<class name = \"s\"><state name = \"a\" />\n<action name = \"|send\">;</action></class>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'SAY OKAY', did you mean 'SAY-OK'?", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\">\n<action name = \"send\" message = \"|SAY OKAY\" /></event></state></class>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'LISTEN'", "<class name = \"s\"><state name = \"a\"><before>\n<action name = \"send\" message = \"|LISTEN\" /></before></state></class>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'LISTEN'", "<class name = \"s\"><state name = \"a\"><after>\n<action name = \"send\" message = \"|LISTEN\" /></after></state></class>")]
    [InlineData("ZP0119", "there is no protocol 'tlak' among the project's models, did you mean 'talk'?", "<class name = \"s\"><state name = \"a\" />\n<socket name = \"news\" type = \"sub\" protocol_class = \"|tlak\" /></class>")]
    [InlineData("ZP0420", "socket 'news' has no type; it is one of pub, sub, xpub, xsub, push, pull, dealer and router", "<class name = \"s\" script = \"server\"><state name = \"a\" />\n<|socket name = \"news\" /></class>")]
    [InlineData("ZP0420", "socket 'news' has the type 'publish'; it is one of pub, sub, xpub, xsub, push, pull, dealer and router", "<class name = \"s\" script = \"server\"><state name = \"a\" />\n<socket name = \"news\" type = \"|publish\" /></class>")]
    [InlineData("ZP0421", "there is a socket 'NEWS' already", "<class name = \"s\" script = \"server\"><state name = \"a\" /><socket name = \"news\" type = \"pub\" />\n<socket name = \"|NEWS\" type = \"sub\" /></class>")]
    public void An_error_is_reported_where_it_is_and_the_server_is_declared(string id, string message, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(Marked.Read(marked, out string index), s_talk)).WithUserPart().AssertCompiles();
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
        Assert.Equal(DiagnosticSeverity.Error, run.Diagnostics[0].Severity);
        Assert.Contains(run.Sources, source => source.SourceText.ToString().Contains("// The server of s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ZP0306", DiagnosticSeverity.Warning, "no event leads to state 'b', and no state inherits from it", "<class name = \"s\"><state name = \"a\" />\n<state name = \"|b\" /></class>")]
    [InlineData("ZP0312", DiagnosticSeverity.Warning, "no state names an action 'atc', whose body this is, did you mean 'act'?", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" /></event></state>\n<action name = \"|atc\">;</action></class>")]
    [InlineData("ZP0113", DiagnosticSeverity.Info, "'state' is StateAction in C#, since State is taken by a member that every such class has", "<class name = \"s\"><state name = \"a\"><event name = \"SAY\">\n<action name = \"|state\" /></event></state></class>")]
    [InlineData("ZP0113", DiagnosticSeverity.Info, "'options' is OptionsSocket in C#, since Options is taken by a member that every such class has", "<class name = \"s\" script = \"server\"><state name = \"a\" />\n<socket name = \"|options\" type = \"push\" /></class>")]
    [InlineData("ZP0113", DiagnosticSeverity.Info, "'terminate' is TerminateSocket in C#, since OnTerminate is taken by a member that every such class has", "<class name = \"s\" script = \"server\"><state name = \"a\" />\n<socket name = \"|terminate\" type = \"pull\" /></class>")]
    public void A_warning_or_hint_is_reported_where_it_is_and_the_server_is_generated(string id, DiagnosticSeverity severity, string message, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(Marked.Read(marked, out string index), s_talk)).WithUserPart().AssertCompiles();
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
        Assert.Equal(severity, run.Diagnostics[0].Severity);
        Assert.Equal(2, run.Sources.Length);
    }

    [Theory]
    [InlineData("MALFORMED", "malformed message")]
    [InlineData("DISCONNECTED", "disconnected peer")]
    public void A_message_that_takes_the_name_of_a_servers_event_is_pointed_out(string name, string own)
    {
        var protocol = new TestModel("talk.xml", $"""<class name = "talk" script = "zproto_codec"><message name = "{name}" /></class>""");
        string server = $"""<class name = "s"><state name = "a"><event name = "|{name}" /><event name = "{own}" /></state></class>""";
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(Marked.Read(server, out string index), protocol)).AssertCompiles();
        Assert.Equal([$"ZP0317 {index}"], run.FormatDiagnostics());
        Assert.Equal($"'{name}' means the protocol's message here; the engine's own event is called '{own}'", run.Diagnostics[0].GetMessage());
        // The engine raises its own.
        string raised = $"public override int {name[0]}{name[1..].ToLowerInvariant()}Event => (int)Event.{own[..1].ToUpperInvariant()}{own[1..own.IndexOf(' ', StringComparison.Ordinal)]}";
        Assert.Contains(run.Sources, source => source.SourceText.ToString().Contains(raised, StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_without_a_protocol_is_an_error_at_its_name()
    {
        GeneratorRun run = GeneratorRun.Run("""<class name = "s"><state name = "a" /></class>""").AssertCompiles();
        Assert.Equal(["ZP0119 1:16"], run.FormatDiagnostics());
        Assert.Equal("there is no protocol among the project's models", run.Diagnostics[0].GetMessage());
        Assert.Equal(["Sample.S.g.cs", "Sample.SMsg.g.cs"], run.Sources.Select(source => source.HintName));
    }

    [Fact]
    public void A_server_that_does_not_say_which_of_several_protocols_is_an_error_at_its_name()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s"><state name = "a" /></class>""", s_talk, s_chat)).AssertCompiles();
        Assert.Equal(["ZP0119 1:16"], run.FormatDiagnostics());
        Assert.Contains("there are several protocols", run.Diagnostics[0].GetMessage(), StringComparison.Ordinal);
        Assert.Equal(4, run.Sources.Length);
    }

    [Fact]
    public void A_server_takes_the_protocol_that_it_names_of_several()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s" protocol_class = "Chat"><state name = "a" /></class>""", s_talk, s_chat)).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Equal("ZProto.ServerEngine<Sample.Chat, Sample.S.Client>", run.Type("Sample.S").BaseType!.ToDisplayString());
    }

    [Theory]
    [InlineData("<class name = \"|s\"><state name = \"a\" /></class>")]
    [InlineData("<class name = \"s\" protocol_class = \"|weather\"><state name = \"a\" /></class>")]
    public void A_server_of_a_published_protocol_is_an_error(string marked)
    {
        string model = Marked.Read(marked, out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(model, new TestModel("weather.xml", """<class name = "weather" pubsub = "1"><message name = "RAIN" /></class>"""))).AssertCompiles();
        Assert.Equal([$"ZP0120 {index}"], run.FormatDiagnostics());
        Assert.Equal(3, run.Sources.Length);
    }

    [Theory]
    [InlineData("""<class name = "talk" signature = "65536"><message name = "SAY" /></class>""", "ZP0107 1:35")]
    [InlineData("""<class name = "talk" script = "codec"><message name = "SAY" />""", "ZP0002 1:2")]
    [InlineData("""<class name = "talk" namespace = "a b"><message name = "SAY" /></class>""", "ZP0109 1:35")]
    [InlineData("""<class name = "talk" namespace = "System"><message name = "SAY" /></class>""", "ZP0117 1:16")]
    [InlineData("""<class name = "talk"><include filename = "gone.xml" /></class>""", "ZP0102 1:43")]
    public void An_error_in_the_protocol_is_reported_there_only(string protocol, string diagnostic)
    {
        foreach (string path in new[] { "a.xml", "z.xml" })
        {
            foreach (string name in new[] { "", "protocol_class = \"talk\"" })
            {
                GeneratorRun run = GeneratorRun.Run(TestProject.WithServer($"""<class name = "s" {name}><state name = "a"><event name = "SAY"><action name = "send" message = "X" /></event></state></class>""", new TestModel(path, protocol))).AssertCompiles();
                Assert.Equal([$"{diagnostic} {path}"], run.FormatDiagnostics());
                Assert.Equal(2, run.Sources.Length);
            }
        }
    }

    [Fact]
    public void A_protocol_that_loses_its_class_to_another_is_no_protocol_to_speak()
    {
        TestModel other = s_talk with { Path = "z.xml" };
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s" protocol_class = "talk"><state name = "a" /></class>""", s_talk, other)).AssertCompiles();
        Assert.Equal(["ZP0110 1:16 z.xml"], run.FormatDiagnostics());
        Assert.Equal(2, run.Sources.Length);
    }

    [Fact]
    public void An_error_in_a_protocol_that_is_generated_elsewhere_is_told_at_the_server()
    {
        TestModel broken = new("far.xml", """<class name = "far"><message name = "A" id = "X" /></class>""") { Emit = "false" };
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s" protocol_class = "far"><state name = "a" /></class>""", s_talk, broken)).AssertCompiles();
        Assert.Equal(["ZP0119 1:37"], run.FormatDiagnostics());
        Assert.StartsWith("protocol 'far' cannot be read, see far.xml(1,47): message id 'X'", run.Diagnostics[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_of_the_class_of_a_protocol_generates_nothing()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "talk" script = "server"><state name = "a" /></class>""", s_talk)).AssertCompiles();
        Assert.Equal(["ZP0110 1:16"], run.FormatDiagnostics());
        Assert.Contains("The codec of talk", run.SingleSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void CSharp_before_11_is_told_once()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s"><state name = "a" /></class>""", s_talk) with { Language = LanguageVersion.CSharp10 });
        Assert.Equal(["ZP0112 1:16 talk.xml"], run.FormatDiagnostics());
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void Messages_of_a_selftest_that_the_protocol_does_not_have_are_told()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s"><state name = "a" />
            <selftest><step send = "SAID" recv = "SAY" /><step recv = "SAIS" /></selftest></class>
            """, s_talk)).AssertCompiles();
        Assert.Equal(["ZP0313 2:25", "ZP0313 2:60"], run.FormatDiagnostics());
    }

    [Fact]
    public void A_body_without_a_field_to_fill_is_told_and_sends_the_message_without_it()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""
            <class name = "s"><state name = "a" />
            <selftest><step send = "NUMBER" body = "text" /></selftest></class>
            """, new TestModel("n.xml", """<class name = "n"><message name = "NUMBER"><field name = "value" type = "number" /></message></class>"""))).AssertCompiles();
        Assert.Equal(["ZP0316 2:12"], run.FormatDiagnostics());
    }

    [Theory]
    [InlineData("}")]
    [InlineData("} void Other() {")]
    [InlineData("} } class Other { void M() {")]
    [InlineData("if (true) {")]
    [InlineData("} // ")]
    [InlineData("/* ")]
    [InlineData("var text = \"\"\" ")]
    [InlineData("#if DEBUG\n;\n#endif")]
    [InlineData(";\n  #line 1 \"other.cs\"\n;")]
    [InlineData(";\n#error no")]
    [InlineData("\n#pragma warning disable")]
    [InlineData(";\u2028#error no")]
    [InlineData("var text = \"<!-- a comment parts the code -->}\"; if (true) {")]
    public void Code_that_is_not_statements_by_itself_is_refused(string code)
    {
        string body = code.Contains("<!--", StringComparison.Ordinal) ? code : $"<![CDATA[{code}]]>";
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer($"""
            <class name = "s"><state name = "a"><event name = "SAY"><action name = "act" /></event></state>
            <action name = "act">{body}</action></class>
            """, s_talk)).AssertCompiles();
        Assert.Equal(["ZP0314 2:17"], run.FormatDiagnostics());
    }

    [Theory]
    [InlineData("var text = \"}\";")]
    [InlineData("var text = $\"{{{1}}}\"; { if (text.Length > 0) { } }")]
    [InlineData("char c = '{'; // }")]
    [InlineData("/* }\n#if */")]
    [InlineData("var text = \"\"\"\n}\n#if\n\"\"\";")]
    [InlineData("void Inner() { } Inner();")]
    [InlineData("return; // the end")]
    public void Code_of_statements_compiles(string code)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer($"""
            <class name = "s"><state name = "a"><event name = "SAY"><action name = "act" /></event></state>
            <action name = "act"><![CDATA[{code}]]></action></class>
            """, s_talk));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [InlineData("<action name = \"act\"><![CDATA[|Missing();]]></action>")]
    [InlineData("<action name = \"act\">\n\t<![CDATA[\n\t  int x = 1;\n\t  x++; |Missing();\n  ]]></action>")]
    [InlineData("<action name = \"act\">\n  int x = 1;\n  x++;\n  |Missing(); </action>")]
    [InlineData("<action name = \"act\">int x = 1; <!-- a comment\n --> x++; |Missing(); </action>")]
    [InlineData("\r\n<action name = \"act\"><![CDATA[\r\n  ;\r\n  |Missing();\r\n]]></action>")]
    public void An_error_in_code_of_the_model_shows_where_it_is(string marked)
    {
        string model = Marked.Read($"""
            <class name = "s"><state name = "a"><event name = "SAY"><action name = "act" /></event></state>
            {marked}
            </class>
            """, out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(model, s_talk));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([$"CS0103 {index} model.xml"], run.CompilerDiagnostics.Select(FormatMapped));
    }

    [Fact]
    public void An_action_without_a_method_is_an_error_at_its_first_use()
    {
        string model = Marked.Read("<class name = \"s\"><state name = \"a\"><event name = \"SAY\">\n  <action name = \"|greet\">Says hello</action><action name = \"greet\" /></event></state></class>", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(model, s_talk));
        Assert.Equal([$"CS8795 {index} model.xml"], run.CompilerDiagnostics.Select(FormatMapped));
        run.WithUserPart().AssertCompiles();
    }

    [Fact]
    public void The_place_of_a_missing_action_in_an_included_file_is_that_file()
    {
        TestModel shared = new("parts/shared \"2\".xml", "<fragment>\n\n<state name = \"a\"><event name = \"SAY\"><action name = \"greet\" /></event></state></fragment>") { IsDeclared = false };
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("""<class name = "s" script = "server"><include filename = 'parts/shared "2".xml' /></class>""", s_talk, shared));
        Assert.Equal(["CS8795 3:55 parts/shared '2'.xml"], run.CompilerDiagnostics.Select(FormatMapped));
    }

    [Fact]
    public void A_missing_method_of_a_server_is_an_error_at_its_line_of_the_model()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer("<class name = \"s\"><state name = \"a\" />\n<method name = \"count\" /></class>", s_talk));
        Assert.Empty(run.FormatDiagnostics());
        Assert.Equal(["CS8795 2:17 model.xml"], run.CompilerDiagnostics.Select(FormatMapped));
    }

    private static string FormatMapped(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetMappedLineSpan();
        return $"{diagnostic.Id} {span.StartLinePosition.Line + 1}:{span.StartLinePosition.Character + 1} {span.Path}";
    }
}
