using System.Text;

namespace ZProto.Generator.Tests.Builds;

/// <summary>A project with one mistake: a word that is replaced by another.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">The file with the mistake.</param>
/// <param name="From">What is right.</param>
/// <param name="To">What is written instead, with a mark (<c>|</c>) before the word that the diagnostic is about, if it is in this file.</param>
/// <param name="Expected">The diagnostic: its severity, id and message. The file and place of the mark go before it.</param>
public sealed record Mistake(string Name, string File, string From, string To, string Expected)
{
    private const string Protocol = """
        <class name = "talk" script = "zproto_codec_c" signature = "3">
            <define name = "LIMIT" value = "10" />
            <header><field name = "sequence" type = "number" size = "4" /></header>
            <type name = "address"><field name = "host" type = "string" /></type>
            <message name = "SUBMIT">
                <field name = "body" type = "string" />
                <field name = "sender" type = "address" />
                <field name = "tries" type = "number" size = "2" />
            </message>
            <message name = "ACCEPTED" role = "server" />
            <message name = "REFUSED"><field name = "reason" type = "longstr" /></message>
        </class>
        """;

    private const string Server = """
        <class name = "talk_server" script = "zproto_server_c" protocol_class = "talk">
            <state name = "start" inherit = "defaults">
                <event name = "SUBMIT" next = "working">
                    <action name = "check message" />
                    <action name = "send" message = "ACCEPTED" />
                </event>
            </state>
            <state name = "working" inherit = "defaults">
                <before><action name = "begin work" /></before>
                <event name = "done" next = "start"><action name = "send" message = "REFUSED" /></event>
            </state>
            <state name = "defaults">
                <event name = "expired"><action name = "terminate" /></event>
            </state>
            <method name = "set limit"><field name = "limit" type = "number" size = "4" /></method>
        </class>
        """;

    private const string State = """
        <state name = "working" inherit = "defaults">
                <before><action name = "begin work" /></before>
                <event name = "done" next = "start"><action name = "send" message = "REFUSED" /></event>
            </state>
        """;

    private const string Done = """<event name = "done" next = "start"><action name = "send" message = "REFUSED" /></event>""";

    private const string Submit = """<method name = "submit text" return = "status"><field name = "text" type = "string" /><accept reply = "SUCCESS" /></method>""";

    private const string Success = """<reply name = "SUCCESS"><field name = "status" type = "number" /></reply>""";

    private const string Client = """
        <class name = "talk_client" script = "zproto_client_c" protocol_class = "talk">
            <state name = "idle">
                <event name = "submit text" next = "waiting"><action name = "fill message" /><action name = "send" message = "SUBMIT" /></event>
            </state>
            <state name = "waiting">
                <event name = "ACCEPTED" next = "idle"><action name = "signal success" /></event>
                <event name = "REFUSED" next = "idle" />
            </state>
            <method name = "submit text" return = "status"><field name = "text" type = "string" /><accept reply = "SUCCESS" /></method>
            <reply name = "SUCCESS"><field name = "status" type = "number" /></reply>
        </class>
        """;

    private const string ServerPart = """
        namespace Sample;

        public partial class TalkServer
        {
            private partial void SetLimit(uint limit) => Limit = limit;

            public uint Limit { get; private set; } = Talk.Limit;

            partial void OnSendFailed(ZProto.RoutingId peer, Talk message, ZProto.Transports.SendResult result) => Console.WriteLine(message.Reason);

            public sealed partial class Client
            {
                private partial void CheckMessage() => SetWakeup(TimeSpan.FromSeconds(Message.Tries), Event.Done);

                private partial void BeginWork() => Console.WriteLine(Message.SenderHost + Message.Body + State.Working + Message.Sequence);
            }
        }
        """;

    private const string ClientPart = """
        namespace Sample;

        public partial class TalkClient
        {
            private partial void FillMessage() => Message.Body = Args.Text;

            private partial void SignalSuccess() => ReplySuccess(0);
        }
        """;

    /// <summary>The files without a mistake.</summary>
    public static Dictionary<string, string> Valid { get; } = new()
    {
        ["talk.xml"] = Protocol,
        ["talk_server.xml"] = Server,
        ["talk_client.xml"] = Client,
        ["TalkServer.cs"] = ServerPart,
        ["TalkClient.cs"] = ClientPart,
    };

