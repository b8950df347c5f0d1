using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class DescriptionTests
{
    [Fact]
    public void Text_directly_in_an_element_is_its_description()
    {
        MessageModel message = Protocol("""
            <class name="x" script="zproto_codec_c">
            <message name="A">
                <field name="f" type="string"> The  field <test>value</test></field>
            </message>
            </class>
            """).Messages[0];
        Assert.Equal("", message.Description);
        Assert.Equal("The  field", message.Fields[0].Description);
    }

    [Fact]
    public void All_pieces_are_joined_and_lines_trimmed()
        => Assert.Equal("First.\nSecond line.\n\nThird & last.", Protocol("""
            <class name="x" script="zproto_codec_c">
            <message name="A">

                First.
                <field name="f" type="string"/>
                Second line.

                  Third <!-- not this --><![CDATA[& last.]]>
                <field name="g" type="string"/>

            </message>
            </class>
            """).Messages[0].Description);

    [Fact]
    public void At_the_root_only_what_stands_before_the_first_child_counts()
        => Assert.Equal("This is\nthe protocol.", ReadValid("""
            <class name="x" script="zproto_codec_c">
                This is
                the protocol.
            <message name="A"/>
            An aside.
            </class>
            """).Description);

    [Fact]
    public void An_include_ends_the_roots_description()
        => Assert.Equal("Before.", ReadValid("<class name='x' script='zproto_codec_c'>Before.<include filename='f.xml'/>After.</class>", ("models/f.xml", "<fragment>Inside.<define name='a'/></fragment>")).Description);

    [Fact]
    public void License_and_grammar_keep_their_inner_indentation()
    {
        ClassModel model = ReadValid("""
            <class name="x" script="zproto_codec_c">
            <license>
            Copyright (c) me

              All rights.
            </license>
            <grammar>
                hello   = open
                            *ping
            </grammar>
            <grammar>more = 1</grammar>
            </class>
            """);
        Assert.Equal("Copyright (c) me\n\n  All rights.", model.License);
        Assert.Equal("hello   = open\n            *ping\n\nmore = 1", model.Grammar);
    }

    [Fact]
    public void Without_a_license_there_is_none()
        => Assert.Null(ReadValid("<class name='x' script='zproto_codec_c'><license> </license></class>").License);
}
