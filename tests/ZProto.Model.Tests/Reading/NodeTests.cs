using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

/// <summary>Nodes of a ZRE network: clients whose messages are whispers and shouts.</summary>
public sealed class NodeTests
{
    [Fact]
    public void A_shout_names_its_group_and_a_whisper_goes_to_the_sender()
    {
        ActionModel[] actions = ReadActions("""
            <action name='send' cast='shout' group=' CHAT ' message='HELLO'/>
            <action name='send' cast='WHISPER' message='WORLD'/>
            <action name='send' group='CHAT' message='HELLO'/>
            <action name='Join' group='CHAT'/>
            <action name='leave' group='CHAT'/>
            <action name='act'/>
            <action name='terminate'/>
            """);
        Assert.Equal([NodeAction.Shout, NodeAction.Whisper, NodeAction.Shout, NodeAction.Join, NodeAction.Leave, NodeAction.None, NodeAction.None], actions.Select(action => action.OnNetwork));
        Assert.Equal(["CHAT", "", "CHAT", "CHAT", "CHAT", "", ""], actions.Select(action => action.Group));
        Assert.Equal(["send HELLO to CHAT", "send WORLD to the sender", "send HELLO to CHAT", "Join CHAT", "leave CHAT", "act", "terminate"], actions.Select(action => action.Text));
        Assert.Equal([true, true, true, true, true, false, true], actions.Select(action => action.IsBuiltIn));
    }

    [Theory]
    [InlineData("<action name='send' message='A' cast='shot' group='G'/>", "ZP0327", "cast 'shot' is neither 'shout' nor 'whisper'")]
    [InlineData("<action name='send' message='A' cast='anycast'/>", "ZP0327", "cast 'anycast' is neither 'shout' nor 'whisper'")]
    [InlineData("<action name='send' message='A' cast='shout'/>", "ZP0328", "action 'send' needs a 'group', or cast=\"whisper\"")]
    [InlineData("<action name='send' message='A'/>", "ZP0328", "action 'send' needs a 'group', or cast=\"whisper\"")]
    [InlineData("<action name='join'/>", "ZP0328", "action 'join' needs a 'group'")]
    [InlineData("<action name='leave' group=' '/>", "ZP0328", "action 'leave' needs a 'group'")]
    [InlineData("<action name='send' message='A' cast='whisper' group='G'/>", "ZP0007", "attribute 'group' of <action> is not recognized and is ignored: a whisper goes to the sender of what is at work")]
    [InlineData("<action name='act' group='G'/>", "ZP0007", "attribute 'group' of <action> is not recognized and is ignored, but for 'join', 'leave' and a 'send' that is a shout")]
    [InlineData("<action name='join' group='G' cast='shout'/>", "ZP0007", "attribute 'cast' of <action> is not recognized and is ignored, but for 'send'")]
    [InlineData("<action name='act' cast='shout'/>", "ZP0007", "attribute 'cast' of <action> is not recognized and is ignored, but for 'send'")]
    [InlineData("<action name='send' message='A' cats='whisper'/>", "ZP0009", "<action> has no attribute 'cats', did you mean 'cast'?")]
    public void What_is_wrong_with_an_action_is_one_diagnostic_at_the_word(string action, string id, string message)
    {
        ModelResult result = Read(Node(action));
        ModelDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((id, message), (diagnostic.Rule.Id, diagnostic.Message));
        Assert.IsType<NodeModel>(result.Readable);
    }

    [Fact]
    public void A_group_has_at_most_255_bytes()
    {
        Assert.Empty(Diagnose(Node($"<action name='join' group='{new string('x', 255)}'/>")));
        Assert.Equal(["a group has at most 255 bytes in UTF-8"], Messages(Node($"<action name='join' group='{new string('é', 128)}'/>")));
    }

    [Theory]
    [InlineData("server", "join")]
    [InlineData("client", "leave")]
    public void In_other_engines_join_and_leave_are_actions_as_any_other(string script, string action)
    {
        var engine = (EngineModel)Read($"<class name='x' script='{script}'><state name='a'><event name='E'><action name='{action}' group='G'/></event></state></class>").Readable!;
        Assert.False(Assert.Single(engine.Actions).IsBuiltIn);
        Assert.Contains("ZP0007", Diagnose($"<class name='x' script='{script}'><state name='a'><event name='E'><action name='{action}' group='G'/></event></state></class>")[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<socket name='s' type='sub'/>", "ZP0422", "<socket> applies to servers and meshes only and is ignored in this node")]
    [InlineData("<machine name='m'><state name='a'/></machine>", "ZP0422", "<machine> applies to servers and meshes only and is ignored in this node")]
    [InlineData("<send><message name='A'/></send>", "ZP0408", "<send> applies to clients only and is ignored in this node")]
    [InlineData("<selftest/>", "ZP0006", "<selftest> is not recognized and is ignored: nothing runs that of a node")]
    [InlineData("<action name='join'>Go();</action>", "ZP0311", "action 'join' is the engine's own and takes no body")]
    public void What_a_node_does_not_have_is_said(string part, string id, string message)
    {
        ModelDiagnostic diagnostic = Assert.Single(Read(Node("", part)).Diagnostics);
        Assert.Equal((id, message), (diagnostic.Rule.Id, diagnostic.Message));
    }

    [Fact]
    public void A_node_has_methods_replies_messages_for_the_program_and_drops_what_no_state_names_as_a_client()
    {
        var node = Assert.IsType<NodeModel>(Read(Node("", """
            <method name='SAY' return='count'><accept reply='said'/></method>
            <reply name='said'><field name='count' type='number'/></reply>
            <recv><message name='A'/></recv>
            """)).Model);
        Assert.Equal(UnexpectedMessageBehavior.Ignore, node.Unexpected);
        Assert.Null(node.Role);
        Assert.Equal(ModelKind.Node, node.Kind);
        Assert.Equal("SAY", Assert.Single(node.Methods).Name.Text);
        Assert.Equal("A", Assert.Single(node.Receives).Name.Text);
    }

    [Theory]
    [InlineData("correlation='x'", "ZP0408")]
    [InlineData("mode='harmony'", "ZP0132")]
    public void What_pairs_replies_and_a_mode_are_not_a_nodes(string attribute, string id)
        => Assert.StartsWith(id, Assert.Single(Diagnose($"<class name='x' script='zproto_peer' {attribute}><state name='a'/></class>")), StringComparison.Ordinal);

    private static ActionModel[] ReadActions(string actions) => [.. ((EngineModel)Read(Node(actions)).Model!).Actions];

    private static string Node(string actions, string parts = "") => $"<class name='x' script='zproto_peer'><state name='a'><event name='SAY'>{actions}</event></state>{parts}</class>";
}
