namespace ZProto.Runtime.Tests.Codec;

public sealed class RoutingIdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(255)]
    public void It_holds_up_to_255_bytes(int length)
    {
        byte[] bytes = Bytes(length);
        var id = new RoutingId(bytes);
        Assert.Equal(length, id.Length);
        Assert.Equal(length == 0, id.IsEmpty);
        Assert.Equal(bytes, id.Span);
        Assert.Equal(bytes, id.ToArray());
        Assert.Equal(Convert.ToHexStringLower(bytes), id.ToString());

        var same = new RoutingId(bytes);
        Assert.True(id == same);
        Assert.False(id != same);
        Assert.True(id.Equals((object)same));
        Assert.Equal(id.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void It_holds_no_more()
        => Assert.Contains("256", Assert.Throws<ArgumentException>(() => new RoutingId(Bytes(256))).Message, StringComparison.Ordinal);

    [Fact]
    public void It_keeps_its_bytes_whatever_becomes_of_those_it_was_made_of()
    {
        foreach (int length in (int[])[8, 9])
        {
            byte[] bytes = Bytes(length);
            var id = new RoutingId(bytes);
            bytes[0]++;
            id.ToArray()[0]++;
            Assert.Equal(Bytes(length), id.ToArray());
        }
    }

    [Fact]
    public void Ids_differ_that_differ_in_one_byte_or_in_length()
    {
        RoutingId[] ids =
        [
            default, new([0]), new([1]), new([0, 0]), new([0, 1]), new([1, 0]), new(new byte[8]), new(new byte[9]),
            new([0, 0, 0, 0, 0, 0, 0, 1]), new([0, 0, 0, 0, 0, 0, 0, 0, 1]), new(new byte[255]),
        ];
        for (int i = 0; i < ids.Length; i++)
        {
            for (int j = 0; j < ids.Length; j++)
                Assert.Equal(i == j, ids[i].Equals(ids[j]));
        }
        Assert.Equal(ids.Length, ids.ToHashSet().Count);
        Assert.False(ids[1].Equals("00"));
        Assert.False(ids[1].Equals(null));
    }

    [Fact]
    public void None_is_what_there_is_without_one()
    {
        Assert.True(RoutingId.Empty.IsEmpty);
        Assert.Equal(default, RoutingId.Empty);
        Assert.Equal(RoutingId.Empty, new RoutingId([]));
        Assert.Equal("", RoutingId.Empty.ToString());
        Assert.True(new ZprotoExample().RoutingId.IsEmpty);
    }

    [Fact]
    public void The_ids_that_routers_make_take_no_memory()
    {
        byte[] bytes = Bytes(8);
        int hash = new RoutingId(bytes).GetHashCode();
        bool isSame = false;
        Assert.Equal(0, Allocation.Of(() =>
        {
            var id = new RoutingId(bytes);
            isSame = id == new RoutingId(bytes) && id.GetHashCode() == hash;
        }));
        Assert.True(isSame);
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    [Fact]
    public void No_bit_of_a_random_number_is_fixed()
    {
        ulong ever = 0, always = ulong.MaxValue;
        for (int i = 0; i < 200; i++)
        {
            ulong number = RoutingId.RandomNumber();
            ever |= number;
            always &= number;
        }
        Assert.Equal((ulong.MaxValue, 0UL), (ever, always));
    }
}
