using ZProto.Model.WireTypes;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class ApiTests
{
    // The content starts at column 1 of line 3; states name the events m and constructor.
    private static string Client(string content)
        => $"<class name='c' script='zproto_client_c'>\n<state name='s'><event name='m'/><event name='constructor'/><event name='destructor'/></state>\n{content}\n</class>";

    private static string Server(string content) => $"<class name='s' script='zproto_server_c'>\n<state name='s'/>\n{content}\n</class>";

    [Fact]
    public void A_method_has_arguments_and_accepts_replies()
    {
        ClientModel engine = ClientOf(Client("""
            <method name="m" return="status" immediate="0">Does it.
            <field name="endpoint" type="string">Where to</field><accept reply="SUCCESS"/><accept reply="failure"/></method>
            <reply name="Success"><field name="status" type="number"/></reply>
            <reply name="FAILURE">It failed.<field name="status" type="integer"/><field name="reason" type="string"/></reply>
            """));
        MethodModel method = Assert.Single(engine.Methods);
        Assert.Equal(("m", "status", false, "Does it."), (method.Name.Text, method.Return!.Name.Text, method.Immediate, method.Description));
        Assert.Equal(["SUCCESS", "failure"], method.Accepts.Select(accept => accept.Reply.Name.Text));
        ArgumentModel argument = Assert.Single(method.Arguments);
        Assert.Equal(("endpoint", WireType.String, "Where to"), (argument.Name.Text, argument.Type, argument.Description));
        Assert.Equal(["status", "reason"], engine.Replies[1].Properties.Select(property => property.Name.Text));
        Assert.Equal("It failed.", engine.Replies[1].Description);
    }

    [Theory]
    [InlineData("integer", "", "integer", 0)]
    [InlineData("number", "", "integer", 0)]
    [InlineData("number", "size='4'", "number", 4)]
    [InlineData("octet", "", "number", 1)]
    [InlineData("octets", "size='3'", "octets", 3)]
    [InlineData("dictionary", "", "hash", 0)]
    [InlineData("msg", "", "msg", 0)]
    [InlineData("chunk", "", "chunk", 0)]
    public void Arguments_have_the_types_of_fields_and_integer(string type, string size, string expected, int bytes)
    {
        ArgumentModel argument = Engine(Client($"<method name='m'><field name='a' type='{type}' {size}/></method>")).Methods[0].Arguments[0];
        Assert.Equal((expected, bytes), (argument.Type.Name, argument.Size));
    }

    [Fact]
    public void Old_models_say_argument_and_property()
    {
        string text = Client("""
            <method name="m"><argument name="a" type="string"/><property name="b" type="number"/>
            <field argument="c" type="string"/><field property="d" type="string"/><field constant="1" type="number"/></method>
            """);
        Assert.Equal(["ZP0409 4:78"], Diagnose(text));
        Assert.Equal(["a", "b", "c", "d"], Engine(text).Methods[0].Arguments.Select(argument => argument.Name.Text));
    }

    [Fact]
    public void Arguments_need_a_name_and_a_known_type_of_a_good_size()
    {
        string text = Client("""
            <method name="m">
            <field type="string"/>
            <field name="a"/>
            <field name="b" type="strin"/>
            <field name="c" type="number" size="3"/>
            </method>
            """);
        Assert.Equal(["ZP0101 4:2", "ZP0214 5:14", "ZP0201 6:23", "ZP0202 7:37"], Diagnose(text));
        Assert.Equal("there is no type 'strin', did you mean 'string'?", Messages(text)[2]);
    }

    [Fact]
    public void Only_fields_arguments_and_accepts_are_read_in_a_method()
        => Assert.Equal(["ZP0006 3:19"], Diagnose(Client("<method name='m'><body>x</body></method>")));

    [Fact]
    public void One_argument_has_one_type_over_all_methods()
    {
        string text = Client("<method name='m'><field name='a' type='string'/></method>\n<method name='constructor'><field name='A' type='number'/></method><reply name='r'><field name='a' type='uuid'/></reply>");
        Assert.Equal(["ZP0405 4:41"], Diagnose(text));
        Assert.Equal(["'A' is integer here and string elsewhere; a name has one type over all methods, and only numbers may differ in size"], Messages(text));
    }

    [Fact]
    public void One_property_has_one_type_over_all_replies()
    {
        string text = Client("<reply name='q'><field name='a' type='number' size='2'/></reply>\n<reply name='r'><field name='a' type='uuid'/></reply>");
        Assert.Equal(["ZP0405 4:30"], Diagnose(text));
        Assert.Equal(["'a' is uuid here and number size 2 elsewhere; a name has one type over all replies, and only numbers may differ in size"], Messages(text));
    }

    [Theory]
    [InlineData("type='number' size='8'", "type='integer'", "number", 8)]
    [InlineData("type='integer'", "type='number' size='8'", "number", 8)]
    [InlineData("type='integer'", "type='number' size='4'", "number", 4)]
    [InlineData("type='integer'", "type='number' size='2'", "integer", 0)]
    [InlineData("type='number'", "type='integer'", "integer", 0)]
    [InlineData("type='number' size='1'", "type='number' size='2'", "number", 2)]
    public void Of_numbers_that_differ_the_widest_is_taken(string first, string second, string type, int size)
    {
        ClientModel engine = ClientOf(Client($"<method name='m'><field name='a' {first}/></method><method name='constructor'><field name='A' {second}/></method><reply name='q'><field name='status' {first}/></reply><reply name='r'><field name='status' {second}/></reply>"));
        IEnumerable<ArgumentModel> all = engine.Methods.SelectMany(method => method.Arguments).Concat(engine.Replies.SelectMany(reply => reply.Properties));
        Assert.All(all, argument => Assert.Equal((type, size), (argument.Type.Name, argument.Size)));
        Assert.Equal(4, all.Count());
    }

    [Fact]
    public void An_argument_twice_in_a_method_is_an_error()
    {
        string text = Client("<method name='m'><field name='a' type='string'/>\n<field name='A' type='string'/></method>");
        Assert.Equal(["ZP0406 4:14"], Diagnose(text));
        Assert.Equal(["method 'm' has a 'A' already"], Messages(text));
    }

    [Fact]
    public void Two_methods_of_a_name_are_an_error()
        => Assert.Equal(["ZP0401 4:15"], Diagnose(Client("<method name='m'/>\n<method name='M'/>")));

    [Fact]
    public void Two_replies_of_a_name_are_an_error()
        => Assert.Equal(["ZP0402 4:14"], Diagnose(Client("<reply name='r'/>\n<reply name='R'/>")));

    [Fact]
    public void A_reply_that_is_not_declared_is_one_without_fields()
    {
        string text = Client("<method name='m'><accept reply='CONNECTED'/></method>\n<method name='constructor'><accept reply='connected'/></method>");
        Assert.Equal(["ZP0413 3:33"], Diagnose(text));
        Assert.Equal(["no <reply> declares 'CONNECTED', so it is a reply without fields"], Messages(text));
        ReplyModel reply = Assert.Single(ClientOf(text).Replies);
        Assert.Equal("CONNECTED", reply.Name.Text);
        Assert.Empty(reply.Properties);
    }

    [Fact]
    public void A_reply_that_is_not_declared_is_a_warning_where_it_looks_like_one_that_is()
    {
        string text = Client("<method name='m'><accept reply='SUCESS'/></method>\n<reply name='SUCCESS'/>");
        Assert.Equal(["ZP0403 3:33"], Diagnose(text));
        Assert.Equal(["no <reply> declares 'SUCESS', so it is a reply without fields, did you mean 'SUCCESS'?"], Messages(text));
        Assert.Equal(["SUCCESS", "SUCESS"], ClientOf(text).Replies.Select(reply => reply.Name.Text));
    }

    [Fact]
    public void Accept_needs_a_reply()
        => Assert.Equal(["ZP0410 3:19", "ZP0410 4:16", "ZP0410 4:34"], Diagnose(Client("<method name='m'><accept/>\n<accept reply=''/><accept reply='?'/></method>")));

    [Theory]
    [InlineData("", false)]
    [InlineData("error=''", false)]
    [InlineData("error='0'", false)]
    [InlineData("error='false'", false)]
    [InlineData("error='1'", true)]
    [InlineData("error=' True '", true)]
    public void An_accepted_reply_may_be_an_error(string error, bool isError)
    {
        string text = Client($"<method name='m'><accept reply='OK'/><accept reply='FAILURE' {error}/></method><reply name='OK'/><reply name='FAILURE'/>");
        Assert.Empty(Diagnose(text));
        Assert.Equal([("OK", false), ("FAILURE", isError)], Engine(text).Methods[0].Accepts.Select(accept => (accept.Reply.Name.Text, accept.IsError)));
    }

    [Fact]
    public void Whether_a_reply_is_an_error_is_0_or_1()
    {
        string text = Client("<method name='m'><accept reply='OK'/>\n<accept reply='FAILURE' error='yes'/></method><reply name='OK'/><reply name='FAILURE'/>");
        Assert.Equal(["ZP0415 4:32"], Diagnose(text));
        Assert.Equal(["error 'yes' is neither '0' nor '1'"], Messages(text));
    }

    [Fact]
    public void A_reply_that_a_method_accepts_twice_is_an_error_if_one_of_them_says_so()
        => Assert.Equal([("A", true)], Engine(Client("<method name='m'><accept reply='A'/><accept reply='a' error='1'/></method>")).Methods[0].Accepts.Select(accept => (accept.Reply.Name.Text, accept.IsError)));

    [Theory]
    [InlineData("<method name='m'><accept reply='A' error='1'/></method><reply name='A'/>", "ZP0416 3:15")]
    [InlineData("<method name='constructor'><accept reply='A' error='1'/><accept reply='B' error='1'/></method><reply name='A'/><reply name='B'/>", "ZP0416 3:15")]
    public void A_method_that_accepts_errors_alone_is_a_warning(string content, string diagnostic)
    {
        Assert.Equal([diagnostic], Diagnose(Client(content)));
        Assert.EndsWith("accepts no reply that is not an error, so every call of it fails", Messages(Client(content))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_client_does_not_fail()
    {
        string text = Client("<method name='destructor'><accept reply='A' error='1'/></method><reply name='A'/>");
        Assert.Equal(["ZP0007 3:45"], Diagnose(text));
        Assert.Equal(["attribute 'error' of <accept> is not recognized and is ignored: DisposeAsync takes every reply for the end"], Messages(text));
        Assert.False(Engine(text).Methods[0].Accepts[0].IsError);
    }

    [Fact]
    public void A_returned_property_that_no_reply_has_is_an_error_that_names_a_near_miss()
    {
        string text = Client("<method name='m' return='statsu'/>\n<reply name='r'><field name='status' type='number'/></reply>");
        Assert.Equal(["ZP0404 3:26"], Diagnose(text));
        Assert.Equal(["no reply has a property 'statsu' to return, did you mean 'status'?"], Messages(text));
    }

    [Fact]
    public void A_method_whose_event_no_state_names_is_a_warning()
    {
        string text = Client("<method name='subscribe'/>\n<method name='MM'/>\n<method name='recv' immediate='1'/>");
        Assert.Equal(["ZP0407 3:15", "ZP0407 4:15"], Diagnose(text));
        Assert.Equal("no state names the event 'subscribe' that this method raises", Messages(text)[0]);
        Assert.Equal(
            "no state names the event 'subscribed' that this method raises, did you mean 'SUBSCRIBE'?",
            Assert.Single(Messages("<class name='c' script='client'><state name='s'><event name='SUBSCRIBE'/></state><method name='subscribed'/></class>")));
    }

    [Fact]
    public void The_wildcard_catches_no_method()
        => Assert.Equal(["ZP0407 1:88"], Diagnose("<class name='c' script='client'><state name='s'><event name='*'/></state><method name='m'/></class>"));

    [Theory]
    [InlineData("<method name='my method' immediate='1'/>\n<method name='MyMethod' immediate='1'/>", "ZP0116 4:15")]
    [InlineData("<method name='MyMethod' immediate='1'/>\n<send><message name='my method'/></send>", "ZP0116 4:22")]
    [InlineData("<reply name='my reply'/>\n<reply name='MyReply'/>", "ZP0116 4:14")]
    [InlineData("<method name='m'><field name='an arg' type='string'/>\n<field name='AnArg' type='string'/></method>", "ZP0116 4:14")]
    public void Names_that_meet_in_CSharp_are_an_error(string content, string diagnostic)
        => Assert.Equal([diagnostic], Diagnose(Client(content)));

    [Fact]
    public void A_sent_message_has_a_method_of_its_name_or_another()
    {
        ClientModel engine = ClientOf(Client("<send><message name='STREAM SEND'/><message name='PUB' method='publish'/></send><send><message name='X'/></send>"));
        Assert.Equal([("STREAM SEND", "StreamSend"), ("PUB", "Publish"), ("X", "X")], engine.Sends.Select(send => (send.Message.Name.Text, send.Method.Pascal)));
    }

    [Fact]
    public void A_sent_messages_method_must_be_new()
    {
        Assert.Equal(["ZP0401 4:22"], Diagnose(Client("<method name='m'/>\n<send><message name='M'/></send>")));
        Assert.Equal(["ZP0401 4:33"], Diagnose(Client("<method name='m'/>\n<send><message name='X' method='m'/></send>")));
    }

    [Fact]
    public void Received_messages_are_named_once()
        => Assert.Equal(["A", "B"], ClientOf(Client("<recv virtual='1'><message name='A'/><message name='B'/><message name='a'/></recv>")).Receives.Select(message => message.Name.Text));

    [Fact]
    public void Sent_and_received_messages_need_a_name()
        => Assert.Equal(["ZP0101 3:8", "ZP0101 4:8"], Diagnose(Client("<send><message/></send>\n<recv><message/></recv>")));

    [Fact]
    public void What_means_something_in_a_client_only_is_a_hint_in_a_server()
    {
        string text = Server("""
            <method name="load" return="status"><field name="file" type="string"/><accept reply="OK"/></method>
            <method name="Constructor"/>
            <method name="destructor"/>
            <reply name="OK"/>
            <send/>
            <recv/>
            """);
        Assert.Equal(["ZP0408 3:21", "ZP0408 3:72", "ZP0408 4:15", "ZP0408 5:15", "ZP0408 6:2", "ZP0408 7:2", "ZP0408 8:2"], Diagnose(text));
        Assert.Equal(
            [
                "'return' applies to clients only and is ignored in this server",
                "<accept> applies to clients only and is ignored in this server",
                "method 'Constructor' applies to clients only and is ignored in this server",
            ],
            Messages(text).Take(3));
        ServerModel engine = Assert.IsType<ServerModel>(Engine(text));
        MethodModel method = Assert.Single(engine.Methods);
        Assert.Null(method.Return);
        Assert.Empty(method.Accepts);
    }

    [Fact]
    public void A_servers_method_needs_no_event()
        => Assert.Empty(Diagnose(Server("<method name='load'/>")));

    // Custom members and the dialogue

    [Theory]
    [InlineData("C#")]
    [InlineData("csharp")]
    [InlineData("CS")]
    public void Custom_code_in_CSharp_is_kept(string language)
    {
        EngineModel engine = Engine(Client($"""
            <custom filename="extra.xml" language="{language}"/>
            <custom language="{language}">int a;</custom>
            <custom language="{language}">Why<source>int b;</source><source><![CDATA[int c;]]></source></custom>
            """), ("models/extra.xml", "<source>int d;</source>\n<source>int e;</source>"));
        Assert.Equal(["int d;int e;", "int a;", "int b;int c;"], engine.Customs.Select(custom => string.Concat(custom.Code.Select(code => code.Text))));
        Assert.Equal("models/model.xml(3,19)", engine.Customs[0].Span.ToString());
    }

    [Fact]
    public void Custom_code_in_another_language_is_not_read()
    {
        Assert.Empty(Engine(Client("<custom filename='x.xml' language='C'/>")).Customs);
        Assert.Empty(Diagnose(Client("<custom filename='x.xml' language='C'/>")));
    }

    [Fact]
    public void Custom_code_in_a_file_that_is_not_there_is_reported_where_it_is_named()
        => Assert.Equal(["ZP0102 3:19"], Diagnose(Client("<custom filename='x.xml' language='C#'/>")));

    [Fact]
    public void Custom_code_says_its_language_and_its_place()
        => Assert.Equal(["ZP0411 3:2", "ZP0115 4:2"], Diagnose(Client("<custom filename='x.xml'/>\n<custom language='C#'/>")));

    [Fact]
    public void A_dialogue_has_steps()
    {
        EngineModel engine = Engine(Server("""
            <selftest><step send="HELLO" body="World" recv="HELLO OK"/><step recv="PING"/></selftest>
            <selftest><step send="BYE"/></selftest>
            """));
        Assert.Equal(
            [("HELLO", "World", "HELLO OK"), (null, null, "PING"), ("BYE", null, null)],
            engine.SelfTest.Select(step => (step.Send?.Name.Text, step.Body, step.Receive?.Name.Text)));
        Assert.Equal("models/model.xml(3,12)", engine.SelfTest[0].Span.ToString());
    }
}
