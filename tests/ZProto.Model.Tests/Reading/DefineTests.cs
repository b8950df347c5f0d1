using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class DefineTests
{
    private static DefineModel Define(string attribute)
        => Assert.Single(ReadValid($"<class name='x' script='zproto_codec_c'><define name='D' {attribute}>Why</define></class>").Defines);

    [Theory]
    [InlineData("value='1'", DefineType.Int, "1")]
    [InlineData("value=' 007 '", DefineType.Int, "7")]
    [InlineData("value='-5'", DefineType.Int, "-5")]
    [InlineData("value='2147483647'", DefineType.Int, "2147483647")]
    [InlineData("value='2147483648'", DefineType.UInt, "2147483648")]
    [InlineData("value='4294967296'", DefineType.Long, "4294967296")]
    [InlineData("value='-2147483649'", DefineType.Long, "-2147483649")]
    [InlineData("value='9223372036854775808'", DefineType.ULong, "9223372036854775808")]
    [InlineData("value='0xff'", DefineType.Int, "255")]
    [InlineData("value='0XFFFFFFFFFFFFFFFF'", DefineType.ULong, "18446744073709551615")]
    [InlineData("value=\"'c'\"", DefineType.Int, "99")]
    public void Decimal_hexadecimal_and_quoted_characters_are_integers_of_the_first_fitting_type(string attribute, DefineType type, string value)
        => Assert.Equal((type, value), (Define(attribute).Type, Define(attribute).Value));

    [Theory]
    [InlineData("value='&quot;text&quot;'", "text")]
    [InlineData("value='&quot;12&quot;'", "12")]
    [InlineData("value='&quot;&quot;'", "")]
    [InlineData("value='18446744073709551616'", "18446744073709551616")]
    [InlineData("value='1.5'", "1.5")]
    [InlineData("value='(1 &lt;&lt; 4)'", "(1 << 4)")]
    [InlineData("value='0x'", "0x")]
    [InlineData("value='tcp://*:9000'", "tcp://*:9000")]
    [InlineData("", "")]
    public void Quotes_make_a_string_as_does_anything_else(string attribute, string value)
        => Assert.Equal((DefineType.String, value), (Define(attribute).Type, Define(attribute).Value));

    [Fact]
    public void A_define_has_a_place_and_a_description()
    {
        Assert.Equal((1, 55), (Define("value='1'").Span.Line, Define("value='1'").Span.Column));
        Assert.Equal("Why", Define("value='1'").Description);
    }

    [Fact]
    public void Of_two_defines_of_a_name_the_first_is_kept_with_a_warning()
    {
        const string Text = "<class name='x' script='zproto_codec_c'>\n<define name='MAX SIZE' value='1'/>\n<define name='max_size' value='2'/></class>";
        Assert.Equal(["ZP0114 3:15"], Diagnose(Text));
        Assert.Equal("1", Assert.Single(ReadValid(Text).Defines).Value);
    }

    [Fact]
    public void A_define_needs_a_name()
        => Assert.Equal(["ZP0101 1:42"], Diagnose("<class name='x' script='zproto_codec_c'><define value='1'/></class>"));

    [Fact]
    public void Two_names_that_are_one_in_CSharp_are_an_error()
    {
        const string Text = "<class name='x' script='zproto_codec_c'>\n<define name='max size'/>\n<define name='maxSize'/></class>";
        Assert.Equal(["ZP0116 3:15"], Diagnose(Text));
        Assert.Equal("'maxSize' and 'max size' are two names, and both are MaxSize in C#; write them alike, or so that they differ in more than separators", Assert.Single(Messages(Text)));
    }
}
