using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Messages as ZPL: what zproto's C codecs write is read, and errors name their line.</summary>
public sealed class ZplMessageTests
{
    [Fact]
    public void A_message_is_written_in_the_form_of_the_C_codecs()
    {
        ZprotoExample message = Examples.Structures();
        message.RoutingId = new RoutingId([0, 0x80, 0xFF]);
        Assert.Equal(
            """
            message = ZPROTO_EXAMPLE_STRUCTURES
            routing_id = 0080ff
            content
                sequence = 123
                aliases
                    0 = "First alias"
                    1 = "Second alias"
                    2 = "Third alias"
                headers
                    endpoint = tcp://localhost:5665

            """,
            ZplWriter.Write(message.ToZpl()));
    }

    [Fact]
    public void Bytes_uuids_and_frames_are_written_in_the_form_of_the_C_codecs()
        => Assert.Equal(
            """
            message = ZPROTO_EXAMPLE_BINARY
            content
                sequence = 123
                flags = 62333863
                public_key = 3839663566666537306437343738363964666538
                identifier = 3A60E6850A1E4CC15F3BFD4B42BC6B3E
                address = 3032303666393966363133376439666533383066
                content = 143732386139326336373439323335626137303032

            """,
            ZplWriter.Write(Examples.Binary().ToZpl()));

    [Fact]
    public void What_the_C_codecs_write_is_read()
    {
        ZprotoExample log = Read("""
            message = ZPROTO_EXAMPLE_LOG
            content
                sequence = 123
                version = 3
                level = 2
                event = 3
                node = 45536
                peer = 65535
                time = -1
                host = localhost
                data = "This is the message to log"
            """);
        ZprotoExample expected = Examples.Log();
        expected.Time = ulong.MaxValue;
        Assert.True(log.ContentEquals(expected), log.ToString());

        ZprotoExample binary = Read("""
            message = ZPROTO_EXAMPLE_BINARY
            routing_id = 0080FF
            content
                sequence = 123
                flags = 62333863
                public_key = 3839663566666537306437343738363964666538
                identifier = 3A60E6850A1E4CC15F3BFD4B42BC6B3E
                address = 3032303666393966363133376439666533383066
                content = 143732386139326336373439323335626137303032
            """);
        Assert.True(binary.ContentEquals(Examples.Binary()), binary.ToString());
        Assert.Equal("0080ff", binary.RoutingId.ToString());

        ZprotoExample structures = Read("""
            message = ZPROTO_EXAMPLE_STRUCTURES
            content
                sequence = 123
                aliases
                    0 = "First alias"
                    1 = "Second alias"
                    2 = "Third alias"
                headers
                    endpoint = "tcp://localhost:5665"
            """);
        Assert.True(structures.ContentEquals(Examples.Structures()), structures.ToString());
    }

    [Theory]
    [InlineData("ZPROTO_EXAMPLE_LOG")]
    [InlineData("zproto-example log")]
    [InlineData("LOG")]
    [InlineData("log")]
    public void A_message_is_known_by_its_name_however_it_is_spelled(string name)
        => Assert.Equal(ZprotoExample.MessageId.Log, Read($"message = \"{name}\"\ncontent").Id);

    [Fact]
    public void What_is_missing_is_as_if_never_set()
    {
        foreach (ZprotoExample.MessageId id in Enum.GetValues<ZprotoExample.MessageId>())
            Assert.Equal(Protocol<ZprotoExample>.Read(new ZprotoExample { Id = id }), Protocol<ZprotoExample>.Read(Read($"message = {id}\ncontent")));
    }

    [Fact]
    public void A_name_without_a_value_is_an_empty_value()
    {
        ZprotoExample binary = Read("""
            message = BINARY
            content
                sequence
                public_key
                identifier
                address =
                content
            """);
        Assert.Equal(0, binary.Sequence);
        Assert.Equal(Guid.Empty, binary.Identifier);
        Assert.True(binary.Content.IsSet);
        Assert.Empty(binary.Content);

        ZprotoExample structures = Read("""
            message = STRUCTURES
            content
                aliases
                    0
                headers
                    key
            """);
        Assert.Equal([""], structures.Aliases);
        Assert.Equal("", structures.Headers["key"]);
    }

    [Fact]
    public void Keys_of_a_table_can_be_any_text()
    {
        string[] keys = ["", "a/b", "server/timeout", "with space", "#", "\n", "'\"", "ü€😀", "\uD83D", "content", "="];
        ZprotoExample message = ZprotoExample.CreateStructures(1, null, keys.Select(key => KeyValuePair.Create(key, key)));
        ZprotoExample read = Read(ZplWriter.Write(message.ToZpl()));
        Assert.Equal(message.Headers, read.Headers);
    }

    [Fact]
    public void A_key_that_comes_twice_keeps_its_last_value()
        => Assert.Equal("2", Read("message = STRUCTURES\ncontent\n    headers\n        a = 1\n        a = 2").Headers["a"]);

