namespace ZProto.Runtime.Tests.Codec;

/// <summary>Messages as a line of a log, which a peer's values must not be able to forge.</summary>
public sealed class MessageTextTests
{
    [Fact]
    public void It_is_the_name_and_the_fields_of_that_message()
    {
        Assert.Equal(
            "LOG sequence=123 level=2 event=3 node=45536 peer=65535 time=1427261426 host='localhost' data='This is the message to log'",
            Examples.Log().ToString());
        Assert.Equal(
            "STRUCTURES sequence=123 aliases=['First alias', 'Second alias', 'Third alias'] headers={'endpoint': 'tcp://localhost:5665'}",
            Examples.Structures().ToString());
        Assert.Equal(
            "BINARY sequence=123 flags=0x62333863 public key=0x3839663566666537306437343738363964666538"
            + " identifier=3a60e685-0a1e-4cc1-5f3b-fd4b42bc6b3e address=0x3032303666393966363133376439666533383066 content=[0x3732386139326336373439323335626137303032]",
            Examples.Binary().ToString());
        Assert.Equal("FRAMES key=0x000000 first=0x second=0x rest=[]", new OddValues { Id = OddValues.MessageId.Frames }.ToString());
        Assert.Equal("NOTHING", OddValues.CreateNothing().ToString());
        Assert.Equal("?", new ZprotoExample().ToString());
    }

    [Fact]
    public void Long_values_are_cut_and_say_how_long_they_are()
    {
        Assert.Equal($"TEXT short='{new string('x', 64)}' long='{new string('y', 64)}'... (65 characters)",
            OddValues.CreateText(new string('x', 64), new string('y', 65)).ToString());
        Assert.Contains($"blob=0x{new string('0', 64)}... (33 bytes)", OddValues.CreateChunk(new byte[33], Guid.Empty).ToString(), StringComparison.Ordinal);
        Assert.Contains($"blob=0x{new string('0', 64)} uuid", OddValues.CreateChunk(new byte[32], Guid.Empty).ToString(), StringComparison.Ordinal);

        string[] many = [.. Enumerable.Range(0, 9).Select(i => $"{i}")];
        Assert.Equal(
            "TABLE list=['0', '1', '2', '3', '4', '5', '6', '7', ... 9 in all]"
            + " hash={'0': '', '1': '', '2': '', '3': '', '4': '', '5': '', '6': '', '7': '', ... 9 in all}",
            OddValues.CreateTable(many, many.Select(key => KeyValuePair.Create(key, ""))).ToString());

        OddValues frames = OddValues.CreateFrames([1, 2, 3], default, default, null);
        for (int i = 0; i < 9; i++)
            frames.Rest.Add([(byte)i]);
        Assert.EndsWith("0x07, ... 9 in all]", frames.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_not_cut_within_a_character()
    {
        string text = OddValues.CreateText("", new string('x', 63) + "😀").ToString();
        Assert.EndsWith("x'... (65 characters)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("\r", "\\u000d")]
    [InlineData("\0", "\\u0000")]
    [InlineData("\u001b[31m", "\\u001b[31m")]
    [InlineData("\u007f", "\\u007f")]
    [InlineData("\u0085", "\\u0085")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("\u202Egnp.exe", "\\u202egnp.exe")]
    [InlineData("\u2066\uFEFF", "\\u2066\\ufeff")]
    [InlineData("'", "\\'")]
    [InlineData("\\", "\\\\")]
    [InlineData("\\u000a", "\\\\u000a")]
    [InlineData("' long='", "\\' long=\\'")]
    [InlineData("Grüße €😀", "Grüße €😀")]
    public void What_could_forge_a_line_or_a_field_is_escaped(string value, string expected)
    {
        Assert.Equal($"TEXT short='{expected}' long=''", OddValues.CreateText(value, "").ToString());
        Assert.Equal(
            $"TABLE list=['{expected}'] hash={{'{expected}': '{expected}'}}",
            OddValues.CreateTable([value], [KeyValuePair.Create(value, value)]).ToString());
    }
}
