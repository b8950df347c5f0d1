using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

/// <summary>Protocols whose fields are frames.</summary>
public class FramesTests
{
    private const string A = "<field name='a' type='string'/>";
    private const string B = "<field name='b' type='string'/>";
    private const string Optional = "<field name='o' type='string' optional='1'/>";

    [Fact]
    public void Every_type_but_strings_hash_and_composed_types_can_be_a_frame()
        => Assert.Equal(
            [
                "field 's' is of type strings, which cannot be one frame; with framing=\"frames\" each field is one",
                "field 'h' is of type hash, which cannot be one frame; with framing=\"frames\" each field is one",
                "field 'c' is of the composed type 'pair', which cannot be one frame; with framing=\"frames\" each field is one",
            ],
            Messages(Frames($"""
                <type name='pair'>{A}{B}</type>
                <message name='M'>
                    <field name='n' type='number' size='4'/><field name='x' type='octets' size='3'/><field name='l' type='longstr'/><field name='k' type='chunk'/>
                    <field name='u' type='uuid'/><field name='f' type='frame'/><field name='e' type='envelope'/>
                    <field name='s' type='strings'/><field name='h' type='hash'/><field name='c' type='pair'/>
                    <field name='m' type='msg'/>
                </message>
                """)));

    [Theory]
    [InlineData("<field name='e' type='envelope'/>", "type envelope needs a protocol whose fields are frames: framing=\"frames\"")]
    [InlineData("<field name='o' type='string' OPTIONAL='1'/>", "an optional field needs a protocol whose fields are frames: framing=\"frames\"")]
    public void What_only_frames_can_tell_is_an_error_elsewhere(string field, string message)
        => Assert.Equal([message], Messages($"<class name='x' script='zproto_codec_c'><message name='M'>{A}{field}</message></class>"));

    [Fact]
    public void Published_messages_have_no_fields_that_are_frames()
        => Assert.Equal(["ZP0129 1:50"], Diagnose($"<class name='x' script='zproto_codec_c' framing='frames' pubsub='1'><message name='M'>{A}</message></class>"));

    [Theory]
    [InlineData(A + Optional, null)]
    [InlineData(A + Optional + "<field name='p' type='msg' optional='1'/>", null)]
    [InlineData(Optional, "field 'o' cannot be optional: it is the message's first, and a message is at least one frame")]
    [InlineData(A + Optional + B, "field 'o' cannot be optional: 'b' follows, which is not; only the last fields can be")]
    [InlineData(A + "<field name='o' type='string' value='x' optional='1'/>", "field 'o' cannot be optional: it is a constant")]
    [InlineData(A + "<field name='o' type='envelope' optional='1'/>", "field 'o' cannot be optional: an envelope is always there, if only as the empty frame that ends it")]
    public void Only_the_last_fields_can_be_optional(string fields, string? message)
        => Assert.Equal(message is null ? [] : [message], Messages(Frames($"<message name='M'>{fields}</message>")));

    [Fact]
    public void A_field_is_optional_in_the_messages_that_say_so_and_in_the_protocol_if_one_does()
    {
        ProtocolModel protocol = Protocol(Frames($"<message name='M'>{A}{B}<field name='o' type='string'/></message><message name='N'>{A}{Optional}</message>"));
        Assert.Equal([false, true], protocol.Messages.Select(message => message.Fields[message.Fields.Count - 1].IsOptional));
        Assert.Equal(["o"], protocol.Fields.Where(field => field.IsOptional).Select(field => field.Name.Text));
    }

    [Fact]
    public void A_header_field_id_without_a_value_is_the_messages_id()
    {
        ProtocolModel protocol = Protocol(Frames("<header><field name='ID' type='octet'/></header><message name='M' id='0x4D'/><message name='N'/>"));
        Assert.True(protocol.HasIdField);
        Assert.Equal(["77", "2"], protocol.Messages.Select(message => message.Fields[0].Constant!.Text));
        Assert.Empty(protocol.Fields);
    }

    [Theory]
    [InlineData("<field name='id' type='number' size='2'/>", "field 'id' of the header is of type number size 2; it carries the message's id, and is a number of 1 byte")]
    [InlineData("<field name='id' type='string'/>", "field 'id' of the header is of type string; it carries the message's id, and is a number of 1 byte")]
    public void The_id_is_one_byte(string field, string message)
        => Assert.Equal([message], Messages(Frames($"<header>{field}</header><message name='M'/>")));

