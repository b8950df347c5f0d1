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
    public void It_holds_up_to_255_octets(int length)
    {
        byte[] octets = Octets(length);
        var id = new RoutingId(octets);
        Assert.Equal(length, id.Length);
        Assert.Equal(length == 0, id.IsNone);
        Assert.Equal(octets, id.Octets);
        Assert.Equal(octets, id.ToArray());
        Assert.Equal(Convert.ToHexStringLower(octets), id.ToString());

        var same = new RoutingId(octets);
        Assert.True(id == same);
        Assert.False(id != same);
        Assert.True(id.Equals((object)same));
        Assert.Equal(id.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void It_holds_no_more()
        => Assert.Contains("256", Assert.Throws<ArgumentException>(() => new RoutingId(Octets(256))).Message, StringComparison.Ordinal);

    [Fact]
    public void It_keeps_its_octets_whatever_becomes_of_those_it_was_made_of()
    {
        foreach (int length in (int[])[8, 9])
        {
            byte[] octets = Octets(length);
            var id = new RoutingId(octets);
            octets[0]++;
            id.ToArray()[0]++;
            Assert.Equal(Octets(length), id.ToArray());
        }
    }

    [Fact]
    public void Ids_differ_that_differ_in_one_octet_or_in_length()
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
        Assert.True(RoutingId.None.IsNone);
        Assert.Equal(default, RoutingId.None);
        Assert.Equal(RoutingId.None, new RoutingId([]));
        Assert.Equal("", RoutingId.None.ToString());
        Assert.True(new ZprotoExample().RoutingId.IsNone);
    }

    [Fact]
    public void The_ids_that_routers_make_take_no_memory()
    {
        byte[] octets = Octets(8);
        int hash = new RoutingId(octets).GetHashCode();
        bool isSame = false;
        Assert.Equal(0, Allocation.Of(() =>
        {
            var id = new RoutingId(octets);
            isSame = id == new RoutingId(octets) && id.GetHashCode() == hash;
        }));
        Assert.True(isSame);
    }

    private static byte[] Octets(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
