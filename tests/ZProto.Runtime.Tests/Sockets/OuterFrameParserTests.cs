using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class OuterFrameParserTests
{
    private static FrameEvent Read(FrameLimits limits, params byte[] bytes) => new OuterFrameParser(limits).Read(bytes);

    [Theory]
    [InlineData("00 02 AABB", 2, 4)]
    [InlineData("04 02 AABB CC", 2, 4)]
    [InlineData("02 0000000000000002 AABB", 9, 11)]
    [InlineData("06 0000000000000002 AABB CC", 9, 11)]
    public void A_frame_may_be_a_command_or_not_and_short_or_long(string bytes, int offset, int consumed)
    {
        FrameEvent found = Read(default, FrameBytes.Hex(bytes));
        Assert.Equal((FrameEventKind.Command, offset, 2, consumed), (found.Kind, found.Offset, found.Length, found.Consumed));
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x03)]
    [InlineData(0x05)]
    [InlineData(0x08)]
    [InlineData(0x80)]
    public void Other_flags_are_malformed(byte flags)
        => Assert.Equal("a frame of CURVE with other flags than LONG and COMMAND", Read(default, flags).Reason);

    [Theory]
    [InlineData("", 2)]
    [InlineData("00", 2)]
    [InlineData("00 05", 7)]
    [InlineData("02 00", 9)]
    [InlineData("02 0000000000000100 00", 265)]
    public void Half_a_frame_says_how_many_bytes_there_must_be(string bytes, int needed)
    {
        FrameEvent found = Read(default, FrameBytes.Hex(bytes));
        Assert.Equal((FrameEventKind.NeedMore, needed), (found.Kind, found.Needed));
    }

    [Fact]
    public void The_limit_is_that_of_frames_and_33_bytes_and_MESSAGE_is_not_under_that_of_commands()
    {
        var limits = new FrameLimits(100_000, 0, 0);
        Assert.Equal(FrameEventKind.NeedMore, Read(limits, FrameBytes.LongHeader(6, 100_033)).Kind);
        Assert.Equal("a frame that is too large", Read(limits, FrameBytes.LongHeader(6, 100_034)).Reason);
    }

    [Fact]
    public void A_sealed_command_fits_whatever_the_limit_of_frames()
    {
        var limits = new FrameLimits(1, 1, 1);
        Assert.Equal(FrameEventKind.NeedMore, Read(limits, FrameBytes.LongHeader(2, FrameLimits.MaxCommandSize + 33)).Kind);
        Assert.Equal("a frame that is too large", Read(limits, FrameBytes.LongHeader(2, FrameLimits.MaxCommandSize + 34)).Reason);
    }

    [Fact]
    public void Without_a_limit_it_is_what_an_array_can_hold()
    {
        Assert.Equal(Array.MaxLength, Read(default, FrameBytes.LongHeader(2, Array.MaxLength - 9)).Needed);
        Assert.Equal("a frame that is too large", Read(default, FrameBytes.LongHeader(2, Array.MaxLength - 8)).Reason);
        Assert.Equal("a frame of a size over 63 bits", Read(default, FrameBytes.LongHeader(2, -1)).Reason);
    }
}
