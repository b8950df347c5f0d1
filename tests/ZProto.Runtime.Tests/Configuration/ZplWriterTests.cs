using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Configuration;

public class ZplWriterTests
{
    [Fact]
    public void A_tree_is_written_with_four_spaces_a_level_and_a_newline_a_line()
    {
        var root = new ZplNode();
        root.Set("server/timeout", "10000");
        root.Set("server/security/mechanism", "plain");
        root.Find("server")!.Add("echo", "I: starting");
        root.Add("flag");

        Assert.Equal(
            "server\n    timeout = 10000\n    security\n        mechanism = plain\n    echo = \"I: starting\"\nflag\n",
            ZplWriter.Write(root));
    }

    [Fact]
    public void A_root_without_children_is_an_empty_text()
        => Assert.Equal("", ZplWriter.Write(new ZplNode("root", "value")));

    [Theory]
    [InlineData(null, "a")]
    [InlineData("", "a = \"\"")]
    [InlineData("1", "a = 1")]
    [InlineData("tcp://*:5555", "a = tcp://*:5555")]
    [InlineData("C:\\x", "a = C:\\x")]
    [InlineData("100%", "a = 100%")]
    [InlineData("two words", "a = \"two words\"")]
    [InlineData(" ", "a = \" \"")]
    [InlineData("#2", "a = \"#2\"")]
    [InlineData("x=1", "a = \"x=1\"")]
    [InlineData("tab\t", "a = \"tab\t\"")]
    [InlineData("größe", "a = \"größe\"")]
    [InlineData("it's", "a = \"it's\"")]
    [InlineData("\"", "a = '\"'")]
    [InlineData("say \"#\"", "a = 'say \"#\"'")]
    [InlineData("it's \"so\"", "a = it's \"so\"")]
    [InlineData("%\"", "a = '%\"'")]
    public void What_plain_ZPL_can_say_is_plain_ZPL(string? value, string line)
        => AssertWritten("a", value, line);

    [Theory]
    [InlineData("one\ntwo", "a = %\"one%0Atwo\"")]
    [InlineData("\0\u007F\u0085", "a = %\"%00%7F%85\"")]
    [InlineData("\"it's", "a = %\"%22it's\"")]
    [InlineData("'\"'", "a = %\"'%22'\"")]
    [InlineData("it's \"#\"", "a = %\"it's %22%23%22\"")]
    [InlineData("'\" ", "a = %\"'%22 \"")]
    [InlineData("%\"'", "a = %\"%25%22'\"")]
    public void What_plain_ZPL_cannot_say_is_escaped(string value, string line)
        => AssertWritten("a", value, line);

    // No theory: an attribute holds its strings in UTF-8, which has no half pairs.
    [Fact]
    public void Half_a_surrogate_pair_is_escaped_and_a_whole_one_is_not()
    {
        AssertWritten("a", "\uD800", "a = %\"%uD800\"");
        AssertWritten("a", "\uDC00\uD83D\uDE00\uD83D", "a = %\"%uDC00\U0001F600%uD83D\"");
        AssertWritten("\uDC00", "1", "%\"%uDC00\" = 1");
    }

    [Theory]
    [InlineData("azAZ09$-_@.&+/", "azAZ09$-_@.&+/ = 1")]
    [InlineData("my key", "\"my key\" = 1")]
    [InlineData("", "\"\" = 1")]
    [InlineData("a=b", "\"a=b\" = 1")]
    [InlineData("#", "\"#\" = 1")]
    [InlineData("\"", "'\"' = 1")]
    [InlineData("100%", "\"100%\" = 1")]
    [InlineData("größe", "\"größe\" = 1")]
    [InlineData("\"'", "%\"%22'\" = 1")]
    [InlineData("a\nb", "%\"a%0Ab\" = 1")]
    public void A_name_stands_bare_in_quotes_or_escaped_as_its_characters_need(string name, string line)
        => AssertWritten(name, "1", line);

    private static void AssertWritten(string name, string? value, string line)
    {
        var root = new ZplNode();
        root.Add(name, value);

        Assert.Equal(line + "\n", root.ToString());
        Assert.True(root.ContentEquals(ZplReader.Parse(root.ToString())));
    }
}