    [Theory]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(70_000)]
    public void Frames_of_any_length_come_back(int length)
    {
        ZprotoExample message = Examples.Binary();
        message.Content.Add(new byte[length]);
        message.Content.Add([]);
        Assert.True(FrameList.ContentEquals(message.Content, Read(ZplWriter.Write(message.ToZpl())).Content));
    }

    [Fact]
    public void A_msg_that_was_never_set_is_not_one_that_was_set_to_no_frames()
    {
        var message = new ZprotoExample { Id = ZprotoExample.MessageId.Binary };
        Assert.False(Read(ZplWriter.Write(message.ToZpl())).Content.IsSet);
        message.Content.Clear();
        Assert.True(Read(ZplWriter.Write(message.ToZpl())).Content.IsSet);
    }

    [Fact]
    public void A_topic_comes_back()
    {
        var message = new WireTopic { Topic = "weather/brussels" };
        message.SetEmptyIsh(1);
        string text = ZplWriter.Write(message.ToZpl());
        Assert.Contains("message = WIRE_TOPIC_EMPTY_ISH\ntopic = weather/brussels\n", text, StringComparison.Ordinal);
        Assert.True(WireTopic.FromZpl(ZplReader.Parse(text)).ContentEquals(message));
    }

    [Theory]
    [InlineData("sequence = 65536", "sequence: '65536' is not a number from 0 to 65535")]
    [InlineData("sequence = -1", "sequence: '-1' is not a number from 0 to 65535")]
    [InlineData("sequence = one", "sequence: 'one' is not a number from 0 to 65535")]
    [InlineData("sequence = 1.0", "sequence: '1.0' is not a number from 0 to 65535")]
    [InlineData("sequence = 0x10", "sequence: '0x10' is not a number from 0 to 65535")]
    [InlineData("sequence = ", "sequence: '' is not a number from 0 to 65535")]
    [InlineData("level = 256", "level: '256' is not a number from 0 to 255")]
    [InlineData("time = 18446744073709551616", "time: '18446744073709551616' is not a number from 0 to 18446744073709551615")]
    [InlineData("time = -9223372036854775809", "time: '-9223372036854775809' is not a number from 0 to 18446744073709551615")]
    public void A_bad_number_is_an_error_with_its_line(string line, string problem)
        => AssertError(3, problem, $"message = LOG\ncontent\n    {line}\n    host = x");

    [Theory]
    [InlineData("flags = 123", "flags: '123' is not an even number of hexadecimal digits")]
    [InlineData("public_key = xy", "public_key: 'xy' is not an even number of hexadecimal digits")]
    [InlineData("address = \"12 34\"", "address: '12 34' is not an even number of hexadecimal digits")]
    [InlineData("identifier = 1234", "identifier: '1234' is not a UUID of 32 hexadecimal digits")]
    [InlineData("content = 1", "content: '1' is not an even number of hexadecimal digits")]
    [InlineData("content = 02ff", "content: a frame of 2 bytes has only 1")]
    [InlineData("content = fe", "content: a frame of 254 bytes has only 0")]
    [InlineData("content = ff000000", "content: a frame's length is cut")]
    [InlineData("content = ffffffffff00", "content: a frame of 4294967295 bytes has only 1")]
    [InlineData("content = ff8000000000", "content: a frame of 2147483648 bytes has only 1")]
    public void Bad_bytes_are_an_error_with_their_line(string line, string problem)
        => AssertError(5, problem, $"\nmessage = BINARY\n# The fields.\ncontent\n    {line}");

    [Fact]
    public void What_is_no_message_of_the_protocol_is_an_error_with_its_line()
    {
        AssertError(0, "there is no 'message'", "content");
        AssertError(0, "there is no 'message'", "");
        AssertError(0, "there is no 'message'", "message\ncontent");
        AssertError(0, "there is no 'content'", "message = LOG");
        AssertError(2, "there is no message 'HELLO' in this protocol", "\nmessage = HELLO\ncontent");
        AssertError(1, "there is no message 'WIRE_CHECK_LOG' in this protocol", "message = WIRE_CHECK_LOG\ncontent");
        AssertError(2, "routing_id: 'x' is not an even number of hexadecimal digits", "message = LOG\nrouting_id = x\ncontent");
        AssertError(2, "routing_id has 256 bytes, and at most 255 are allowed", $"message = LOG\nrouting_id = {new string('0', 512)}\ncontent");
        Assert.Throws<ArgumentNullException>(() => ZprotoExample.FromZpl(null!));
    }

    private static ZprotoExample Read(string text) => ZprotoExample.FromZpl(ZplReader.Parse(text));

    private static void AssertError(int line, string problem, string text)
    {
        ZplException error = Assert.Throws<ZplException>(() => Read(text));
        Assert.Equal(line, error.Line);
        Assert.Equal(line == 0 ? problem : $"line {line}: {problem}", error.Message);
    }
}
