using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class FramesTests
{
    [Theory]
    [InlineData(0, false, "00 00")]
    [InlineData(5, true, "01 05")]
    [InlineData(255, false, "00 FF")]
    [InlineData(256, false, "02 0000000000000100")]
    [InlineData(65536, true, "03 0000000000010000")]
    [InlineData(int.MaxValue, false, "02 000000007FFFFFFF")]
    public void A_header_is_as_short_as_it_can_be(int length, bool more, string expected)
    {
        byte[] header = new byte[9];
        int size = Frames.WriteHeader(header, length, more);
        Assert.Equal(FrameBytes.Hex(expected), header[..size]);
        Assert.Equal(size, Frames.HeaderSize(length));
    }

    [Theory]
    [InlineData(4, "04 04")]
    [InlineData(256, "06 0000000000000100")]
    public void A_commands_header_has_the_flag_COMMAND(int length, string expected)
    {
        byte[] header = new byte[9];
        Assert.Equal(FrameBytes.Hex(expected), header[..Frames.WriteCommandHeader(header, length)]);
    }

    [Fact]
    public void The_frames_of_a_message_come_one_by_one_without_the_commands_between_them()
    {
        byte[] message = FrameBytes.Hex("01 01 AA 04 02 0000 03 0000000000000001 BB 06 0000000000000001 00 00 00");
        var bodies = new List<string>();
        int position = 0;
        while (Frames.TryNext(message, ref position, out int offset, out int length))
            bodies.Add(Convert.ToHexString(message.AsSpan(offset, length)));
        Assert.Equal(["AA", "BB", ""], bodies);
        Assert.False(Frames.TryNext(message, ref position, out _, out _));
    }

    [Fact]
    public void The_end_of_each_message_and_command_of_a_queue_is_found()
    {
        byte[] queue = FrameBytes.Hex("00 01 AA 04 02 0000 01 00 03 0000000000000001 BB 00 00 02 0000000000000000");
        var ends = new List<int>();
        for (int start = 0; start < queue.Length; start = ends[^1])
            ends.Add(Frames.FindMessageEnd(queue, start));
        Assert.Equal([3, 7, 21, 30], ends);
    }
}
