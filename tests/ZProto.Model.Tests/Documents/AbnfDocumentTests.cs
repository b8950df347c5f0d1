using ZProto.Model.Documents;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Documents;

public class AbnfDocumentTests
{
    [Fact]
    public void Each_message_field_and_type_has_a_rule()
        => Assert.Equal(
            """
            ; Greetings: the messages of hello_msg, in ABNF

            ; C: is sent by the client, S: by the server
            hello-msg       = *( C:HELLO / S:WORLD / PING-OK )

            ; Ask for a greeting.
            HELLO           = signature %d1 sequence name
            signature       = %xAA %xA7           ; two bytes
            sequence        = number-4            ; Counts requests
            name            = string              ; Who is greeted

            WORLD           = signature %d2 sequence names
            names           = hash

            PING-OK         = signature %d75 sequence

            ; A table of texts: how many, then each name and value
            hash            = number-4 *( hash-name hash-value )
            hash-name       = string
            hash-value      = longstr

            ; Text in UTF-8 after the number of its bytes
            string          = number-1 *OCTET

            ; Long text in UTF-8 after the number of its bytes
            longstr         = number-4 *OCTET

            ; Numbers are unsigned, in network byte order
            number-1        = 1OCTET
            number-4        = 4OCTET

            """,
            Abnf("""
                <class name="hello_msg" title="Greetings" signature="7" script="zproto_codec">
                  <header><field name="sequence" type="number" size="4">Counts
                  requests</field></header>
                  <message name="HELLO" role="client">Ask for a greeting.<field name="name" type="string">Who is greeted</field></message>
                  <message name="WORLD" role="server"><field name="names" type="hash"/></message>
                  <message name="PING OK" id="'K'"/>
                </class>
                """));

    [Fact]
    public void A_constant_is_the_bytes_it_always_has()
    {
        string abnf = Abnf("""
            <class name="x" script="zproto_codec">
              <message name="A"><field name="protocol" type="string" value="é"/><field name="version" type="number" size="2" value="513">The version</field></message>
              <message name="B"><field name="protocol" type="longstr" value="ok"/><field name="version" type="number" size="2"/></message>
            </class>
            """);
        Assert.Contains("\nprotocol        = %x02 %xC3.A9        ; always \"é\"\n", abnf, StringComparison.Ordinal);
        Assert.Contains("\nversion         = %x02.01             ; always 513: The version\n", abnf, StringComparison.Ordinal);
        // What has the name of another rule is told apart by a number.
        Assert.Contains("\nB               = signature %d2 protocol-2 version-2\nprotocol-2      = %x00.00.00.02 %x6F.6B ; always \"ok\"\nversion-2       = number-2\n", abnf, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_is_told_from_others_without_regard_to_case()
    {
        string abnf = Abnf("""<class name="log" script="zproto_codec"><message name="LOG"><field name="Log" type="number"/><field name="string" type="string"/></message></class>""");
        Assert.Contains("\nlog             = *( LOG-2 )\n", abnf, StringComparison.Ordinal);
        Assert.Contains("\nLOG-2           = signature %d1 log-3 string-2\n", abnf, StringComparison.Ordinal);
        Assert.Contains("\nstring-2        = string\n", abnf, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_letters_digits_and_hyphens()
    {
        string abnf = Abnf("""<class name="x" script="zproto_codec"><message name="1 über_alles"/><message name="日本"/></class>""");
        Assert.Contains("\nX-1-BER-ALLES   = signature %d1\n", abnf, StringComparison.Ordinal);
        Assert.Contains("\nX-2             = signature %d2\n", abnf, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_message_begins_with_id_and_topic()
        => Assert.Contains("\nA               = %d65 topic\ntopic           = *OCTET %x00         ; UTF-8", Abnf("""<class name="x" pubsub="1" script="zproto_codec"><message name="A" id="'A'"/></class>"""), StringComparison.Ordinal);

    [Fact]
    public void The_authors_grammar_comes_first()
        => Assert.StartsWith(
            "; The messages of x, in ABNF\n\nx = A\n  / B\n\nA ",
            Abnf("<class name=\"x\" script=\"zproto_codec\"><grammar>\n    x = A\n      / B\n</grammar><message name=\"A\"/><message name=\"B\"/></class>"),
            StringComparison.Ordinal);

    [Fact]
    public void A_description_stays_in_its_comment()
        => Assert.Contains(
            "; one A = evil\n",
            Abnf("<class name=\"x\" script=\"zproto_codec\"><message name=\"A\">one\nA = evil</message></class>"),
            StringComparison.Ordinal);

    [Fact]
    public void A_grammar_needs_a_model()
        => Assert.Throws<ArgumentNullException>(() => AbnfDocument.Write(null!));

    private static string Abnf(string model) => AbnfDocument.Write(Protocol(model));
}
