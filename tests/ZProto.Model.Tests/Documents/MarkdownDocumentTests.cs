using ZProto.Model.Documents;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Documents;

public class MarkdownDocumentTests
{
    [Fact]
    public void A_message_is_laid_out_byte_by_byte()
    {
        string markdown = Write("""
            <class name="x" signature="3" script="zproto_codec">
              <message name="ALL" id="9" role="server">
                Everything.
                <field name="version" type="number" size="2" value="1">The version</field>
                <field name="tag" type="string" value="ab"/>
                <field name="flags" type="octets" size="4"/>
                <field name="picture" type="frame">A picture</field>
                <field name="host" type="string">A | B</field>
                <field name="id" type="uuid"/>
                <field name="key" type="chunk"/>
                <field name="list" type="strings"/>
                <field name="table" type="hash"/>
                <field name="rest" type="msg"/>
              </message>
            </class>
            """);
        Assert.Contains(
            """
            ### ALL

            Everything.

            Id 9, sent by the server.

            | frame | offset | size | field | type | description |
            | --- | --- | --- | --- | --- | --- |
            | 1 | 0 | 2 |  | octets = `AA A3` | The protocol's signature |
            |  | 2 | 1 |  | number 1 = `09` | The message's id |
            |  | 3 | 2 | `version` | number 2 = `1` | The version |
            |  | 5 | 3 | `tag` | string = `"ab"` |  |
            |  | 8 | 4 | `flags` | octets |  |
            |  | 12 | 1 + n | `host` | string | A \| B |
            |  | after `host` | 16 | `id` | uuid |  |
            |  | after `host` + 16 | 4 + n | `key` | chunk |  |
            |  | after `key` | 4 + each 4 + n | `list` | strings |  |
            |  | after `list` | 4 + each 1 + n + 4 + n | `table` | hash |  |
            | 2 | 0 | n | `picture` | frame | A picture |
            | 3 ... | 0 | n | `rest` | msg |  |

            """,
            markdown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Composed_types_constants_and_grammar_are_told()
    {
        string markdown = Write("""
            <class name="x" title="The X" script="zproto_codec">
              What it is for.

              And more.
              <define name="PORT" value="5670">Where it listens</define>
              <message name="A"><field name="owner" type="person"/></message>
              <type name="person">Somebody.<field name="age" type="number" size="1">In years</field></type>
            </class>
            """);
        Assert.StartsWith("# The X\n\n`x`: a protocol, signature 0.\n\nWhat it is for.\n\nAnd more.\n", markdown, StringComparison.Ordinal);
        Assert.Contains("### person\n\nSomebody.\n\n| field | type | description |\n| --- | --- | --- |\n| `age` | number 1 | In years |\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| `owner age` | number 1 | In years |", markdown, StringComparison.Ordinal);
        Assert.Contains("## Grammar\n\n```abnf\n; The X: the messages of x, in ABNF\n", markdown, StringComparison.Ordinal);
        Assert.EndsWith("## Constants\n\n| constant | value | description |\n| --- | --- | --- |\n| `PORT` | `5670` | Where it listens |\n", markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("harmony", "peers are equals, and each can greet the other")]
    [InlineData("client", "peers are servers, and the mesh is a client of each")]
    public void A_mesh_is_told_with_its_mode_the_picture_of_a_peer_and_what_it_sends(string mode, string meaning)
    {
        string markdown = Write($"""
            <class name="my_mesh" script="zproto_mesh" mode="{mode}" protocol_class="my_msg">
              <state name="start">
                <before><action name="send" message="PING"/></before>
                <event name="HELLO" next="done"><action name="greet"/><action name="send" message="HELLO"/><action name="send" message="PING"/></event>
              </state>
              <state name="done"><event name="expired"><action name="send" message="PING"/><action name="terminate"/></event></state>
              <socket name="news" type="pub">What is new</socket>
            </class>
            """);
        Assert.StartsWith($"# my\\_mesh\n\n`my_mesh`: a mesh that speaks `my_msg`.\n\nEach peer has a machine of its own. The mode is `{mode}`: {meaning}.\n\nA message that the state does not name is kept until a state that names it.\n\n```mermaid\nstateDiagram-v2\n", markdown, StringComparison.Ordinal);
        Assert.Contains("## Messages sent\n\n| message | states |\n| --- | --- |\n| `PING` | `start`, `done` |\n| `HELLO` | `start` |\n\n## Actions\n", markdown, StringComparison.Ordinal);
        Assert.EndsWith("## Sockets\n\n| socket | type | protocol | description |\n| --- | --- | --- | --- |\n| `news` | `pub` | the mesh's | What is new |\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_is_told_with_whom_it_sends_to_and_its_groups()
    {
        string markdown = Write("""
            <class name="my_node" script="zproto_peer" protocol_class="my_msg">
              <state name="start">
                <event name="ZYRE_ENTER"><action name="join" group="CHAT"/><action name="send" cast="whisper" message="HELLO"/></event>
                <event name="say"><action name="fill"/><action name="send" group="CHAT" message="LINE"/></event>
              </state>
              <method name="say"/>
            </class>
            """);
        Assert.StartsWith("# my\\_node\n\n`my_node`: a node that speaks `my_msg`.\n\nA message that the state does not name is dropped.\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| `ZYRE_ENTER` | `join` `CHAT`, `send` `HELLO` to the sender |", markdown, StringComparison.Ordinal);
        Assert.Contains("| `say` | `fill`, `send` `LINE` to `CHAT` |", markdown, StringComparison.Ordinal);
        Assert.Contains("## Messages sent\n\n| message | states |\n| --- | --- |\n| `HELLO` | `start` |\n| `LINE` | `start` |\n", markdown, StringComparison.Ordinal);
        Assert.Contains("join CHAT", markdown, StringComparison.Ordinal);
        Assert.Contains("| `fill` | in the program |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("| `join` |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_is_told_with_its_picture_states_and_api()
    {
        string markdown = Write("""
            <class name="my_client" script="zproto_client" protocol_class="my_msg">
              <state name="start">
                Nothing done yet.
                <before><action name="begin"/></before>
                <event name="constructor" next="done"><action name="connect">Finds the server</action><action name="send" message="OPEN"/>Opens.</event>
                <event name="*"/>
              </state>
              <state name="done" inherit="start"/>
              <action name="begin">Count = 0;</action>
              <method name="constructor" return="status">Connects.<field name="endpoint" type="string"/><field name="timeout" type="number" size="4"/><accept reply="SUCCESS"/><accept reply="FAILURE" error="1"/></method>
              <reply name="SUCCESS">Well.<field name="status" type="integer"/></reply>
              <reply name="FAILURE"/>
              <send><message name="KNOCK" method="knock"/></send>
              <recv><message name="NEWS"/></recv>
            </class>
            """);
        Assert.StartsWith("# my\\_client\n\n`my_client`: a client that speaks `my_msg`.\n\nA message that the state does not name is dropped.\n\n```mermaid\nstateDiagram-v2\n", markdown, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            ## States

            ### start

            Nothing done yet.

            The start. On entry: `begin`.

            | event | actions | next | description |
            | --- | --- | --- | --- |
            | `constructor` | `connect`, `send` `OPEN` | `done` | Opens. |
            | any other |  |  |  |

            ### done

            Has the events of `start` beside its own.

            ## Events

            | event | states |
            | --- | --- |
            | `constructor` | `start` |
            | any other | `start` |

            ## Actions

            | action | body | description |
            | --- | --- | --- |
            | `begin` | in the model |  |
            | `connect` | in the program | Finds the server |

            ## Methods

            | method | arguments | returns | accepts | description |
            | --- | --- | --- | --- | --- |
            | `constructor` | `endpoint` (string), `timeout` (number 4) | `status` | `SUCCESS`, `FAILURE` (error) | Connects. |

            ## Replies

            | reply | properties | description |
            | --- | --- | --- |
            | `SUCCESS` | `status` (integer) | Well. |
            | `FAILURE` |  |  |

            ## Messages of the API

            | message | way | method |
            | --- | --- | --- |
            | `KNOCK` | sent by | `knock` |
            | `NEWS` | received |  |

            """,
            markdown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_further_sockets_of_a_server_are_in_a_table()
        => Assert.Contains(
            """
            ## Sockets

            | socket | type | protocol | description |
            | --- | --- | --- | --- |
            | `news` | `xpub` | `news_msg` | What is new |
            | `jobs` | `push` | the server's |  |

            """,
            Write("<class name='s' script='server'><state name='a'/><socket name='news' type='XPUB' protocol_class='news_msg'>What is new</socket><socket name='jobs' type='push'/></class>"),
            StringComparison.Ordinal);

    [Fact]
    public void The_machines_of_a_server_are_described_each_with_its_picture()
        => Assert.EndsWith(
            """
            ## Machine star

            Keeps watch

            One, of the server itself. It speaks `star_msg`.

            A message that the state does not name is dropped.

            ```mermaid
            stateDiagram-v2
                state "primary" as s1
                s1 : BACKUP / send ACTIVE
                state "active" as s2
                [*] --> s1
                s1 --> s2 : BACKUP
            ```

            ### States

            #### primary

            The start.

            | event | actions | next |
            | --- | --- | --- |
            | `BACKUP` | `send` `ACTIVE` by `pub` | `active` |

            #### active

            ### Events

            | event | states |
            | --- | --- |
            | `BACKUP` | `primary` |

            """,
            Write("<class name='s' script='server'><state name='a'/><socket name='pub' type='pub'/><machine name='star' protocol_class='star_msg'>Keeps watch<state name='primary'><event name='BACKUP' next='active'><action name='send' message='ACTIVE' socket='pub'/></event></state><state name='active'/></machine></class>"),
            StringComparison.Ordinal);

    [Fact]
    public void What_a_model_says_is_text_and_no_markup()
    {
        string markdown = Write("""
            <class name="x" title="*X* &lt;b&gt;" script="zproto_codec">
              # no heading
              1. no list
              - nor this [link](x)
              <message name="A`B"><field name="a|b" type="number"/>``` no fence</message>
              <grammar>```</grammar>
            </class>
            """);
        Assert.StartsWith("# \\*X\\* \\<b\\>\n", markdown, StringComparison.Ordinal);
        Assert.Contains("\n\\# no heading\n1\\. no list\n\\- nor this \\[link\\](x)\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| ``A`B`` | 1 | \\`\\`\\` no fence |", markdown, StringComparison.Ordinal);
        Assert.Contains("| `a\\|b` | number 1 |", markdown, StringComparison.Ordinal);
        Assert.Contains("\n````abnf\n", markdown, StringComparison.Ordinal);
        Assert.Equal(2, markdown.Split("````").Length - 1);
    }

    private static string Write(string model) => MarkdownDocument.Write(ReadValid(model)).ReplaceLineEndings("\n");
}
