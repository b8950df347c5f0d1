using ZProto.Runtime.Tests.Codec;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class FrameParserTests
{
    private const string ReservedFlags = "a frame with reserved flags";
    private const string CommandWithMore = "a command with the flag MORE";
    private const string SizeOver63Bits = "a frame of a size over 63 bits";
    private const string FrameTooLarge = "a frame that is too large";
    private const string MessageTooLarge = "a message that is too large";
    private const string CommandTooLarge = "a command that is too large";

    private static readonly FrameLimits s_none = default;
    private static readonly FrameLimits s_few = new(MaxFrameSize: 1000, MaxMessageSize: 2000, MaxFrames: 3);

    private static FrameEvent Read(FrameLimits limits, params byte[] bytes) => new FrameParser(limits).Read(bytes);

    [Fact]
    public void A_short_frame_without_MORE_is_a_message()
    {
        FrameEvent found = Read(s_few, [0, 3, 1, 2, 3, 0xEE]);
        Assert.Equal(FrameEventKind.Message, found.Kind);
        Assert.Equal((5, 1, 5, false), (found.Length, found.FrameCount, found.Consumed, found.IsTooLong));
    }

    [Theory]
    [InlineData("00 00", "1: ")]
    [InlineData("00 01 AA", "1: AA")]
    [InlineData("02 0000000000000001 AA", "1: AA")]
    [InlineData("02 0000000000000000", "1: ")]
    [InlineData("01 00 00 02 AABB", "2:  | AABB")]
    [InlineData("01 01 AA 03 0000000000000001 BB 02 0000000000000001 CC", "3: AA | BB | CC")]
    public void A_message_ends_with_the_first_frame_without_MORE(string bytes, string expected)
        => Assert.Equal([expected], ParserDriver.EventsOf(FrameBytes.Hex(bytes), s_few, int.MaxValue));

    [Fact]
    public void Messages_follow_each_other()
        => Assert.Equal(["1: AA", "2: BB | CC", "1: DD"], ParserDriver.EventsOf(FrameBytes.Hex("00 01 AA 01 01 BB 00 01 CC 00 01 DD"), s_few, int.MaxValue));

    [Fact]
    public void A_command_before_a_message_is_dropped_with_its_event()
    {
        var parser = new FrameParser(s_few);
        byte[] bytes = [4, 2, 0xAA, 0xBB, 0, 1, 0xCC];
        FrameEvent found = parser.Read(bytes);
        Assert.Equal(FrameEventKind.Command, found.Kind);
        Assert.Equal((2, 2, 4), (found.Offset, found.Length, found.Consumed));
        Assert.Equal(FrameEventKind.Message, parser.Read(bytes.AsSpan(found.Consumed)).Kind);
    }

    [Fact]
    public void A_command_between_frames_stays_and_is_no_frame_of_the_message()
    {
        var parser = new FrameParser(s_few);
        byte[] bytes = [1, 1, 0xAA, 4, 1, 0xCC, 6, 0, 0, 0, 0, 0, 0, 0, 1, 0xDD, 0, 1, 0xBB];
        FrameEvent first = parser.Read(bytes);
        Assert.Equal((FrameEventKind.Command, 5, 1, 0), (first.Kind, first.Offset, first.Length, first.Consumed));
        FrameEvent second = parser.Read(bytes);
        Assert.Equal((FrameEventKind.Command, 15, 1, 0), (second.Kind, second.Offset, second.Length, second.Consumed));
        FrameEvent message = parser.Read(bytes);
        Assert.Equal((FrameEventKind.Message, bytes.Length, 2), (message.Kind, message.Length, message.FrameCount));
        Assert.Equal(["command CC at 5", "command DD at 15", "2: AA | BB"], ParserDriver.EventsOf(bytes, s_few, int.MaxValue));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("00", 2)]
    [InlineData("00 03", 5)]
    [InlineData("00 03 AA BB", 5)]
    [InlineData("02", 9)]
    [InlineData("02 00000000000000", 9)]
    [InlineData("02 0000000000000100", 265)]
    [InlineData("01 01 AA", 5)]
    [InlineData("01 01 AA 00 04", 9)]
    [InlineData("04 05", 7)]
    public void Half_a_message_says_how_many_bytes_there_must_be(string bytes, int needed)
    {
        FrameEvent found = Read(s_few, FrameBytes.Hex(bytes));
        Assert.Equal((FrameEventKind.NeedMore, needed, 0), (found.Kind, found.Needed, found.Consumed));
    }

    [Theory]
    [InlineData("08", ReservedFlags)]
    [InlineData("10", ReservedFlags)]
    [InlineData("20", ReservedFlags)]
    [InlineData("40", ReservedFlags)]
    [InlineData("80", ReservedFlags)]
    [InlineData("FF", ReservedFlags)]
    [InlineData("05", CommandWithMore)]
    [InlineData("07", CommandWithMore)]
    [InlineData("02 8000000000000000", SizeOver63Bits)]
    [InlineData("06 FFFFFFFFFFFFFFFF", SizeOver63Bits)]
    [InlineData("02 00000000000003E9", FrameTooLarge)]
    [InlineData("03 7FFFFFFFFFFFFFFF", FrameTooLarge)]
    [InlineData("06 0000000000010001", CommandTooLarge)]
    [InlineData("01 01 AA 08", ReservedFlags)]
    [InlineData("01 01 AA 05", CommandWithMore)]
    public void Malformed_frames_are_found_before_their_bodies_arrive(string bytes, string reason)
    {
        FrameEvent found = Read(s_few, FrameBytes.Hex(bytes));
        Assert.Equal(FrameEventKind.Malformed, found.Kind);
        Assert.Equal(reason, found.Reason);
    }

    [Fact]
    public void Malformed_stays_malformed()
    {
        var parser = new FrameParser(s_few);
        Assert.Equal(FrameEventKind.Malformed, parser.Read([1, 0, 9]).Kind);
        Assert.Equal(FrameEventKind.Malformed, parser.Read([1, 0, 9]).Kind);
    }

    [Fact]
    public void A_frame_may_have_as_many_bytes_as_the_limit_says_and_not_one_more()
    {
        Assert.Equal(FrameEventKind.Message, Read(new(5, 0, 0), FrameBytes.Short(0, new byte[5])).Kind);
        Assert.Equal(FrameTooLarge, Read(new(5, 0, 0), FrameBytes.Short(0, new byte[6])).Reason);
        Assert.Equal(FrameEventKind.Message, Read(new(300, 0, 0), FrameBytes.Long(2, new byte[300])).Kind);
        Assert.Equal(FrameTooLarge, Read(new(300, 0, 0), FrameBytes.LongHeader(2, 301)).Reason);
    }

    [Fact]
    public void A_message_may_have_as_many_bytes_in_its_bodies_as_the_limit_says_and_not_one_more()
    {
        var limits = new FrameLimits(0, 5, 0);
        Assert.Equal(FrameEventKind.Message, Read(limits, [.. FrameBytes.Short(1, 1, 2), .. FrameBytes.Short(0, 3, 4, 5)]).Kind);
        Assert.Equal(MessageTooLarge, Read(limits, [.. FrameBytes.Short(1, 1, 2), 0, 4]).Reason);
        Assert.Equal(MessageTooLarge, Read(limits, [0, 6]).Reason);
        Assert.Equal(["2: 01 | 020304", "1: 0102030405"], ParserDriver.EventsOf([.. FrameBytes.Short(1, 1), .. FrameBytes.Short(0, 2, 3, 4), .. FrameBytes.Short(0, 1, 2, 3, 4, 5)], limits, 3));
    }

    [Fact]
    public void Limits_of_zero_leave_what_an_array_can_hold()
    {
        Assert.Equal(FrameEventKind.NeedMore, Read(s_none, FrameBytes.LongHeader(2, Array.MaxLength - 9)).Kind);
        Assert.Equal(Array.MaxLength, Read(s_none, FrameBytes.LongHeader(2, Array.MaxLength - 9)).Needed);
        Assert.Equal(MessageTooLarge, Read(s_none, FrameBytes.LongHeader(2, Array.MaxLength - 8)).Reason);
        Assert.Equal(MessageTooLarge, Read(s_none, FrameBytes.LongHeader(3, long.MaxValue)).Reason);
        Assert.Equal(MessageTooLarge, Read(s_none, [1, 0, .. FrameBytes.LongHeader(2, Array.MaxLength - 10)]).Reason);
        Assert.Equal(["1001: " + string.Join(" | ", Enumerable.Repeat("", 1001))], ParserDriver.EventsOf([.. Enumerable.Repeat(FrameBytes.Short(1), 1000).SelectMany(frame => frame), 0, 0], s_none, int.MaxValue));
    }

    [Fact]
    public void A_command_may_have_64_KiB_whatever_the_limit_of_frames()
    {
        byte[] command = FrameBytes.Long(6, new byte[64 * 1024]);
        Assert.Equal(FrameEventKind.Command, Read(new(5, 5, 1), command).Kind);
        Assert.Equal(CommandTooLarge, Read(s_none, FrameBytes.LongHeader(6, (64 * 1024) + 1)).Reason);
    }

    [Fact]
    public void Commands_between_the_frames_of_a_message_are_limited_together()
    {
        byte[] stream = [1, 0, .. Enumerable.Repeat(FrameBytes.Short(4, new byte[200]), 400).SelectMany(frame => frame)];
        List<string> events = ParserDriver.EventsOf(stream, s_none, 1000);
        Assert.Equal(CommandTooLarge, events[^1]);
        Assert.InRange(events.Count, 300, 330);

        byte[] empty = [1, 0, .. Enumerable.Repeat(FrameBytes.Short(4), 40_000).SelectMany(frame => frame)];
        Assert.Equal(CommandTooLarge, ParserDriver.EventsOf(empty, s_none, 1000)[^1]);

        byte[] between = [.. Enumerable.Repeat(FrameBytes.Short(4, new byte[200]), 400).SelectMany(frame => frame)];
        Assert.Equal(400, ParserDriver.EventsOf(between, s_none, 1000).Count);
    }

    [Fact]
    public void A_message_of_too_many_frames_is_no_error_and_the_next_is_read()
    {
        byte[] three = FrameBytes.Hex("01 01 AA 01 01 BB 00 01 CC");
        byte[] four = FrameBytes.Hex("01 01 AA 01 01 BB 01 01 CC 00 01 DD");
        Assert.Equal(["3: AA | BB | CC", "too long, of 4, to 21", "1: EE"], ParserDriver.EventsOf([.. three, .. four, 0, 1, 0xEE], s_few, int.MaxValue));
    }

    [Fact]
    public void A_message_of_too_many_frames_is_dropped_frame_by_frame_so_that_no_one_need_keep_it()
    {
        var parser = new FrameParser(s_few);
        FrameEvent found = parser.Read([1, 0, 1, 0, 1, 0, 1, 0, 1, 5]);
        Assert.Equal((FrameEventKind.NeedMore, 8, 7), (found.Kind, found.Consumed, found.Needed));
        found = parser.Read([1, 5, 1, 2, 3, 4, 5, 4, 1, 0xCC]);
        Assert.Equal((FrameEventKind.Command, 10), (found.Kind, found.Consumed));
        Assert.Equal(9, found.Offset);
        found = parser.Read([0, 1, 0xAA]);
        Assert.Equal((FrameEventKind.Message, true, 6, 3), (found.Kind, found.IsTooLong, found.FrameCount, found.Consumed));
        found = parser.Read([0, 1, 0xAA]);
        Assert.Equal((FrameEventKind.Message, false, 1), (found.Kind, found.IsTooLong, found.FrameCount));
    }

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_events()
    {
        byte[] stream = FrameBytes.Hex("04 01 AA 00 00 01 02 0102 04 00 03 0000000000000001 EE 02 0000000000000003 010203 01 00 01 00 01 00 04 01 BB 01 00 00 01 DD 06 0000000000000002 CCDD 00 01 FF 08");
        List<string> whole = ParserDriver.EventsOf(stream, s_few, int.MaxValue);
        Assert.Equal(["command AA at 2", "1: ", "command  at 11", "3: 0102 | EE | 010203", "command BB at 41", "too long, of 5, to 47", "command CCDD at 56", "1: FF", ReservedFlags], whole);
        for (int first = 1; first <= stream.Length; first++)
        {
            for (int rest = 1; rest <= stream.Length; rest++)
                Assert.Equal(whole, ParserDriver.EventsOf(stream, s_few, first, rest));
        }
    }

    [Fact]
    public void It_allocates_nothing()
    {
        byte[] stream = FrameBytes.Hex("04 01 AA 00 00 01 02 0102 04 00 00 01 02 02 0000000000000003 010203 01 00 01 00 01 00 01 00 00 00 02");
        Assert.Equal(0, Allocation.Of(() => new FrameParser(s_few), parser =>
        {
            for (int i = 0; i < 100; i++)
            {
                int start = 0;
                FrameEvent found;
                do
                {
                    found = parser.Read(stream.AsSpan(start));
                    start += found.Consumed;
                }
                while (found.Kind != FrameEventKind.NeedMore);
            }
        }));
    }
}
