using ZProto.Transports.Sockets;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class SendQueueTests
{
    [Fact]
    public void Messages_leave_as_frames_one_after_the_other()
    {
        SendQueue queue = Filled(new SendQueue(0), [[1, 2], []], [[3]]);
        Assert.Equal(FrameBytes.Hex("01 02 0102 00 00 00 01 03"), queue.Next.ToArray());
        Assert.Equal(2, queue.Count);
        Assert.False(queue.IsEmpty);
    }

    [Fact]
    public void A_full_queue_takes_no_message_until_one_has_left_whole()
    {
        SendQueue queue = Filled(new SendQueue(2), [[1]], [[2]]);
        Assert.False(queue.TryAdd(Message([3])));
        queue.Advance(2);
        Assert.False(queue.TryAdd(Message([3])));
        queue.Advance(1);
        Assert.True(queue.TryAdd(Message([3])));
        Assert.Equal(FrameBytes.Hex("00 01 02 00 01 03"), queue.Next.ToArray());
    }

    [Fact]
    public void A_message_counts_until_its_last_byte_is_sent()
    {
        SendQueue queue = Filled(new SendQueue(0), [[1], [2]], [[3]], [[4]]);
        int[] counts = new int[12];
        for (int i = 0; i < counts.Length; i++)
        {
            queue.Advance(1);
            counts[i] = queue.Count;
        }
        Assert.Equal([3, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0], counts);
        Assert.True(queue.IsEmpty);
        Assert.True(queue.Next.IsEmpty);
    }

    [Fact]
    public void A_boundary_is_only_between_messages_and_not_between_frames()
    {
        SendQueue queue = Filled(new SendQueue(0), [[1], [2]], [[3]]);
        var boundaries = new List<int>();
        for (int sent = 0; sent < 9; sent++)
        {
            if (queue.IsAtBoundary)
                boundaries.Add(sent);
            queue.Advance(1);
        }
        Assert.Equal([0, 6], boundaries);
        Assert.True(queue.IsAtBoundary);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 2)]
    [InlineData(8, 1)]
    [InlineData(11, 0)]
    public void Only_the_message_that_was_cut_is_dropped_and_the_next_starts_at_its_first_frame(int sent, int left)
    {
        SendQueue queue = Filled(new SendQueue(0), [[1], [2]], [[3]], [[4]]);
        queue.Advance(sent);
        queue.DropCut();
        Assert.Equal(left, queue.Count);
        Assert.True(queue.IsAtBoundary);
        Assert.Equal(FrameBytes.Hex("01 01 01 00 01 02 00 01 03 00 01 04")[(12 - (left == 3 ? 12 : left * 3))..], queue.Next.ToArray());
        queue.DropCut();
        Assert.Equal(left, queue.Count);
    }

    [Fact]
    public void A_large_message_that_was_cut_is_dropped_whole_though_others_were_added_since()
    {
        SendQueue queue = Filled(new SendQueue(0), [new byte[1024 * 1024], [1]]);
        queue.Advance(500_000);
        Filled(queue, [[2]], [new byte[100_000]], [[3]]);
        queue.DropCut();
        Assert.Equal(3, queue.Count);
        Assert.Equal([[2], new byte[100_000], [3]], Drain(queue, most: int.MaxValue));
    }

    [Fact]
    public void A_message_that_was_cut_can_still_be_dropped_when_its_segment_has_grown()
    {
        SendQueue queue = Filled(new SendQueue(0), [[1]], [new byte[100], [9]]);
        queue.Advance(50);
        Filled(queue, [new byte[1_000]], [new byte[10_000]]);
        queue.DropCut();
        Assert.Equal([new byte[1_000], new byte[10_000]], Drain(queue, most: 7));
    }

    [Fact]
    public void What_is_added_while_a_part_is_sent_leaves_in_order()
    {
        var random = new Random(1);
        var queue = new SendQueue(0);
        var expected = new List<byte[]>();
        var left = new List<byte>();
        for (int i = 0; i < 500; i++)
        {
            byte[] frame = new byte[random.Next(20) == 0 ? random.Next(200_000) : random.Next(300)];
            random.NextBytes(frame);
            expected.Add(frame);
            Filled(queue, [frame]);
            for (int sends = random.Next(3); sends > 0 && !queue.IsEmpty; sends--)
                Send(queue, random.Next(1, 100_000), left);
        }
        while (!queue.IsEmpty)
            Send(queue, int.MaxValue, left);
        Assert.Equal(expected, Bodies([.. left]));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Small_messages_leave_together_and_a_segment_has_whole_messages()
    {
        var queue = new SendQueue(0);
        for (int i = 0; i < 1_000; i++)
            Filled(queue, [new byte[100]]);
        Assert.True(queue.HasFullSegment);
        int sends = 0;
        for (; !queue.IsEmpty; sends++)
        {
            Assert.Equal(0, queue.Next.Length % 102);
            queue.Advance(queue.Next.Length);
        }
        Assert.InRange(sends, 1, 4);
    }

    [Fact]
    public void A_cleared_queue_is_as_new()
    {
        SendQueue queue = Filled(new SendQueue(1), [new byte[100_000]]);
        queue.Advance(10);
        queue.Clear();
        Assert.True(queue.IsEmpty && queue.IsAtBoundary && !queue.HasFullSegment);
        Filled(queue, [[7]]);
        Assert.Equal(FrameBytes.Hex("00 01 07"), queue.Next.ToArray());
    }

    private static SendQueue Filled(SendQueue queue, params byte[][][] messages)
    {
        foreach (byte[][] frames in messages)
            Assert.True(queue.TryAdd(Message(frames)));
        return queue;
    }

    private static MultipartMessage Message(params byte[][] frames)
    {
        var message = new MultipartMessage();
        foreach (byte[] frame in frames)
            message.Add(frame);
        return message;
    }

    private static void Send(SendQueue queue, int most, List<byte> left)
    {
        ReadOnlySpan<byte> part = queue.Next[..Math.Min(most, queue.Next.Length)];
        left.AddRange(part);
        queue.Advance(part.Length);
    }

    private static List<byte[]> Drain(SendQueue queue, int most)
    {
        var left = new List<byte>();
        while (!queue.IsEmpty)
            Send(queue, most, left);
        return Bodies([.. left]);
    }

    private static List<byte[]> Bodies(byte[] bytes)
    {
        var bodies = new List<byte[]>();
        for (int start = 0; start < bytes.Length;)
        {
            int end = Frames.FindMessageEnd(bytes, start), position = 0;
            while (Frames.TryNext(bytes.AsSpan(start, end - start), ref position, out int offset, out int length))
                bodies.Add(bytes.AsSpan(start + offset, length).ToArray());
            start = end;
        }
        return bodies;
    }
}
