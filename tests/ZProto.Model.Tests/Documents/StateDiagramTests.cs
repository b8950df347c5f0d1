using ZProto.Model.Documents;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Documents;

public class StateDiagramTests
{
    private const string Server = """
        <class name="my server" title="A &quot;server&quot;" script="zproto_server">
          <state name="start" inherit="defaults">
            <event name="OPEN" next="open"><action name="look it up"/><action name="send" message="OPEN-OK"/></event>
            <event name="AGAIN" next="open"/>
            <event name="PING"><action name="send" message="PONG"/></event>
            <event name="RESET" next="start"/>
            <event name="*"/>
          </state>
          <state name="open" inherit="defaults">
            <before><action name="begin"/></before><after><action name="end"/></after>
            <event name="CLOSE" next="start"/>
          </state>
          <state name="defaults"><event name="expired" next="start"><action name="terminate"/></event></state>
        </class>
        """;

    private const string WithMachine = """
        <class name="s" script="zproto_server"><state name="start"/>
          <machine name="my star"><state name="one" inherit="two"/><state name="two"><event name="end"><action name="terminate"/></event></state></machine>
        </class>
        """;

    [Fact]
    public void Graphviz_draws_the_machines_of_an_engine_each_in_a_box_of_its_own()
        => Assert.EndsWith(
            """
                start -> s1

                subgraph cluster_m1 {
                    label="my star"
                    m1start [label="", shape=circle, style=filled, fillcolor=black, width=0.16, margin=0]
                    m1end [label="", shape=doublecircle, style=filled, fillcolor=black, width=0.12, margin=0]
                    m1s1 [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td><b>one</b></td></tr></table>>]
                    m1s2 [style="rounded,dashed", label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td><b>two</b></td></tr></table>>]

                    m1start -> m1s1
                    m1s2 -> m1end [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td align="left" balign="left">end / terminate</td></tr></table>>]
                    m1s1 -> m1s2 [style=dashed, color=gray40, arrowhead=onormal]
                }
            }

            """,
            DotDocument.Write(Engine(WithMachine)),
            StringComparison.Ordinal);

    [Fact]
    public void Mermaid_draws_the_machines_of_an_engine_each_as_a_state_with_states_in_it()
        => Assert.Equal(
            """
            stateDiagram-v2
                state "start" as s1
                [*] --> s1
                state "my star" as m1 {
                    state "one" as m1s1
                    state "two" as m1s2
                    m1s2 : end / terminate
                    [*] --> m1s1
                    m1s2 --> [*] : end
                    m1s1 --> m1s2 : inherits
                }
                classDef superstate stroke-dasharray: 6 4
                class m1s2 superstate

            """,
            MermaidDocument.Write(Engine(WithMachine)));

    [Fact]
    public void Graphviz_draws_states_arrows_start_end_and_superstates()
        => Assert.Equal(
            """
            digraph "my server" {
                graph [fontname="Helvetica", fontsize=14, labelloc=t, nodesep=0.5, ranksep=0.6, pad=0.2,
                    label="A \"server\""]
                node [fontname="Helvetica", fontsize=11, shape=box, style=rounded, margin="0.1,0.05"]
                edge [fontname="Helvetica", fontsize=10, arrowsize=0.8]

                start [label="", shape=circle, style=filled, fillcolor=black, width=0.16, margin=0]
                end [label="", shape=doublecircle, style=filled, fillcolor=black, width=0.12, margin=0]
                s1 [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td><b>start</b></td></tr><hr/><tr><td align="left" balign="left"><font point-size="10">PING / send PONG<br/>*</font></td></tr></table>>]
                s2 [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td><b>open</b></td></tr><hr/><tr><td align="left" balign="left"><font point-size="10">on entry / begin<br/>on exit / end</font></td></tr></table>>]
                s3 [style="rounded,dashed", label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td><b>defaults</b></td></tr></table>>]

                start -> s1
                s1 -> s2 [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td align="left" balign="left">OPEN / look it up, send OPEN-OK<br/>AGAIN</td></tr></table>>]
                s1 -> s1 [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td align="left" balign="left">RESET</td></tr></table>>]
                s2 -> s1 [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td align="left" balign="left">CLOSE</td></tr></table>>]
                s3 -> end [label=<<table border="0" cellspacing="0" cellpadding="3"><tr><td align="left" balign="left">expired / terminate</td></tr></table>>]
                s1 -> s3 [style=dashed, color=gray40, arrowhead=onormal]
                s2 -> s3 [style=dashed, color=gray40, arrowhead=onormal]
            }

            """,
            DotDocument.Write(Engine(Server)));

    [Fact]
    public void Mermaid_draws_states_arrows_start_end_and_superstates()
        => Assert.Equal(
            """
            stateDiagram-v2
                state "start" as s1
                s1 : PING / send PONG
                s1 : *
                s1 : OPEN / look it up, send OPEN-OK
                state "open" as s2
                s2 : on entry / begin
                s2 : on exit / end
                state "defaults" as s3
                s3 : expired / terminate
                [*] --> s1
                s1 --> s2 : OPEN, AGAIN
                s1 --> s1 : RESET
                s2 --> s1 : CLOSE
                s3 --> [*] : expired
                s1 --> s3 : inherits
                s2 --> s3 : inherits
                classDef superstate stroke-dasharray: 6 4
                class s3 superstate

            """,
            MermaidDocument.Write(Engine(Server)));

    [Fact]
    public void Names_cannot_be_taken_for_markup()
    {
        EngineModel model = Engine("""
            <class name="x" script="zproto_server">
              <state name="a: &quot;b&quot; &lt;c&gt;"><event name="O;N:E" next="end"><action name="do {this} &amp; that"/></event></state>
              <state name="end"><event name="A#B"/></state>
            </class>
            """);
        string dot = DotDocument.Write(model);
        Assert.Contains("<b>a: &quot;b&quot; &lt;c&gt;</b>", dot, StringComparison.Ordinal);
        Assert.Contains(">O;N:E / do {this} &amp; that<", dot, StringComparison.Ordinal);
        string mermaid = MermaidDocument.Write(model);
        Assert.Contains("    state \"a   b   c \" as s1\n", mermaid, StringComparison.Ordinal);
        Assert.Contains("    s1 : O N E / do  this    that\n", mermaid, StringComparison.Ordinal);
        Assert.Contains("    s1 --> s2 : O N E\n", mermaid, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lists_of_actions_are_broken_between_actions()
        => Assert.Contains(
            ">OPEN CONNECTION /<br/>&#160;&#160;&#160;&#160;look up the account of the caller,<br/>&#160;&#160;&#160;&#160;check it, send OK<",
            DotDocument.Write(Engine("""
                <class name="x" script="zproto_server"><state name="start"><event name="OPEN CONNECTION" next="start">
                <action name="look up the account of the caller"/><action name="check it"/><action name="send" message="OK"/>
                </event></state></class>
                """)),
            StringComparison.Ordinal);

    [Fact]
    public void A_picture_needs_a_model()
    {
        Assert.Throws<ArgumentNullException>(() => DotDocument.Write(null!));
        Assert.Throws<ArgumentNullException>(() => MermaidDocument.Write(null!));
    }
}
