using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

/// <summary>The machines of an engine itself.</summary>
public sealed class MachineTests
{
    [Fact]
    public void A_machine_has_a_name_a_protocol_in_both_spellings_and_a_description()
    {
        EquatableArray<MachineModel> machines = ReadMachines("<machine name='star' protocol_class='one'>Keeps <state name='a'/>watch</machine><machine name='b' proto='two'><state name='a'/></machine><machine name='c'><state name='a'/></machine>");
        Assert.Equal(["star", "b", "c"], machines.Select(machine => machine.Name.Text));
        Assert.Equal(["one", "two", null], machines.Select(machine => machine.ProtocolClass?.Name.Text));
        Assert.Equal(["Keeps\nwatch", "", ""], machines.Select(machine => machine.Description));
    }

    [Fact]
    public void Its_states_and_action_bodies_are_read_as_an_engines_are()
    {
        const string States = "<state name='a' inherit='c'><before><action name='in'/></before><event name='X' next='b'><action name='act'>Acts</action></event><event name='*'/></state><state name='b'/><state name='c'/><action name='act'>Go();</action>";
        EngineModel engine = Engine($"<class name='s' script='server'>{States}</class>");
        MachineModel machine = Assert.Single(ReadMachines($"<machine name='m'>{States}</machine>"));
        Assert.Equal(engine.States.Select(Format), machine.States.Select(Format));
        Assert.Equal("Go();", machine.ActionBodies.Single().Code.Single().Text);
        Assert.Equal(["in", "act"], machine.GetActions().Select(action => action.Name.Text));

        static string Format(StateModel state) => $"{state.Name} {state.Inherit?.Name} {string.Join(",", state.Events.Select(item => $"{item.Name}>{item.Next?.Name}:{string.Join(",", item.Actions.Select(action => action.Description))}"))}";
    }

    [Fact]
    public void A_send_names_the_socket_that_it_sends_by()
    {
        ActionModel send = Assert.Single(Assert.Single(ReadMachines("<socket name='side door' type='push'/><machine name='m'><state name='a'><event name='X'><action name='send' message='M' socket='SIDE-DOOR'/></event></state></machine>")).GetActions());
        Assert.Equal(("M", "SIDE-DOOR"), (send.Message?.Name.Text, send.Socket?.Name.Text));
    }

    [Theory]
    [InlineData("", UnexpectedMessageBehavior.Ignore)]
    [InlineData("unexpected='queue'", UnexpectedMessageBehavior.Queue)]
    [InlineData("unexpected='Ignore'", UnexpectedMessageBehavior.Ignore)]
    [InlineData("unexpected='terminate'", UnexpectedMessageBehavior.Terminate)]
    public void Unexpected_messages_are_ignored_unless_the_machine_says_otherwise(string attribute, UnexpectedMessageBehavior expected)
        => Assert.Equal(expected, Assert.Single(ReadMachines($"<machine name='m' {attribute}><state name='a'/></machine>")).Unexpected);

    [Theory]
    [InlineData("<state name='a'/><state name='A'/>", "ZP0301")]
    [InlineData("<state name='a'><event name='X'/><event name='x'/></state>", "ZP0302")]
    [InlineData("<state name='a'><event name='X' next='nowhere'/></state>", "ZP0303")]
    [InlineData("<state name='a' inherit='a'/>", "ZP0304")]
    [InlineData("<state name='a'><event name='terminate'/></state>", "ZP0305")]
    [InlineData("<state name='a'/><state name='b'/>", "ZP0306")]
    [InlineData("<state name='a'><event name='X'><action name='act'/></event></state><action name='act'>;</action><action name='act'>;</action>", "ZP0310")]
    [InlineData("<state name='a'/><action name='send'>;</action>", "ZP0311")]
    [InlineData("<state name='a'/><action name='act'>;</action>", "ZP0312")]
    public void What_is_wrong_with_its_states_is_said_as_of_an_engines(string states, string id)
    {
        Assert.Equal([id], Read($"<class name='s' script='server'>{states}</class>").Diagnostics.Select(diagnostic => diagnostic.Rule.Id));
        Assert.Equal([id], Read($"<class name='s' script='server'><state name='a'/><machine name='m'>{states}</machine></class>").Diagnostics.Select(diagnostic => diagnostic.Rule.Id));
    }

    [Fact]
    public void A_state_that_no_event_leads_to_is_a_warning_in_each_machine()
        => Assert.Equal(
            ["no event leads to state 'b', and no state inherits from it"],
            Messages("<class name='s' script='server'><state name='a'/><machine name='m'><state name='a'/><state name='b'/></machine></class>"));

    [Fact]
    public void Actions_and_events_of_two_machines_have_nothing_to_do_with_each_other()
        => Assert.Empty(Diagnose("<class name='s' script='server'><state name='a'><event name='go on'/></state><machine name='m'><state name='a'><event name='goOn'><action name='act'/></event></state><action name='act'>;</action></machine><machine name='n'><state name='a'><event name='GO ON'><action name='act'/></event></state><action name='act'>;</action></machine></class>"));

    [Fact]
    public void A_client_has_no_machine_beside_its_own()
        => Assert.Equal(["ZP0422 1:51"], Diagnose("<class name='c' script='client'><state name='a'/><machine name='m'><state name='a'/></machine></class>"));

    private static EquatableArray<MachineModel> ReadMachines(string content) => Engine($"<class name='s' script='server'><state name='a'/>{content}</class>").Machines;
}