    [Fact]
    public void An_id_elsewhere_or_with_a_value_is_a_field_like_others()
        => Assert.False(Protocol(Frames($"<header><field name='id' type='string' value='x'/></header><message name='M'/>")).HasIdField);

    [Fact]
    public void A_message_is_at_least_one_frame()
        => Assert.Equal(["message 'M' has no fields, and a message is at least one frame"], Messages(Frames("<message name='M'/>")));

    [Theory]
    // Told by the number of frames, a constant, or its place.
    [InlineData($"<message name='M'>{A}</message><message name='N'>{A}{B}</message>")]
    [InlineData($"<message name='M'><field name='c' type='string' value='M'/>{A}</message><message name='N'><field name='c' type='string' value='N'/>{A}</message>")]
    [InlineData($"<message name='M'><field name='c' type='number' size='2' value='1'/></message><message name='N'><field name='c' type='number' size='1' value='1'/></message>")]
    // One with a constant of its own is tried before one without.
    [InlineData($"<message name='M'>{A}</message><message name='N'><field name='c' type='string' value='N'/></message>")]
    [InlineData($"<message name='N'>{A}</message><message name='M'><field name='m' type='msg'/></message>")]
    // Each is sent by another side.
    [InlineData($"<message name='M' role='client'>{A}</message><message name='N' role='server'>{B}</message>")]
    // The constant is after an envelope of any length.
    [InlineData($"<message name='M'><field name='e' type='envelope'/><field name='c' type='string' value='M'/></message><message name='N'><field name='e' type='envelope'/><field name='c' type='string' value='N'/></message>")]
    [InlineData($"<header><field name='id' type='octet'/></header><message name='M'>{A}</message><message name='N'>{B}</message>")]
    public void Messages_that_differ_are_told_apart(string messages)
        => Assert.Empty(Diagnose(Frames(messages)));

    [Theory]
    [InlineData($"<message name='M'>{A}</message><message name='N'>{B}</message>")]
    [InlineData($"<message name='M' role='client'>{A}</message><message name='N'>{B}</message>")]
    [InlineData($"<message name='M' role='client'>{A}</message><message name='N' role='client'>{B}</message>")]
    [InlineData($"<message name='M'>{A}{Optional}</message><message name='N'>{A}{B}<field name='c' type='string' optional='1'/></message>")]
    [InlineData($"<message name='M'><field name='c' type='string' value='M'/>{A}</message><message name='N'>{A}<field name='c' type='string' value='N'/></message>")]
    public void Messages_that_look_alike_are_a_warning(string messages)
        => Assert.Equal(["message 'N' can have the same frames as 'M' before it, and is read as that; let a constant tell them apart, or the 'role' of both"], Messages(Frames(messages)));

    [Theory]
    [InlineData($"<message name='M'>{A}{Optional}</message><message name='N'>{A}</message>")]
    [InlineData($"<message name='M'><field name='m' type='msg'/></message><message name='N'>{A}{B}</message>")]
    [InlineData($"<message name='M'>{A}<field name='m' type='msg'/></message><message name='N'><field name='e' type='envelope'/>{A}</message>")]
    public void A_message_that_an_earlier_one_takes_whatever_its_frames_is_an_error(string messages)
        => Assert.Equal(["whatever frames message 'N' has, 'M' before it can have them too, and is read instead; let a constant tell them apart, or the 'role' of both"], Messages(Frames(messages)));

    [Theory]
    [InlineData("", "ZP0130 1:63")]
    [InlineData("framing='fields'", null)]
    [InlineData("signature='1'", null)]
    public void A_model_without_signature_whose_header_starts_with_an_empty_constant_gets_a_hint(string attribute, string? expected)
        => Assert.Equal(
            expected is null ? [] : [expected],
            Diagnose($"<class name='x' script='zproto_codec_c' {attribute}><header><field name='e' type='string' value=''/></header><message name='M'/></class>"));

    private static string Frames(string content) => $"<class name='x' script='zproto_codec_c' framing='frames'>{content}</class>";
}
