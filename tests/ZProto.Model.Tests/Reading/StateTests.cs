using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class StateTests
{
    // The content starts at column 1 of line 2.
    private static string Server(string content, string attributes = "") => $"<class name='s' script='zproto_server_c' {attributes}>\n{content}\n</class>";

    private static string Client(string content, string attributes = "") => $"<class name='c' script='zproto_client_c' {attributes}>\n{content}\n</class>";

    [Fact]
    public void The_states_stand_in_the_order_of_the_model()
    {
        EngineModel engine = Engine(Server("""
            <state name="start" inherit="defaults">The start<event name="HELLO" next="connected">Greets</event></state>
            <state name="connected" inherit="Defaults"/>
            <state name="defaults"/>
            """));
        Assert.Equal(["start", "connected", "defaults"], engine.States.Select(state => state.Name.Text));
        StateModel start = engine.States[0];
        Assert.Equal(("The start", "defaults"), (start.Description, start.Inherit!.Name.Text));
        Assert.Equal("models/model.xml(2,14)", start.Span.ToString());
        EventModel hello = Assert.Single(start.Events);
        Assert.Equal(("HELLO", "connected", "Greets", false), (hello.Name.Text, hello.Next!.Name.Text, hello.Description, hello.IsWildcard));
    }

    [Fact]
    public void An_event_has_its_actions_in_order_and_may_stay()
    {
        EventModel @event = Engine(Server("""
            <state name="start"><event name="HELLO">
            <action name="check name">Looks it up</action><action name="send" message="HELLO OK"/><action name="Terminate"/>
            </event></state>
            """)).States[0].Events[0];
        Assert.Null(@event.Next);
        Assert.Equal(["check name", "send", "Terminate"], @event.Actions.Select(action => action.Name.Text));
        Assert.Equal([null, "HELLO OK", null], @event.Actions.Select(action => action.Message?.Name.Text));
        Assert.Equal("Looks it up", @event.Actions[0].Description);
    }

    [Fact]
    public void A_star_is_the_wildcard()
    {
        EventModel @event = Engine(Server("<state name='start'><event name=' * '/></state>")).States[0].Events[0];
        Assert.True(@event.IsWildcard);
        Assert.True(@event.Name.IsEmpty);
    }

    [Fact]
    public void A_state_has_actions_before_and_after()
    {
        StateModel state = Engine(Server("<state name='start'><after><action name='c'/></after><before><action name='a'/><action name='b'/></before></state>")).States[0];
        Assert.Equal(["a", "b"], state.Before.Select(action => action.Name.Text));
        Assert.Equal(["c"], state.After.Select(action => action.Name.Text));
    }

    [Fact]
    public void A_machine_needs_a_state_to_start_in()
    {
        Assert.Equal(["ZP0307 1:2"], Diagnose(Server("")));
        Assert.Equal(["a client needs a <state> to start in"], Messages(Client("")));
    }

    [Fact]
    public void States_events_and_actions_need_names()
        => Assert.Equal(
            ["ZP0101 2:2", "ZP0101 3:18", "ZP0101 4:31"],
            Diagnose(Server("<state/>\n<state name='s'><event/>\n<event name='e'><action name=''/></event></state>")));

    [Fact]
    public void Two_states_of_a_name_are_an_error()
    {
        string text = Server("<state name='a state'/>\n<state name='A-STATE'/>");
        Assert.Equal(["ZP0301 3:14"], Diagnose(text));
        Assert.Equal(["there is a state 'A-STATE' already"], Messages(text));
    }

    [Fact]
    public void Two_events_of_a_name_in_a_state_are_an_error()
    {
        string text = Server("<state name='s'><event name='HELLO OK'/>\n<event name='hello-ok'/>\n<event name='*'/>\n<event name='*'/></state>");
        Assert.Equal(["ZP0302 3:14", "ZP0302 5:14"], Diagnose(text));
        Assert.Equal(["state 's' has an event 'hello-ok' already", "state 's' has an event '*' already"], Messages(text));
    }

    [Fact]
    public void An_unknown_next_state_is_an_error_that_names_a_near_miss()
    {
        string text = Server("<state name='start'><event name='A' next='conected'/></state>\n<state name='connected'/>");
        Assert.Equal(["ZP0303 2:43"], Diagnose(text));
        Assert.Equal(["there is no state 'conected', did you mean 'connected'?"], Messages(text));
    }

    [Fact]
    public void An_unknown_superstate_is_an_error_that_names_a_near_miss()
    {
        string text = Server("<state name='start' inherit='default'/>\n<state name='defaults'/>");
        Assert.Equal(["ZP0303 2:30"], Diagnose(text));
        Assert.Equal(["there is no state 'default', did you mean 'defaults'?"], Messages(text));
    }

    [Fact]
    public void A_circle_of_superstates_is_one_error_with_its_path()
    {
        string text = Server("<state name='a' inherit='b'/>\n<state name='b' inherit='c'/>\n<state name='c' inherit='B'/>\n<state name='d' inherit='d'/>");
        Assert.Equal(["ZP0304 3:26", "ZP0304 5:26"], Diagnose(text));
        Assert.Equal(["state 'b' is its own superstate: b -> c -> b", "state 'd' is its own superstate: d -> d"], Messages(text));
    }

    [Fact]
    public void An_event_called_terminate_is_an_error()
    {
        Assert.Equal(["ZP0305 2:30"], Diagnose(Server("<state name='s'><event name='TERMINATE'/></state>")));
        Assert.Equal(["ZP0305 3:15"], Diagnose(Client("<state name='s'/>\n<method name='terminate'/>")));
        Assert.Empty(Diagnose(Client("<state name='s'/><method name='terminate' immediate='1'/>")));
    }

    [Fact]
    public void A_state_that_nothing_leads_to_is_a_warning()
    {
        string text = Server("<state name='start'/>\n<state name='lost'><event name='e' next='found'/></state>\n<state name='found'/>");
        Assert.Equal(["ZP0306 3:14", "ZP0306 4:14"], Diagnose(text));
        Assert.Equal("no event leads to state 'lost', and no state inherits from it", Messages(text)[0]);
        Assert.NotNull(Read(text).Model);
    }

    [Fact]
    public void A_state_is_reached_by_own_and_inherited_events_and_superstates_need_not_be()
        => Assert.Empty(Diagnose(Server("""
            <state name="start" inherit="defaults"><event name="a" next="two"/></state>
            <state name="two" inherit="defaults"/>
            <state name="three"/>
            <state name="four"/>
            <state name="defaults" inherit="base"><event name="*" next="three"/></state>
            <state name="base"><event name="b" next="four"/></state>
            """)));

    [Fact]
    public void An_overridden_event_of_a_superstate_leads_nowhere()
        => Assert.Equal(["ZP0306 4:14"], Diagnose(Server("<state name='start' inherit='base'><event name='A'/></state>\n<state name='base'><event name='a' next='lost'/></state>\n<state name='lost'/>")));

    [Fact]
    public void Reachability_waits_until_the_states_are_without_errors()
        => Assert.Equal(["ZP0303 2:43"], Diagnose(Server("<state name='start'><event name='e' next='nowhere'/></state>\n<state name='lost'/>")));

    [Fact]
    public void Send_needs_a_message()
        => Assert.Equal(["ZP0308 2:47"], Diagnose(Server("<state name='s'><event name='e'><action name='  Send'/></event></state>")));

    [Fact]
    public void A_message_of_another_action_is_a_hint()
    {
        string text = Server("<state name='s'><event name='e'><action name='greet' message='A'/></event></state>");
        Assert.Equal(["ZP0007 2:54"], Diagnose(text));
        Assert.Equal(["attribute 'message' of <action> is not recognized and is ignored, but for 'send'"], Messages(text));
        Assert.Null(Engine(text).States[0].Events[0].Actions[0].Message);
    }

    [Theory]
    [InlineData("<stat name='s'/>", "ZP0008 2:2")]
    [InlineData("<state name='s'><evnt name='e' next='t'/></state><state name='t'/>", "ZP0008 2:18")]
    [InlineData("<state name='s' inherits='t'/><state name='t'/>", "ZP0009 2:17")]
    [InlineData("<state name='s'><event name='e' nxet='t'/></state><state name='t'/>", "ZP0009 2:33")]
    [InlineData("<state name='s'><event name='e'><acton name='a'/></event></state>", "ZP0008 2:34")]
    [InlineData("<state name='s'><event name='e'><action nam='a'/></event></state>", "ZP0009 2:41")]
    [InlineData("<state name='s'><event name='e'><action name='send' mesage='A'/></event></state>", "ZP0009 2:53")]
    [InlineData("<state name='s'><event name='e'><action name='sned' message='A'/></event></state>", "ZP0319 2:47")]
    [InlineData("<state name='s'><beffore><action name='a'/></beffore></state>", "ZP0008 2:18")]
    public void A_misspelt_word_is_one_warning_at_the_word(string states, string diagnostic)
    {
        Assert.Equal([diagnostic], Diagnose(Server(states)));
        Assert.NotNull(Read(Server(states)).Model);
    }

    [Fact]
    public void A_state_that_many_ask_for_and_that_is_misspelt_is_told_once()
        => Assert.Equal(["ZP0303 3:55"], Diagnose(Server("<state name='strat'/>\n<state name='s' inherit='strat'><event name='start'/><event name='e' next='start'/><event name='f' next='start'/></state>".Replace("<event name='start'/>", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("<state name='my state'><event name='e' next='MyState'/></state>\n<state name='MyState'/>", "ZP0116 3:14")]
    [InlineData("<state name='s'><event name='my event'/>\n<event name='MyEvent'/></state>", "ZP0116 3:14")]
    [InlineData("<state name='s'><before><action name='do it'/></before><after>\n<action name='DoIt'/></after></state>", "ZP0116 3:15")]
    public void Names_that_meet_in_CSharp_are_an_error(string states, string diagnostic)
        => Assert.Equal([diagnostic], Diagnose(Server(states)));

    [Theory]
    [InlineData("", UnexpectedMessageBehavior.Queue, UnexpectedMessageBehavior.Ignore)]
    [InlineData("unexpected='Terminate'", UnexpectedMessageBehavior.Terminate, UnexpectedMessageBehavior.Terminate)]
    [InlineData("unexpected='queue'", UnexpectedMessageBehavior.Queue, UnexpectedMessageBehavior.Queue)]
    [InlineData("unexpected='ignore'", UnexpectedMessageBehavior.Ignore, UnexpectedMessageBehavior.Ignore)]
    public void Unexpected_events_are_queued_by_servers_and_ignored_by_clients_unless_the_root_says_otherwise(string attribute, UnexpectedMessageBehavior server, UnexpectedMessageBehavior client)
    {
        Assert.Equal(server, Engine(Server("<state name='s'/>", attribute)).Unexpected);
        Assert.Equal(client, Engine(Client("<state name='s'/>", attribute)).Unexpected);
    }

    [Fact]
    public void Another_rule_is_an_error()
    {
        Assert.Equal(["ZP0309 1:54"], Diagnose(Server("<state name='s'/>", "unexpected='drop'")));
        Assert.Equal(["unexpected 'drop' is none of 'queue', 'ignore' and 'terminate'"], Messages(Server("<state name='s'/>", "unexpected='drop'")));
    }

    [Theory]
    [InlineData("protocol_class='my_msg'", "my_msg")]
    [InlineData("proto='my_msg'", "my_msg")]
    [InlineData("proto='old' protocol_class='new'", "new")]
    [InlineData("", null)]
    public void The_root_names_the_protocol(string attributes, string? name)
        => Assert.Equal(name, Engine(Server("<state name='s'/>", attributes)).ProtocolClass?.Name.Text);

    [Fact]
    public void Tracers_are_asked_for_at_the_root()
    {
        EngineModel engine = Engine(Server("<state name='s'/>", "send_tracer='note sent'"));
        Assert.Equal("note sent", engine.SendTracer?.Name.Text);
        Assert.Null(engine.ReceiveTracer);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("--")]
    public void A_tracer_without_a_name_has_that_of_its_attribute(string value)
        => Assert.Equal("receive_tracer", Engine(Server("<state name='s'/>", $"receive_tracer='{value}'")).ReceiveTracer?.Name.Text);

    [Theory]
    [InlineData("0")]
    [InlineData("False")]
    [InlineData(" ")]
    public void A_tracer_can_be_switched_off(string value)
        => Assert.Null(Engine(Server("<state name='s'/>", $"receive_tracer='{value}'")).ReceiveTracer);

    // Bodies of actions

    [Fact]
    public void An_action_under_the_root_with_text_is_a_body_piece_by_piece()
    {
        EngineModel engine = Engine(Server("""
            <state name="s"><event name="e"><action name="greet them"/></event></state>
            <action name="GREET_THEM">Count();<![CDATA[if (a < b) { }]]></action>
            """));
        ActionBodyModel body = Assert.Single(engine.ActionBodies);
        Assert.Equal("GreetThem", body.Name.Pascal);
        Assert.Equal([("Count();", false, 3, 27), ("if (a < b) { }", true, 3, 44)], body.Code.Select(code => (code.Text, code.IsCData, code.Span.Line, code.Span.Column)));
    }

    [Fact]
    public void Bodies_are_checked()
    {
        string text = Server("""
            <state name="s"><event name="e"><action name="greet"/></event></state>
            <action name="greet">A();</action>
            <action name="Greet">B();</action>
            <action name="grete">C();</action>
            <action name="send">D();</action>
            <action name="greet"/>
            <action>E();</action>
            """);
        Assert.Equal(["ZP0310 4:15", "ZP0312 5:15", "ZP0311 6:15", "ZP0006 7:2", "ZP0101 8:2"], Diagnose(text));
        Assert.Equal("no state names an action 'grete', whose body this is, did you mean 'greet'?", Messages(text)[1]);
    }
}