    /// <summary>Mistakes in models: the diagnostic is all that the build says.</summary>
    public static IReadOnlyList<Mistake> InModels { get; } =
    [
        // Words of the language.
        new("element_message", "talk.xml", "<message name = \"REFUSED\"><field name = \"reason\" type = \"longstr\" /></message>", "<|mesage name = \"REFUSED\"><field name = \"reason\" type = \"longstr\" /></mesage>", "warning ZP0008: <mesage> is not known here, did you mean 'message'?"),
        new("element_field", "talk.xml", "<field name = \"body\"", "<|feild name = \"body\"", "warning ZP0008: <feild> is not known here, did you mean 'field'?"),
        new("element_header", "talk.xml", "<header><field name = \"sequence\" type = \"number\" size = \"4\" /></header>", "<|haeder><field name = \"sequence\" type = \"number\" size = \"4\" /></haeder>", "warning ZP0008: <haeder> is not known here, did you mean 'header'?"),
        new("element_define", "talk.xml", "<define", "<|defin", "warning ZP0008: <defin> is not known here, did you mean 'define'?"),
        new("element_state", "talk_server.xml", State, "<|s" + State[3..^6] + "sate>", "warning ZP0008: <sate> is not known here, did you mean 'state'?"),
        new("element_event", "talk_server.xml", Done, "<|evnt" + Done[6..^6] + "evnt>", "warning ZP0008: <evnt> is not known here, did you mean 'event'?"),
        new("element_action", "talk_server.xml", "<action name = \"check message\"", "<|acton name = \"check message\"", "warning ZP0008: <acton> is not known here, did you mean 'action'?"),
        new("element_before", "talk_server.xml", "<before><action name = \"begin work\" /></before>", "<|befor><action name = \"begin work\" /></befor>", "warning ZP0008: <befor> is not known here, did you mean 'before'?"),
        new("element_method", "talk_client.xml", Submit, "<|metod" + Submit[7..^7] + "metod>", "warning ZP0008: <metod> is not known here, did you mean 'method'?"),
        new("element_reply", "talk_client.xml", Success, "<|repy" + Success[6..^6] + "repy>", "warning ZP0008: <repy> is not known here, did you mean 'reply'?"),
        new("element_accept", "talk_client.xml", "<accept", "<|acept", "warning ZP0008: <acept> is not known here, did you mean 'accept'?"),
        new("element_class", "talk_server.xml", Server, "<|clas" + Server[6..^6] + "clas>", "warning ZP0008: <clas> is not known here, did you mean 'class'?"),
        new("attribute_name", "talk_server.xml", "<action name = \"check message\"", "<action |nmae = \"check message\"", "warning ZP0009: <action> has no attribute 'nmae', did you mean 'name'?"),
        new("attribute_type", "talk.xml", "type = \"longstr\"", "|typ = \"longstr\"", "warning ZP0009: <field> has no attribute 'typ', did you mean 'type'?"),
        new("attribute_size", "talk.xml", "size = \"2\"", "|sise = \"2\"", "warning ZP0009: <field> has no attribute 'sise', did you mean 'size'?"),
        new("attribute_inherit", "talk_server.xml", "\"start\" inherit", "\"start\" |inherits", "warning ZP0009: <state> has no attribute 'inherits', did you mean 'inherit'?"),
        new("attribute_next", "talk_server.xml", "\"SUBMIT\" next", "\"SUBMIT\" |nxet", "warning ZP0009: <event> has no attribute 'nxet', did you mean 'next'?"),
        new("attribute_message", "talk_server.xml", "message = \"ACCEPTED\"", "|mesage = \"ACCEPTED\"", "warning ZP0009: <action> has no attribute 'mesage', did you mean 'message'?"),
        new("attribute_protocol_class", "talk_server.xml", "protocol_class", "|protocol_clas", "warning ZP0009: <class> has no attribute 'protocol_clas', did you mean 'protocol_class'?"),
        new("script", "talk_server.xml", "zproto_server_c", "|zproto_sever_c", "warning ZP0124: there is no script 'zproto_sever_c', did you mean 'zproto_server_c'?"),
        new("send", "talk_server.xml", "\"send\" message = \"ACCEPTED\"", "\"|sned\" message = \"ACCEPTED\"", "warning ZP0319: action 'sned' takes no 'message', did you mean 'send'?"),

        // Names that refer to others.
        new("message", "talk_server.xml", "message = \"ACCEPTED\"", "message = \"|ACEPTED\"", "error ZP0313: protocol 'talk' has no message 'ACEPTED', did you mean 'ACCEPTED'?"),
        new("clients_message", "talk_client.xml", "message = \"SUBMIT\"", "message = \"|SUBMTI\"", "error ZP0313: protocol 'talk' has no message 'SUBMTI', did you mean 'SUBMIT'?"),
        new("event", "talk_server.xml", "<event name = \"SUBMIT\"", "<event name = \"|SUBMITT\"", "warning ZP0318: protocol 'talk' has no message 'SUBMITT', did you mean 'SUBMIT', which no state handles?"),
        new("clients_event", "talk_client.xml", "<event name = \"ACCEPTED\"", "<event name = \"|ACEPTED\"", "warning ZP0318: protocol 'talk' has no message 'ACEPTED', did you mean 'ACCEPTED', which no state handles?"),
        new("next", "talk_server.xml", "next = \"working\"", "next = \"|workin\"", "error ZP0303: there is no state 'workin', did you mean 'working'?"),
        new("inherit", "talk_server.xml", "\"working\" inherit = \"defaults\"", "\"working\" inherit = \"|default\"", "error ZP0303: there is no state 'default', did you mean 'defaults'?"),
        new("state", "talk_server.xml", "<state name = \"defaults\"", "<state name = \"default\"", "talk_server.xml(2,38): error ZP0303: there is no state 'defaults', did you mean 'default'?"),
        new("protocol_class", "talk_server.xml", "protocol_class = \"talk\"", "protocol_class = \"|tlak\"", "error ZP0119: there is no protocol 'tlak' among the project's models, did you mean 'talk'?"),
        new("no_protocol", "talk_server.xml", "protocol_class = \"talk\"", "protocol_class = \"|gossip\"", "error ZP0119: there is no protocol 'gossip' among the project's models"),
        new("type", "talk.xml", "type = \"longstr\"", "type = \"|longstring\"", "error ZP0201: there is no type 'longstring'"),
        new("type_near", "talk.xml", "\"body\" type = \"string\"", "\"body\" type = \"|strng\"", "error ZP0201: there is no type 'strng', did you mean 'string'?"),
        new("type_foreign", "talk.xml", "\"tries\" type = \"number\"", "\"tries\" type = \"|int\"", "error ZP0201: there is no type 'int', did you mean 'number'?"),
        new("type_own", "talk.xml", "<type name = \"address\"", "<type name = \"adress\"", "talk.xml(7,40): error ZP0201: there is no type 'address', did you mean 'adress'?"),
        new("reply", "talk_client.xml", "accept reply = \"SUCCESS\"", "accept reply = \"|SUCESS\"", "warning ZP0403: no <reply> declares 'SUCESS', so it is a reply without fields, did you mean 'SUCCESS'?"),
        new("return", "talk_client.xml", "return = \"status\"", "return = \"|satus\"", "error ZP0404: no reply has a property 'satus' to return, did you mean 'status'?"),
        new("method", "talk_client.xml", "<method name = \"submit text\"", "<method name = \"|sumbit text\"", "warning ZP0407: no state names the event 'sumbit text' that this method raises, did you mean 'submit text'?"),
        new("action", "talk_server.xml", "\"check message\"", "\"|chek message\"", "error ZP0508: 'chek message' has no method, did you mean 'CheckMessage', which is in TalkServer.cs(13,30)?"),
        new("servers_method", "talk_server.xml", "\"set limit\"", "\"|set limt\"", "error ZP0508: 'set limt' has no method, did you mean 'SetLimit', which is in TalkServer.cs(5,26)?"),
        new("include", "talk_server.xml", "<method name", "<include filename = \"|gone.xml\" /><method name", "error ZP0102: no model and no additional file 'gone.xml'; add it to the project as <ZProtoModel Include=\"...\" /> or <AdditionalFiles Include=\"...\" />"),

        // Values.
        new("size", "talk.xml", "size = \"2\"", "size = \"|3\"", "error ZP0202: a number has 1, 2, 4 or 8 bytes, not '3'"),
        new("argument_type", "talk_server.xml", "\"limit\" type = \"number\"", "\"limit\" type = \"|numbr\"", "error ZP0201: there is no type 'numbr', did you mean 'number'?"),
        new("duplicate_message", "talk.xml", "<message name = \"REFUSED\">", "<message name = \"|SUBMIT\" /><message name = \"REFUSED\">", "error ZP0205: there is a message 'SUBMIT' already"),
        new("namespace", "talk.xml", "<class name = \"talk\"", "<class name = \"talk\" namespace = \"|Sample-Talk\"", "error ZP0109: 'Sample-Talk' is not a C# namespace"),
        new("unexpected", "talk_server.xml", "protocol_class", "unexpected = \"|qeue\" protocol_class", "error ZP0309: unexpected 'qeue' is none of 'queue', 'ignore' and 'terminate'"),
        new("no_name", "talk_server.xml", "<class name = \"talk_server\"", "<|class", "error ZP0101: <class> needs a 'name' with a letter or digit in it"),

        // XML.
        new("start_tag", "talk_server.xml", Done, Done.Replace("<event", "<evnt", StringComparison.Ordinal).Replace("</", "</|", StringComparison.Ordinal), "error ZP0002: </event> stands where </evnt> should: <evnt> was opened in line 10"),
        new("end_tag", "talk_server.xml", "</before>", "</|befor>", "error ZP0002: </befor> stands where </before> should: <before> was opened in line 9"),
        new("quote", "talk.xml", "type = \"longstr\" /></message>", "type = \"longstr />|</message>", "error ZP0002: '<' stands in the value of attribute 'type'; write &lt;, or end the value by \""),

        // Bytes, which the compiler reads.
        new("encoding", "talk.xml", "<class name = \"talk\"", "<?xml version = \"1.0\" encoding = \"|ISO-8859-1\"?><!-- \u00E9 --><class name = \"talk\"", "error ZP0010: of a file in 'ISO-8859-1' only ASCII is read, and it has other characters: save it as UTF-8 and declare encoding=\"utf-8\"") { Encoding = Encoding.Latin1 },
        new("encoding_unknown", "talk.xml", "<class name = \"talk\"", "<?xml version = \"1.0\" encoding = \"|utf8\"?><class name = \"talk\"", "error ZP0010: the encoding 'utf8' is not known here, did you mean 'utf-8'?"),
        new("encoding_undeclared", "talk.xml", "<message name = \"REFUSED\">", "<message name = \"REFUSED\">|\u00E9", "error ZP0010: this character could not be read: save the file as UTF-8") { Encoding = Encoding.Latin1 },
    ];

