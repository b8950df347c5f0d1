using ZProto.Transports.Sockets;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class ReceiveBufferTests
{
    [Fact]
    public void A_buffer_without_bytes_holds_no_array()
    {
        var buffer = new ReceiveBuffer();
        Assert.Equal(0, buffer.Room.Length);
        Add(ref buffer, 1, 2, 3);
        buffer.Consume(3);
        buffer.Trim();
        Assert.Equal(0, buffer.Room.Length);
        Assert.Equal(0, buffer.Length);
    }

    [Fact]
    public void Bytes_stay_in_order_as_they_are_added_and_consumed()
    {
        var buffer = new ReceiveBuffer();
        Add(ref buffer, 1, 2, 3);
        buffer.Consume(2);
        Add(ref buffer, 4, 5);
        Assert.Equal([3, 4, 5], buffer.Bytes.ToArray());
        Assert.Equal(3, buffer.Length);
    }

    [Fact]
    public void Who_announces_much_is_given_memory_only_for_twice_what_came()
    {
        var buffer = new ReceiveBuffer();
        buffer.Reserve(1_000_000_000);
        Assert.InRange(buffer.Room.Length, ReceiveBuffer.ReadSize, 2 * ReceiveBuffer.ReadSize);
        for (int i = 0; i < 5; i++)
        {
            buffer.Add(buffer.Room.Length);
            int length = buffer.Length;
            buffer.Reserve(1_000_000_000);
            Assert.InRange(buffer.Length + buffer.Room.Length, length + 1, 4 * length);
        }
    }

    [Fact]
    public void A_message_that_is_announced_has_room_in_the_end()
    {
        const int Needed = 300_000;
        var random = new Random(1);
        var buffer = new ReceiveBuffer();
        byte[] sent = new byte[Needed];
        random.NextBytes(sent);
        for (int at = 0; at < Needed;)
        {
            buffer.Reserve(Needed);
            int count = Math.Min(Math.Min(buffer.Room.Length, random.Next(1, 50_000)), Needed - at);
            Assert.NotEqual(0, count);
            sent.AsSpan(at, count).CopyTo(buffer.Room);
            buffer.Add(count);
            at += count;
        }
        Assert.True(buffer.Bytes.SequenceEqual(sent));
    }

    [Fact]
    public void The_rest_of_a_message_moves_to_the_start_where_it_would_not_fit()
    {
        var buffer = new ReceiveBuffer();
        buffer.Reserve(0);
        int size = buffer.Room.Length;
        buffer.Room[^1] = 7;
        buffer.Add(size);
        buffer.Consume(size - 1);
        buffer.Reserve(100);
        Assert.Equal([7], buffer.Bytes.ToArray());
        Assert.Equal(0, buffer.Start);
        Assert.Equal(size - 1, buffer.Room.Length);
    }

    [Fact]
    public void Half_a_message_that_waits_holds_no_large_array()
    {
        var buffer = new ReceiveBuffer();
        Add(ref buffer, 1, 2, 3);
        buffer.Trim();
        Assert.Equal([1, 2, 3], buffer.Bytes.ToArray());
        Assert.InRange(buffer.Room.Length, 0, 2_048);
        buffer.Reserve(100_000);
        Add(ref buffer, 4);
        Assert.Equal([1, 2, 3, 4], buffer.Bytes.ToArray());
    }

    [Fact]
    public void An_array_that_is_given_away_leaves_what_came_after_the_message()
    {
        var buffer = new ReceiveBuffer();
        Add(ref buffer, 1, 2, 3, 4);
        int start = buffer.Start;
        byte[] detached = buffer.Detach(3);
        Add(ref buffer, 5);
        Assert.Equal([1, 2, 3], detached.AsSpan(start, 3).ToArray());
        Assert.Equal([4, 5], buffer.Bytes.ToArray());
    }

    [Fact]
    public void Room_is_made_for_what_a_mechanism_opens()
    {
        var buffer = new ReceiveBuffer();
        Add(ref buffer, 1);
        buffer.ReserveRoom(500_000);
        Assert.True(buffer.Room.Length >= 500_000);
        Assert.Equal([1], buffer.Bytes.ToArray());
    }

    private static void Add(ref ReceiveBuffer buffer, params byte[] bytes)
    {
        buffer.Reserve(0);
        bytes.CopyTo(buffer.Room);
        buffer.Add(bytes.Length);
    }
}
