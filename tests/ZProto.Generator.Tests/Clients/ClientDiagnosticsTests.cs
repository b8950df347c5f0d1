using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Clients;

/// <summary>What is wrong with clients, by themselves, with their protocols and with their servers.</summary>
public class ClientDiagnosticsTests
{
    private const string State = "<state name = \"a\"><event name = \"dial\"><action name = \"act\" /></event></state>";

    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk" script = "zproto_codec"><message name = "SAY" /><message name = "SAY-OK" /><message name = "HEARTBEAT" /></class>""");

    // A mark ('|') stands before what the diagnostic is about.
    [Theory]
    [InlineData("ZP0119", "there is no protocol 'tlak' among the project's models, did you mean 'talk'?", "<class name = \"c\" script = \"client\"\n  protocol_class = \"|tlak\"><state name = \"a\" /></class>")]
    [InlineData("ZP0307", "a client needs a <state> to start in", "<|class name = \"c\" script = \"client\" />")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'SAY OKAY', did you mean 'SAY-OK'?", "<class name = \"c\">" + State + "\n<send><message name = \"|SAY OKAY\" /></send></class>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'LISTEN'", "<class name = \"c\">" + State + "\n<send><message method = \"say\" name = \"|LISTEN\" /></send></class>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'LISTEN'", "<class name = \"c\">" + State + "\n<recv>\n<message name = \"SAY\" /><message name = \"|LISTEN\" /></recv></class>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'LISTEN'", "<class name = \"c\" script = \"client\"><state name = \"a\"><event name = \"SAY\">\n<action name = \"send\" message = \"|LISTEN\" /></event></state></class>")]
    [InlineData("ZP0305", "'terminate' is the engine's own event; name this one otherwise", "<class name = \"c\" script = \"client\">" + State + "\n<method name = \"|terminate\" /></class>")]
    [InlineData("ZP0401", "there is a method 'DIAL' already", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\" />\n<method name = \"|DIAL\" /></class>")]
    [InlineData("ZP0401", "there is a method 'dial' already", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\" />\n<send><message name = \"SAY\" method = \"|dial\" /></send></class>")]
    [InlineData("ZP0401", "there is a method 'SAY' already", "<class name = \"c\" script = \"client\">" + State + "<send><message name = \"SAY\" />\n<message name = \"|SAY\" /></send></class>")]
    [InlineData("ZP0402", "there is a reply 'Done' already", "<class name = \"c\" script = \"client\">" + State + "<reply name = \"done\" />\n<reply name = \"|Done\" /></class>")]
    [InlineData("ZP0404", "no reply has a property 'satus' to return, did you mean 'status'?", "<class name = \"c\">" + State + "<method name = \"dial\"\n return = \"|satus\"><accept reply = \"done\" /></method><reply name = \"done\"><field name = \"status\" type = \"number\" /></reply></class>")]
    [InlineData("ZP0405", "'x' is string here and integer elsewhere; a name has one type over all replies, and only numbers may differ in size", "<class name = \"c\">" + State + "<reply name = \"one\"><field name = \"x\" type = \"integer\" /></reply>\n<reply name = \"two\"><field name = \"|x\" type = \"string\" /></reply></class>")]
    [InlineData("ZP0406", "method 'dial' has a 'X' already", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\"><field name = \"x\" type = \"string\" />\n<field name = \"|X\" type = \"string\" /></method></class>")]
    [InlineData("ZP0410", "<accept> needs a 'reply'", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\">\n<|accept /></method></class>")]
    [InlineData("ZP0218", "protocol 'talk' has no field 'id' to pair replies with calls by", "<class name = \"c\" script = \"client\" \ncorrelation = \"|id\">" + State + "</class>")]
    [InlineData("ZP0414", "timeout '5s' is not a number of milliseconds", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\"\n timeout = \"|5s\" /></class>")]
    [InlineData("ZP0417", "retry '0' is not a number of tries from 1 to 1000", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\" timeout = \"1\"\n retry = \"|0\"><accept reply = \"x\" /></method><reply name = \"x\" /></class>")]
    [InlineData("ZP0417", "retry 'often' is not a number of tries from 1 to 1000", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\" timeout = \"1\"\n retry = \"|often\"><accept reply = \"x\" /></method><reply name = \"x\" /></class>")]
    [InlineData("ZP0418", "'dial' is never tried again, since its tries have no timeout", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\"\n |retry = \"3\"><accept reply = \"x\" /></method><reply name = \"x\" /></class>")]
    [InlineData("ZP0418", "'dial' is never tried again, since its tries have no timeout", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\" timeout = \"0\"\n |retry = \"3\"><accept reply = \"x\" /></method><reply name = \"x\" /></class>")]
    [InlineData("ZP0102", "no model and no additional file 'gone.xml'; add it to the project as <ZProtoModel Include=\"...\" /> or <AdditionalFiles Include=\"...\" />", "<class name = \"c\" script = \"client\">" + State + "\n<custom language = \"C#\" filename = \"|gone.xml\" /></class>")]
    public void An_error_is_reported_where_it_is_and_the_client_is_declared(string id, string message, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(Marked.Read(marked, out string index), s_talk)).WithUserPart().AssertCompiles();
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
        Assert.Equal(DiagnosticSeverity.Error, run.Diagnostics[0].Severity);
        Assert.Contains(run.Sources, source => source.SourceText.ToString().Contains("// The client of c", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ZP0317", DiagnosticSeverity.Info, "'HEARTBEAT' means the protocol's message here; the engine's own event is called 'heartbeat timer'", "<class name = \"c\" script = \"client\"><state name = \"a\"><event name = \"dial\" />\n<event name = \"|HEARTBEAT\" /></state></class>")]
    [InlineData("ZP0403", DiagnosticSeverity.Warning, "no <reply> declares 'dnoe', so it is a reply without fields, did you mean 'done'?", "<class name = \"c\">" + State + "<method name = \"dial\">\n<accept reply = \"|dnoe\" /></method><reply name = \"done\" /></class>")]
    [InlineData("ZP0413", DiagnosticSeverity.Info, "no <reply> declares 'CONNECTED', so it is a reply without fields", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\">\n<accept reply = \"|CONNECTED\" /></method></class>")]
    [InlineData("ZP0407", DiagnosticSeverity.Warning, "no state names the event 'dail' that this method raises, did you mean 'dial'?", "<class name = \"c\" script = \"client\">" + State + "\n<method name = \"|dail\" /></class>")]
    [InlineData("ZP0409", DiagnosticSeverity.Info, "an argument with 'constant' is ignored", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\">\n<field name = \"x\" |constant = \"1\" /></method></class>")]
    [InlineData("ZP0007", DiagnosticSeverity.Info, "attribute 'timeout' of <method> is not recognized and is ignored: the end of a client has its DisposeTimeout", "<class name = \"c\" script = \"client\"><state name = \"a\"><event name = \"destructor\" /></state><method name = \"destructor\"\n |timeout = \"1\" /></class>")]
    [InlineData("ZP0007", DiagnosticSeverity.Info, "attribute 'retry' of <method> is not recognized and is ignored: a method that waits for no answer to a request is not tried again", "<class name = \"c\" script = \"client\">" + State + "<method name = \"dial\" timeout = \"1\"\n |retry = \"3\" /></class>")]
    [InlineData("ZP0419", DiagnosticSeverity.Warning, "state 'b', to which 'dial' leads, does not name 'dial', so that it cannot be tried again there", "<class name = \"c\" script = \"client\"><state name = \"a\">\n<event name = \"dial\" next = \"|b\" /></state><state name = \"b\"><event name = \"SAY\" next = \"a\"><action name = \"act\" /></event></state><method name = \"dial\" retry = \"3\" timeout = \"1\"><accept reply = \"x\" /></method><reply name = \"x\" /></class>")]
    [InlineData("ZP0411", DiagnosticSeverity.Info, "<custom> is ignored without language=\"C#\"", "<class name = \"c\" script = \"client\">" + State + "\n<|custom>int _count;</custom></class>")]
    public void A_warning_or_hint_is_reported_where_it_is_and_the_client_is_generated(string id, DiagnosticSeverity severity, string message, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(Marked.Read(marked, out string index), s_talk)).WithUserPart().AssertCompiles();
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
        Assert.Equal(severity, run.Diagnostics[0].Severity);
        Assert.Equal(2, run.Sources.Length);
    }

    [Theory]
    [InlineData("string", "field 'TAG' is string; only a number or a uuid pairs replies with calls")]
    [InlineData("number", null)]
    [InlineData("uuid", null)]
    public void A_correlation_is_a_number_or_a_uuid(string type, string? diagnostic)
    {
        var protocol = new TestModel("talk.xml", $"<class name = \"talk\" script = \"zproto_codec\"><header><field name = \"tag\" type = \"{type}\" /></header><message name = \"SAY\" /></class>");
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient("<class name = \"c\" script = \"client\" correlation = \"TAG\">" + State + "</class>", protocol)).WithUserPart().AssertCompiles();
        Assert.Equal(diagnostic is null ? [] : [diagnostic], run.Diagnostics.Select(diagnostic => diagnostic.GetMessage()));
    }

    [Fact]
    public void Parameters_of_the_header_come_last_and_may_be_left_out_whatever_their_type()
    {
        const string header = "<field name = \"a\" type = \"number\" /><field name = \"b\" type = \"string\" /><field name = \"c\" type = \"uuid\" /><field name = \"d\" type = \"chunk\" /><field name = \"e\" type = \"strings\" /><field name = \"f\" type = \"hash\" /><field name = \"g\" type = \"octets\" size = \"4\" /><field name = \"h\" type = \"number\" value = \"1\" />";
        var protocol = new TestModel("talk.xml", "<class name = \"talk\" script = \"zproto_codec\"><header>" + header + "</header><message name = \"SAY\"><field name = \"text\" type = \"string\" /></message></class>");
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient("<class name = \"c\" script = \"client\">" + State + "<send><message name = \"SAY\" /></send></class>", protocol)).WithUserPart().AssertCompiles();
        Assert.Contains(run.Sources, source => source.SourceText.ToString().Contains("SayAsync(string text, byte? a = null, string? b = null, global::System.Guid? c = null,", StringComparison.Ordinal));
    }

    [Fact]
    public void An_immediate_method_needs_no_event()
        => Assert.Empty(GeneratorRun.Run(TestProject.WithClient("<class name = \"c\" script = \"client\">" + State + "<method name = \"wait\" immediate = \"1\" /></class>", s_talk)).WithUserPart().AssertCompiles().Diagnostics);

    [Theory]
    [InlineData("role = \"client\"", "")]
    [InlineData("", "<class name = \"c\" script = \"client\"><state name = \"a\"><event name = \"SAY-OK\"><action name = \"send\" message = \"SAY\" /></event></state></class>")]
    [InlineData("", "<class name = \"c\" script = \"client\"><state name = \"a\" /><send><message name = \"SAY\" method = \"speak\" /></send></class>")]
    public void A_message_of_clients_that_no_state_of_their_server_takes_is_a_warning_at_the_server(string role, string client)
    {
        GeneratorRun run = WithServer("<event name = \"OTHER\" />", role, client);
        Assert.Equal(["ZP0315 2:16"], run.FormatDiagnostics());
        Assert.Equal("no state of this server names the message 'SAY', which clients send", run.Diagnostics[0].GetMessage());
        Assert.Equal(DiagnosticSeverity.Warning, run.Diagnostics[0].Severity);
    }

    [Theory]
    [InlineData("<event name = \"say\" />", "role = \"client\"", "protocol_class = \"talk\"")]
    [InlineData("<event name = \"*\" />", "role = \"client\"", "protocol_class = \"talk\"")]
    [InlineData("<event name = \"other\" />", "role = \"server\"", "protocol_class = \"chat\"")]
    [InlineData("<event name = \"other\" />", "", "protocol_class = \"chat\"")]
    public void A_message_that_is_taken_or_that_clients_of_another_protocol_send_is_no_matter(string events, string role, string protocol)
    {
        string client = $"""<class name = "c" script = "client" {protocol}><state name = "a" /><send><message name = "SAY" /></send></class>""";
        Assert.Empty(WithServer(events, role, client, new TestModel("chat.xml", """<class name = "chat"><message name = "SAY" /></class>""")).FormatDiagnostics());
    }

    [Theory]
    [InlineData("}")]
    [InlineData("public int X => 1; }")]
    [InlineData("} class Other {")]
    [InlineData("void M() {")]
    [InlineData("/* ")]
    [InlineData("int")]
    [InlineData("#if DEBUG\n#endif")]
    [InlineData("int _x;\n#error no")]
    public void Code_that_is_not_members_by_itself_is_refused(string code)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient($"""<class name = "c" script = "client"><state name = "a" />{'\n'}  <custom language = "C#"><![CDATA[{code}]]></custom></class>""", s_talk)).AssertCompiles();
        Assert.Equal(["ZP0412 2:4"], run.FormatDiagnostics());
    }

    [Fact]
    public void Code_of_a_file_that_is_not_members_is_refused_at_its_name()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            "<class name = \"c\" script = \"client\"><state name = \"a\" />\n<custom language = \"C#\" filename = \"code.xml\" /></class>",
            s_talk,
            new TestModel("code.xml", "<source>int _x;</source><source>}</source>") { IsDeclared = false })).AssertCompiles();
        Assert.Equal(["ZP0412 2:37"], run.FormatDiagnostics());
    }

    [Theory]
    [InlineData("<custom language = \"C#\"><![CDATA[public int X => |Missing;]]></custom>")]
    [InlineData("<custom language = \"C#\">\n\t<![CDATA[\n\t  public int X => 1;\n\t  public int Y =>\n |Missing;\n  ]]></custom>")]
    [InlineData("<custom language = \"C#\">\n<source>public int X => 1;</source>\n  <source>public int Y => |Missing;</source></custom>")]
    [InlineData("<action name = \"act\"><![CDATA[\n  |Missing++;]]></action>")]
    public void An_error_in_code_of_the_model_shows_where_it_is(string marked)
    {
        string model = Marked.Read($"<class name = \"c\" script = \"client\">{(marked.StartsWith("<action", StringComparison.Ordinal) ? State : "<state name = \"a\" />")}\n{marked}\n</class>", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(model, s_talk));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([$"CS0103 {index} model.xml"], run.CompilerDiagnostics.Select(FormatMapped));
    }

    [Fact]
    public void An_error_in_code_of_a_file_shows_where_it_is()
    {
        string code = Marked.Read("<source>public int X => 1;</source>\n\n<source><![CDATA[\n  public int Y => |Missing;\n]]></source>", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(
            "<class name = \"c\" script = \"client\"><state name = \"a\" /><custom language = \"C#\" filename = \"code.xml\" /></class>",
            s_talk,
            new TestModel("parts/code.xml", code) { IsDeclared = false }));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([$"CS0103 {index} parts/code.xml"], run.CompilerDiagnostics.Select(FormatMapped));
    }

    [Fact]
    public void An_action_without_a_method_is_an_error_at_its_first_use()
    {
        string model = Marked.Read("<class name = \"c\" script = \"client\"><state name = \"a\"><event name = \"SAY\">\n  <action name = \"|greet\">Says hello</action><action name = \"greet\" /></event></state></class>", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithClient(model, s_talk));
        Assert.Equal([$"CS8795 {index} model.xml"], run.CompilerDiagnostics.Select(FormatMapped));
        run.WithUserPart().AssertCompiles();
    }

    private static GeneratorRun WithServer(string events, string role, string client, params TestModel[] others)
    {
        TestModel[] models =
        [
            new("model.xml", $"<!-- The server -->\n<class name = \"s\" script = \"server\" protocol_class = \"talk\"><state name = \"a\">{events}</state></class>"),
            new("talk.xml", $"""<class name = "talk"><message name = "SAY" {role} /><message name = "SAY-OK" role = "server" /></class>"""),
            .. others,
        ];
        return GeneratorRun.Run(new TestProject(client.Length == 0 ? models : [.. models, new("client.xml", client)])).AssertCompiles();
    }

    private static string FormatMapped(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetMappedLineSpan();
        return $"{diagnostic.Id} {span.StartLinePosition.Line + 1}:{span.StartLinePosition.Character + 1} {span.Path}";
    }
}