    /// <summary>Mistakes in C#: of ZProto's diagnostics there is this one.</summary>
    public static IReadOnlyList<Mistake> InCSharp { get; } =
    [
        new("cs_namespace", "TalkServer.cs", "namespace Sample;\n\npublic partial class TalkServer", "namespace Sample.Servers;\n\npublic partial class |TalkServer", "error ZP0504: this class is not your part of 'Sample.TalkServer', which belongs in namespace 'Sample'"),
        new("cs_clients_namespace", "TalkClient.cs", "namespace Sample;\n\npublic partial class TalkClient", "namespace Samples;\n\npublic partial class |TalkClient", "error ZP0504: this class is not your part of 'Sample.TalkClient', which belongs in namespace 'Sample'"),
        new("cs_class", "TalkServer.cs", "partial class TalkServer", "partial class |TalkSever", "error ZP0507: no model generates a class 'TalkSever', did you mean 'TalkServer'?"),
        new("cs_nested", "TalkServer.cs", "partial class Client\n    {\n        private partial void CheckMessage", "partial class Clients\n    {\n        private partial void |CheckMessage", "error ZP0505: 'CheckMessage', 'BeginWork' belong in the class 'TalkServer.Client', not here"),
        new("cs_action_in_server", "TalkServer.cs", "    public sealed partial class Client\n    {\n        private partial void CheckMessage() => SetWakeup(TimeSpan.FromSeconds(Message.Tries), Event.Done);\n", "    private partial void |CheckMessage() { }\n\n    public sealed partial class Client\n    {\n", "error ZP0505: 'CheckMessage' belongs in the class 'TalkServer.Client', not here"),
        new("cs_action", "TalkServer.cs", "void BeginWork", "void BeginWrk", "talk_server.xml(9,33): error ZP0508: 'begin work' has no method, did you mean 'BeginWrk', which is in TalkServer.cs(15,30)?"),
        new("forgotten_model", "TalkServer.cs", "public partial class TalkServer", "public partial class |TalkServer", "*error ZP0509"),
        new("forgotten_model_with_base", "TalkServer.cs", "public partial class TalkServer", "public partial class |TalkServer : ZProto.ServerEngine<Talk, TalkServer.Client>", "*error ZP0509"),
    ];

    public static IEnumerable<Mistake> All => InModels.Concat(InCSharp);

    /// <summary>What the files are written in.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The files with the mistake.</summary>
    public Dictionary<string, string> Files => new(Valid) { [File] = Marked.Replace("|", "", StringComparison.Ordinal) };

    /// <summary>What the build says of it, as far as it is known to the letter.</summary>
    public string Diagnostic
    {
        get
        {
            int mark = Marked.IndexOf('|', StringComparison.Ordinal);
            string[] before = mark < 0 ? [""] : Marked[..mark].Split('\n');
            return mark < 0 ? Expected : $"{File}({before.Length},{before[^1].Length + 1}): {Expected.TrimStart('*')}";
        }
    }

    /// <summary>Whether the message goes on after what is expected.</summary>
    public bool IsBeginning => Expected.StartsWith('*');

    private string Marked
    {
        get
        {
            string text = Valid[File];
            int index = text.IndexOf(From, StringComparison.Ordinal);
            Assert.True(index >= 0, $"{File} has no {From}");
            return string.Concat(text.AsSpan(0, index), To, text.AsSpan(index + From.Length));
        }
    }
}
