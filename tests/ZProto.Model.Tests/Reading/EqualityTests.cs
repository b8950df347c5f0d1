using static ZProto.Model.Tests.Reading.Models;

namespace ZProto.Model.Tests.Reading;

public class EqualityTests
{
    private const string Text = """
        <class name="hello_msg" script="zproto_codec_c" title="Hello">
        <include filename="license.xml"/>
        <message name="HELLO"><field name="user name" type="string"><test>Bob</test></field></message>
        <unknown/>
        </class>
        """;

    private static ModelResult ReadWith(string text, string license = "<license>Mine</license>") => Read(text, ("models/license.xml", license));

    [Fact]
    public void The_same_text_twice_gives_equal_results()
    {
        Assert.Equal(ReadWith(Text), ReadWith(Text));
        Assert.Equal(ReadWith(Text).GetHashCode(), ReadWith(Text).GetHashCode());
        Assert.Equal(ReadWith(RealisticModelTests.Client), ReadWith(RealisticModelTests.Client));
    }

    [Theory]
    [InlineData("Bob", "Tim")]
    [InlineData("title=\"Hello\"", "title=\"Hallo\"")]
    [InlineData("HELLO", "Hello")]
    [InlineData("user name", "user_name")]
    [InlineData("hello_msg", "Hello_Msg")]
    [InlineData("type=\"string\"", "type=\"strong\"")]
    [InlineData("<message", "\n<message")]
    [InlineData("<unknown/>", "<unkn0wn/>")]
    public void A_changed_text_gives_another_result(string before, string after)
        => Assert.NotEqual(ReadWith(Text), ReadWith(Text.Replace(before, after, StringComparison.Ordinal)));

    [Fact]
    public void A_changed_include_gives_another_result()
        => Assert.NotEqual(ReadWith(Text), ReadWith(Text, "<license>Ours</license>"));

    [Fact]
    public void A_changed_engine_gives_another_result()
        => Assert.NotEqual(ReadWith(RealisticModelTests.Client), ReadWith(RealisticModelTests.Client.Replace("reconnecting", "Reconnecting", StringComparison.Ordinal)));

    [Fact]
    public void A_file_that_is_not_included_changes_nothing()
        => Assert.Equal(Read(Text, ("models/license.xml", "<license/>")), Read(Text, ("models/license.xml", "<license/>"), ("models/other.xml", "<class name='other'/>")));
}
