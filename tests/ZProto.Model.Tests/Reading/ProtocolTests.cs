using ZProto.Model.WireTypes;
using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class ProtocolTests
{
    // The content starts at column 1 of line 2.
    private static string Model(string content) => $"<class name='my_msg' script='zproto_codec_c'>\n{content}\n</class>";

    private static MessageModel Message(string fields)
        => Assert.Single(Protocol(Model($"<message name='A'>{fields}</message>")).Messages);

    private static string[] DiagnoseFields(string fields) => Diagnose(Model($"<message name='A'>\n{fields}</message>"));

    private static IEnumerable<string> Names(IEnumerable<FieldModel> fields) => fields.Select(field => field.Name.Text);

    [Fact]
    public void A_protocol_may_be_empty() => Assert.Empty(Protocol(Model("")).Messages);

    // Messages

    [Fact]
    public void A_message_without_an_id_takes_its_place()
        => Assert.Equal([1, 9, 3], Protocol(Model("<message name='A'/><message name='B' id='9'/><message name='C'/>")).Messages.Select(message => (int)message.Id));

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 255 ", 255)]
    [InlineData("0x0A", 10)]
    [InlineData("0XfF", 255)]
    [InlineData("'M'", 'M')]
    [InlineData("'ÿ'", 255)]
    public void An_id_is_decimal_hexadecimal_or_a_quoted_character(string id, int value)
        => Assert.Equal(value, Protocol(Model($"<message name='A' id=\"{id}\"/>")).Messages[0].Id);

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("0x100")]
    [InlineData("M")]
    [InlineData("'MM'")]
    [InlineData("'Ω'")]
    [InlineData("1.0")]
    public void Another_id_is_an_error(string id)
    {
        Assert.Equal(["ZP0203 2:23"], Diagnose(Model($"<message name='A' id=\"{id}\"/>")));
        Assert.Equal([$"message id '{id}' is not 0 to 255, 0x00 to 0xFF or one quoted character"], Messages(Model($"<message name='A' id=\"{id}\"/>")));
    }

    [Fact]
    public void A_place_beyond_255_is_no_id()
        => Assert.Equal(["ZP0203 257:16"], Diagnose(Model(string.Join("\n", Enumerable.Range(1, 256).Select(i => $"<message name='A{i}'/>")))));

    [Fact]
    public void Two_messages_of_a_name_are_an_error_at_the_second()
    {
        string text = Model("<message name='HELLO-OK' id='1'/>\n<message name='hello ok' id='1'/>");
        Assert.Equal(["ZP0205 3:16"], Diagnose(text));
        Assert.Equal(["there is a message 'hello ok' already"], Messages(text));
    }

    [Fact]
    public void Two_messages_of_an_id_are_an_error_at_the_second()
    {
        string text = Model("<message name='A' id='65'/>\n<message name='B' id=\"'A'\"/>\n<message name='C' id='3'/>\n<message name='D'/>\n<message name='E' id='4'/>");
        Assert.Equal(["ZP0206 3:23", "ZP0206 6:23"], Diagnose(text));
        Assert.Equal(["message id 65 is taken by 'A' already", "message id 4 is taken by 'D' already"], Messages(text));
    }

    [Fact]
    public void An_id_taken_by_an_earlier_place_is_reported_at_the_name_of_the_message_that_has_none()
        => Assert.Equal(["ZP0206 3:16"], Diagnose(Model("<message name='A' id='2'/>\n<message name='B'/>")));

    [Fact]
    public void Messages_whose_names_meet_in_CSharp_are_an_error()
        => Assert.Equal(["ZP0116 3:16"], Diagnose(Model("<message name='peer id'/>\n<message name='PeerId'/>")));

    [Fact]
    public void A_message_needs_a_name()
        => Assert.Equal(["ZP0101 2:2", "ZP0101 3:16"], Diagnose(Model("<message id='1'/>\n<message name='?'/>")));

    [Fact]
    public void A_message_may_say_who_sends_it()
    {
        Assert.Equal("client", Protocol(Model("<message name='A' role='Client'/>")).Messages[0].Role);
        Assert.Equal("server", Protocol(Model("<message name='A' role='server'/>")).Messages[0].Role);
        Assert.Null(Protocol(Model("<message name='A'/>")).Messages[0].Role);
        Assert.Equal(["ZP0216 2:25"], Diagnose(Model("<message name='A' role='both'/>")));
    }

    [Fact]
    public void A_digest_is_40_hexadecimal_digits()
        => Assert.Equal(
            "B90F4926D4662B319C0EC113794B0F27D9336A23",
            Protocol(Model("<message name='A' digest='b90f4926d4662b319c0ec113794b0f27d9336a23'/>")).Messages[0].Digest);

    [Theory]
    [InlineData("B90F")]
    [InlineData("X90F4926D4662B319C0EC113794B0F27D9336A23")]
    public void Another_digest_is_a_warning_and_skipped(string digest)
    {
        string text = Model($"<message name='A' digest='{digest}'/>");
        Assert.Equal(["ZP0215 2:27"], Diagnose(text));
        Assert.Null(Protocol(text).Messages[0].Digest);
    }

    // Header and fields

    [Fact]
    public void The_fields_of_the_header_come_first_in_every_message()
    {
        ProtocolModel protocol = Protocol(Model("""
            <message name="A"><field name="x" type="string"/></message>
            <message name="B"/>
            <header><field name="sequence" type="number" size="2"/></header>
            <header><field name="sender" type="uuid"/></header>
            """));
        Assert.Equal(["sequence", "sender", "x"], Names(protocol.Messages[0].Fields));
        Assert.Equal(["sequence", "sender"], Names(protocol.Messages[1].Fields));
    }

    [Theory]
    [InlineData("number", "number", 1)]
    [InlineData("octet", "number", 1)]
    [InlineData("string", "string", 0)]
    [InlineData("longstr", "longstr", 0)]
    [InlineData("strings", "strings", 0)]
    [InlineData("hash", "hash", 0)]
    [InlineData("dictionary", "hash", 0)]
    [InlineData("chunk", "chunk", 0)]
    [InlineData("uuid", "uuid", 0)]
    [InlineData("frame", "frame", 0)]
    [InlineData("msg", "msg", 0)]
    [InlineData(" LONGSTR ", "longstr", 0)]
    public void A_field_has_a_type_of_the_language(string written, string type, int size)
    {
        FieldModel field = Message($"<field name='f' type='{written}'>What it is</field>").Fields[0];
        Assert.Equal((type, size, "What it is"), (field.Type.Name, field.Size, field.Description));
        Assert.Null(field.Constant);
        Assert.Equal((2, 32), (field.Span.Line, field.Span.Column));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_number_has_1_2_4_or_8_bytes(int size)
        => Assert.Equal(size, Message($"<field name='f' type='number' size='{size}'/>").Fields[0].Size);

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("two")]
    public void A_number_of_another_size_is_an_error(string size)
    {
        Assert.Equal(["ZP0202 3:37"], DiagnoseFields($"<field name='f' type='number' size='{size}'/>"));
        Assert.Equal([$"a number has 1, 2, 4 or 8 bytes, not '{size}'"], Messages(Model($"<header><field name='f' type='number' size='{size}'/></header>")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    public void Bytes_have_a_size(int size)
        => Assert.Equal((WireType.Octets, size), (Message($"<field name='f' type='octets' size='{size}'/>").Fields[0].Type, Message($"<field name='f' type='octets' size='{size}'/>").Fields[0].Size));

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("99999999999")]
    [InlineData("x")]
    public void Bytes_of_a_size_out_of_bounds_are_an_error(string size)
    {
        Assert.Equal(["ZP0202 3:37"], DiagnoseFields($"<field name='f' type='octets' size='{size}'/>"));
        Assert.Equal([$"octets have a size from 1 to 65535, not '{size}'"], Messages(Model($"<header><field name='f' type='octets' size='{size}'/></header>")));
    }

    [Fact]
    public void Bytes_without_a_size_are_an_error()
        => Assert.Equal(["ZP0202 3:23"], DiagnoseFields("<field name='f' type='octets'/>"));

    [Fact]
    public void A_size_means_nothing_to_other_types()
        => Assert.Equal(0, Message("<field name='f' type='string' size='x'/>").Fields[0].Size);

    [Fact]
    public void A_field_needs_a_name_and_a_type()
    {
        Assert.Equal(["ZP0101 3:2", "ZP0214 4:14"], DiagnoseFields("<field type='string'/>\n<field name='f'/>"));
        Assert.Equal(["field 'f' needs a 'type'"], Messages(Model("<header><field name='f'/></header>")));
    }

    [Theory]
    [InlineData("strin", "there is no type 'strin', did you mean 'string'?")]
    [InlineData("nubmer", "there is no type 'nubmer', did you mean 'number'?")]
    [InlineData("persn", "there is no type 'persn', did you mean 'person'?")]
    [InlineData("timestamp", "there is no type 'timestamp'")]
    [InlineData("integer", "there is no type 'integer' on the wire; 'number' is")]
    public void An_unknown_type_is_an_error_that_names_a_near_miss(string type, string message)
    {
        string text = Model($"<type name='person'><field name='f' type='string'/></type>\n<header><field name='f' type='{type}'/></header>");
        Assert.Equal(["ZP0201 3:31"], Diagnose(text));
        Assert.Equal([message], Messages(text));
    }

    [Fact]
    public void Of_a_hundred_unknown_names_near_misses_are_named()
    {
        string fields = string.Concat(Enumerable.Range(0, 150).Select(i => $"<field name='f{i}' type='strin'/>"));
        string[] messages = Messages(Model($"<header>{fields}</header>"));
        Assert.Equal(150, messages.Length);
        Assert.Equal(100, messages.Count(message => message.EndsWith("did you mean 'string'?", StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_fields_of_a_name_in_a_message_are_an_error_at_the_second()
    {
        Assert.Equal(["ZP0207 4:14"], DiagnoseFields("<field name='the name' type='string'/>\n<field name='THE-NAME' type='string'/>"));
        Assert.Equal(["message 'A' has a field 'f' already, header and types counted"], Messages(Model("<message name='A'><field name='f' type='string'/><field name='f' type='number'/></message>")));
    }

    [Fact]
    public void A_field_of_the_headers_name_is_an_error_in_the_message()
        => Assert.Equal(["ZP0207 3:32"], Diagnose(Model("<header><field name='f' type='string'/></header>\n<message name='A'><field name='f' type='string'/></message>")));

    [Fact]
    public void A_field_twice_in_the_header_is_one_error()
    {
        string text = Model("<header><field name='f' type='string'/>\n<field name='f' type='string'/></header><message name='A'/><message name='B'/>");
        Assert.Equal(["ZP0207 3:14"], Diagnose(text));
        Assert.Equal(["the header has a field 'f' already, header and types counted"], Messages(text));
    }

    [Fact]
    public void A_part_of_a_composed_type_meets_a_field_of_its_full_name()
        => Assert.Equal(["ZP0207 4:14"], Diagnose(Model("""
            <type name="person"><field name="forename" type="string"/></type>
            <message name="A"><field name="client_forename" type="string"/>
            <field name="client" type="person"/></message>
            """)));

    [Theory]
    [InlineData("type='number' size='2'", "type='string'", "field 'f' is string here and number size 2 elsewhere in this protocol; a field has one type everywhere, and only numbers may differ in size")]
    [InlineData("type='octets' size='2'", "type='octets' size='3'", "field 'f' is octets size 3 here and octets size 2 elsewhere in this protocol; a field has one type everywhere, and only numbers may differ in size")]
    public void A_variable_field_with_two_types_or_sizes_of_bytes_is_an_error(string first, string second, string message)
    {
        string text = Model($"<message name='A'><field name='f' {first}/></message>\n<message name='B'><field name='F' {second}/></message>");
        Assert.Equal(["ZP0208 3:32"], Diagnose(text));
        Assert.Equal([message.Replace("'f'", "'F'", StringComparison.Ordinal)], Messages(text));
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(1, 4)]
    public void A_number_has_the_largest_size_in_the_protocol_and_its_own_in_each_message(int first, int second)
    {
        ProtocolModel protocol = Protocol(Model($"<message name='DONE'><field name='status' type='number' size='{first}'/></message>\n<message name='ERROR'><field name='STATUS' type='number' size='{second}'>Why</field></message>"));
        FieldModel field = Assert.Single(protocol.Fields);
        Assert.Equal((Math.Max(first, second), "Why"), (field.Size, field.Description));
        Assert.Equal([first, second], protocol.Messages.Select(message => message.Fields[0].Size));
    }

    [Fact]
    public void A_field_that_repeats_is_an_error_since_its_bytes_are_others()
        => Assert.Equal(["attribute 'repeat' of <field> changes the bytes on the wire in the generator that knows it, and this one does not; describe the bytes with other fields"], Messages(Model("<message name='A'><field name='f' type='number' repeat='3'/></message>")));

    [Theory]
    [InlineData("", false)]
    [InlineData("utf8=''", false)]
    [InlineData("utf8='lax'", false)]
    [InlineData("utf8=' Strict '", true)]
    public void A_protocol_says_whether_text_must_be_UTF_8(string attribute, bool isRequired)
        => Assert.Equal(isRequired, Protocol($"<class name='x' script='zproto_codec_c' {attribute}/>").RequiresUtf8);

    [Theory]
    [InlineData("utf8='loose'", "utf8 'loose' is neither 'lax' nor 'strict'")]
    [InlineData("framing='lines'", "framing 'lines' is neither 'fields' nor 'frames'")]
    public void Another_rule_is_one_error(string attribute, string message)
        => Assert.Equal([message], Messages($"<class name='x' script='zproto_codec_c' {attribute}><message name='A'><field name='f' type='string'/></message></class>"));

    [Fact]
    public void Framing_by_fields_is_what_there_is_without_a_word()
        => Assert.Empty(Diagnose("<class name='x' script='zproto_codec_c' framing='fields'/>"));

    [Fact]
    public void Constants_may_differ_from_message_to_message_and_from_the_variable_of_their_name()
    {
        ProtocolModel protocol = Protocol(Model("""
            <message name="A"><field name="v" type="number" size="2" value="1"/></message>
            <message name="B"><field name="v" type="string" value="2"/></message>
            <message name="C"><field name="v" type="longstr">Varies</field></message>
            """));
        Assert.Equal(["1", "2", null], protocol.Messages.Select(message => message.Fields[0].Constant?.Text));
        FieldModel field = Assert.Single(protocol.Fields);
        Assert.Equal((WireType.LongStr, "Varies"), (field.Type, field.Description));
    }

    [Fact]
    public void Fields_are_all_variable_ones_once_in_order_of_first_appearance_with_the_first_description()
    {
        ProtocolModel protocol = Protocol(Model("""
            <header><field name="sequence" type="number"/></header>
            <message name="A"><field name="b" type="string"/><field name="c" type="string" value="x"/></message>
            <message name="B"><field name="a" type="uuid">Ident</field><field name="B" type="string">Second</field></message>
            <message name="C"><field name="b" type="string">Third</field></message>
            """));
        Assert.Equal(["sequence", "b", "a"], Names(protocol.Fields));
        Assert.Equal(["", "Second", "Ident"], protocol.Fields.Select(field => field.Description));
    }

    [Fact]
    public void Fields_whose_names_meet_in_CSharp_are_an_error()
        => Assert.Equal(["ZP0116 3:32"], Diagnose(Model("<message name='A'><field name='peer id' type='string'/></message>\n<message name='B'><field name='PeerId' type='string'/></message>")));

    [Fact]
    public void Msg_comes_last()
    {
        Assert.Equal(["ZP0209 3:14"], DiagnoseFields("<field name='m' type='msg'/><field name='f' type='frame'/>"));
        Assert.Empty(DiagnoseFields("<field name='f' type='frame'/><field name='m' type='msg'/>"));
        Assert.Equal(["field 'm' of type msg takes all remaining frames, so no field may follow it"], Messages(Model("<message name='A'><field name='m' type='msg'/><field name='f' type='frame'/></message>")));
    }

    [Fact]
    public void A_headers_msg_that_is_not_last_in_some_messages_is_one_error()
        => Assert.Equal(["ZP0209 2:22"], Diagnose(Model("<header><field name='m' type='msg'/></header><message name='A'/><message name='B'><field name='f' type='string'/></message><message name='C'><field name='f' type='string'/></message>")));

    // Composed types

    private const string Person = "<type name='person'><field name='forename' type='string'>Given name</field><field name='age' type='number' size='2'/></type>\n";

    [Fact]
    public void A_composed_type_is_its_parts_prefixed_in_their_order()
    {
        MessageModel message = Protocol(Model(Person + "<message name='A'><field name='id' type='uuid'/><field name='client' type='PERSON'>Who calls</field></message>")).Messages[0];
        Assert.Equal(["Id", "ClientForename", "ClientAge"], message.Fields.Select(field => field.Name.Pascal));
        Assert.Equal(["", "Given name", "Who calls"], message.Fields.Select(field => field.Description));
        Assert.Equal([(WireType.Uuid, 0), (WireType.String, 0), (WireType.Number, 2)], message.Fields.Select(field => (field.Type, field.Size)));
        Assert.All(message.Fields.Skip(1), field => Assert.Equal((3, 62), (field.Span.Line, field.Span.Column)));
    }

    [Fact]
    public void A_composed_type_may_hold_composed_types_whatever_their_order()
    {
        ProtocolModel protocol = Protocol(Model("""
            <header><field name="from" type="contact"/></header>
            <message name="A"/>
            <type name="contact"><field name="person" type="the person"/><field name="mail" type="string"/></type>
            <type name="the-person"><field name="name" type="string"/><field name="kind" type="number" value="7"/></type>
            """));
        Assert.Equal(["from person name", "from person kind", "from mail"], Names(protocol.Messages[0].Fields));
        Assert.Equal(7ul, protocol.Messages[0].Fields[1].Constant!.Number);
    }

    [Fact]
    public void A_circle_of_types_is_an_error_with_its_path()
    {
        string text = Model("""
            <type name="a"><field name="f" type="b"/></type>
            <type name="b"><field name="f" type="c"/></type>
            <type name="c"><field name="f" type="B"/></type>
            <message name="A"><field name="x" type="a"/></message>
            """);
        Assert.Equal(["ZP0210 4:38"], Diagnose(text));
        Assert.Equal(["type 'b' holds itself: b -> c -> b"], Messages(text));
    }

    [Fact]
    public void A_type_in_itself_is_a_circle()
        => Assert.Equal(["type 'a' holds itself: a -> a"], Messages(Model("<type name='a'><field name='f' type='a'/></type>")));

    [Theory]
    [InlineData("string")]
    [InlineData("NUMBER")]
    [InlineData("octet")]
    [InlineData("dictionary")]
    [InlineData("integer")]
    public void A_type_called_like_a_built_in_one_is_an_error(string name)
        => Assert.Equal(["ZP0211 2:13"], Diagnose(Model($"<type name='{name}'/>")));

    [Fact]
    public void Two_types_of_a_name_are_an_error()
        => Assert.Equal(["ZP0212 3:13"], Diagnose(Model("<type name='a b'/>\n<type name='A-B'/>")));

    [Fact]
    public void A_type_needs_a_name() => Assert.Equal(["ZP0101 2:2"], Diagnose(Model("<type/>")));

    [Fact]
    public void A_type_with_an_error_is_one_error_however_often_it_is_used()
        => Assert.Equal(["ZP0201 2:38"], Diagnose(Model("""
            <type name="a"><field name="f" type="nothing"/></type>
            <message name="A"><field name="x" type="a"/><field name="y" type="a"/></message>
            """)));

    [Fact]
    public void Types_that_double_at_each_level_are_refused()
    {
        string types = string.Concat(Enumerable.Range(0, 40).Select(i => $"<type name='t{i}'><field name='a' type='t{i + 1}'/><field name='b' type='t{i + 1}'/></type>"));
        Assert.Equal("ZP0004", Assert.Single(Read(Model($"{types}<type name='t40'><field name='f' type='string'/></type>")).Diagnostics).Rule.Id);
    }

    [Fact]
    public void Types_nested_without_end_are_refused()
    {
        string types = string.Concat(Enumerable.Range(0, 5000).Select(i => $"<type name='t{i}'><field name='a' type='t{i + 1}'/></type>"));
        Assert.Contains(Read(Model($"{types}<type name='t5000'><field name='f' type='string'/></type>")).Diagnostics, diagnostic => diagnostic.Rule == DiagnosticRules.TooLarge);
    }

    [Fact]
    public void A_large_header_in_many_messages_is_refused()
    {
        string header = string.Concat(Enumerable.Range(0, 2000).Select(i => $"<field name='f{i}' type='string'/>"));
        string messages = string.Concat(Enumerable.Range(0, 200).Select(i => $"<message name='m{i}'/>"));
        Assert.Equal("ZP0004", Assert.Single(Read(Model($"<header>{header}</header>{messages}")).Diagnostics).Rule.Id);
    }

    // Constants

    [Theory]
    [InlineData("type='number' value='255'", "255", 255ul)]
    [InlineData("type='number' size='2' value='0xFFFF'", "65535", 65_535ul)]
    [InlineData("type='number' value=\"'A'\"", "65", 65ul)]
    [InlineData("type='number' size='8' value='18446744073709551615'", "18446744073709551615", ulong.MaxValue)]
    [InlineData("type='octet' value='7'", "7", 7ul)]
    [InlineData("type='string' value='FILEMQ'", "FILEMQ", 0ul)]
    [InlineData("type='string' value='&quot;x&quot; '", "\"x\" ", 0ul)]
    [InlineData("type='string' value=''", "", 0ul)]
    [InlineData("type='longstr' value='long'", "long", 0ul)]
    public void A_number_string_or_longstr_with_a_literal_value_is_a_constant(string attributes, string text, ulong number)
        => Assert.Equal(new ConstantModel(text, number), Message($"<field name='f' {attributes}/>").Fields[0].Constant);

    [Theory]
    [InlineData("type='number' value='VERSION'", "3")]
    [InlineData("type='number' value='version'", "3")]
    [InlineData("type='number' value='MY_MSG_VERSION'", "3")]
    [InlineData("type='string' value='SIGNATURE'", "FMQ")]
    [InlineData("type='longstr' value='my_msg_signature'", "FMQ")]
    [InlineData("type='string' value='VERSION'", "3")]
    [InlineData("type='string' value='Signature!'", "Signature!")]
    [InlineData("type='string' value='the signature'", "the signature")]
    [InlineData("type='number' value='LETTER'", "77")]
    [InlineData("type='number' size='8' value='BIG'", "18446744073709551615")]
    public void A_constant_may_be_the_name_of_a_define(string attributes, string text)
        => Assert.Equal(text, Protocol(Model($"""
            <message name="A"><field name="f" {attributes}/></message>
            <define name="VERSION" value="3"/><define name="SIGNATURE" value='"FMQ"'/><define name="the signature" value="wrong"/>
            <define name="LETTER" value="'M'"/><define name="BIG" value="0xFFFFFFFFFFFFFFFF"/>
            """)).Messages[0].Fields[0].Constant!.Text);

    [Theory]
    [InlineData("type='number' value='256'", "256 does not fit a number size 1: 0 to 255")]
    [InlineData("type='number' value='BIG'", "70000 does not fit a number size 1: 0 to 255")]
    [InlineData("type='number' value='NEGATIVE'", "-1 does not fit a number size 1: 0 to 255")]
    [InlineData("type='number' value='VERSON'", "'VERSON' is neither a number nor a define of this model, did you mean 'VERSION'?")]
    [InlineData("type='number' value='-1'", "'-1' is neither a number nor a define of this model")]
    [InlineData("type='number' value=''", "'' is neither a number nor a define of this model")]
    [InlineData("type='number' value='TEXT'", "'TEXT' is the text \"abc\", not a number")]
    [InlineData("type='uuid' value='1'", "a field of type uuid cannot be constant; only number, string and longstr can")]
    [InlineData("type='octets' size='1' value='1'", "a field of type octets cannot be constant; only number, string and longstr can")]
    [InlineData("type='person' value='1'", "a field of the composed type 'person' cannot be constant; its parts can")]
    public void Another_constant_is_an_error(string attributes, string message)
    {
        string text = Model($"""
            <message name="A"><field name="f" {attributes}/></message>
            <define name="VERSION" value="3"/><define name="BIG" value="70000"/><define name="TEXT" value="abc"/><define name="NEGATIVE" value="-1"/>
            <type name="person"><field name="x" type="string"/></type>
            """);
        ModelDiagnostic diagnostic = Assert.Single(Read(text).Diagnostics);
        Assert.Equal((DiagnosticRules.BadConstant, message), (diagnostic.Rule, diagnostic.Message));
        Assert.Equal((2, 35 + attributes.IndexOf("value='", StringComparison.Ordinal) + 7), (diagnostic.Span.Line, diagnostic.Span.Column));
    }

    [Fact]
    public void A_constant_string_has_at_most_255_bytes_of_UTF8()
    {
        string fits = new('é', 127);
        Assert.Equal(fits, Message($"<field name='f' type='string' value='{fits}'/>").Fields[0].Constant!.Text);
        Assert.Equal(["ZP0204 3:38"], DiagnoseFields($"<field name='f' type='string' value='{fits}é'/>"));
        Assert.Equal(fits + fits, Message($"<field name='f' type='longstr' value='{fits}{fits}'/>").Fields[0].Constant!.Text);
    }

    // Test values

    private static IEnumerable<(string?, string)> Tests(string field)
        => Message(field).Fields[0].Tests.Select(test => (test.Name, test.Value));

    [Fact]
    public void Test_values_are_trimmed_text()
    {
        Assert.Equal([(null, "123")], Tests("<field name='f' type='number'><test> 123\n</test></field>"));
        Assert.Equal([(null, "b38c")], Tests("<field name='f' type='octets' size='4'><test>b38c</test></field>"));
        Assert.Equal([(null, "89f5ff")], Tests("<field name='f' type='chunk'><test>89f5ff</test></field>"));
        Assert.Equal([(null, "one"), (null, "two")], Tests("<field name='f' type='strings'><test>one</test><test>two</test></field>"));
        Assert.Equal([(null, "3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e")], Tests("<field name='f' type='uuid'><test>3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e</test></field>"));
        Assert.Equal([(null, "")], Tests("<field name='f' type='longstr'><test/></field>"));
    }

    [Fact]
    public void In_a_hash_a_test_value_has_its_key()
        => Assert.Equal([("endpoint", "tcp://localhost:5665")], Tests("<field name='f' type='hash'><test name='endpoint'>tcp://localhost:5665</test></field>"));

    [Fact]
    public void A_composed_fields_test_values_name_its_parts()
    {
        MessageModel message = Protocol(Model("""
            <type name="person"><field name="forename" type="string"/><field name="age" type="number"><test>5</test></field><field name="more" type="hash"/></type>
            <type name="pair"><field name="left" type="person"/></type>
            <message name="A">
            <field name="p" type="pair"><test name="left forename">Lucius</test><test name="LEFT_AGE">44</test></field>
            <field name="q" type="person"><test name="more">x</test></field>
            </message>
            """)).Messages[0];
        Assert.Equal(
            ["p left forename=Lucius", "p left age=44", "q age=5", "q more=more:x"],
            message.Fields.SelectMany(field => field.Tests.Select(test => $"{field.Name}={(test.Name is null ? "" : test.Name + ":")}{test.Value}")));
    }

    [Theory]
    [InlineData("type='number'", "256", "'256' is not a decimal number from 0 to 255")]
    [InlineData("type='number'", "0x1", "'0x1' is not a decimal number from 0 to 255")]
    [InlineData("type='uuid'", "3a60", "'3a60' is not the 32 hexadecimal digits of a uuid")]
    [InlineData("type='octets' size='4'", "abc", "'abc' is not 4 bytes")]
    [InlineData("type='hash'", "abc", "the test value 'abc' of a hash needs a 'name', its key")]
    [InlineData("type='person'", "abc", "the test value 'abc' needs a 'name', the part of 'person' that it tests")]
    public void Another_test_value_is_a_warning_and_skipped(string type, string value, string message)
    {
        string text = Model($"{Person}<message name='A'>\n<field name='f' {type}>\n<test>{value}</test></field></message>");
        Assert.Equal(["ZP0213 5:7"], Diagnose(text));
        Assert.Equal([message], Messages(text));
        Assert.All(Protocol(text).Messages[0].Fields, field => Assert.Empty(field.Tests));
    }

    [Fact]
    public void A_test_value_of_an_unknown_part_is_a_warning_that_names_a_near_miss()
        => Assert.Equal(
            ["type 'person' has no part 'forname', did you mean 'forename'?"],
            Messages(Model($"{Person}<message name='A'><field name='f' type='person'><test name='forname'>x</test></field></message>")));
}
