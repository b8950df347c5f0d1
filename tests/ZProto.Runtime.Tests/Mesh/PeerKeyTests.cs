namespace ZProto.Runtime.Tests.Mesh;

/// <summary>A key has 1 to 254 bytes: those of a uuid, of a text, or any.</summary>
public sealed class PeerKeyTests
{
    [Fact]
    public void A_uuid_is_its_16_bytes_in_the_order_of_RFC_4122_and_back()
    {
        var uuid = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        PeerKey key = PeerKey.From(uuid);
        Assert.Equal(Convert.FromHexString("00112233445566778899aabbccddeeff"), key.Span.ToArray());
        Assert.Equal(uuid, key.ToGuid());
        Assert.Equal("00112233445566778899aabbccddeeff", key.ToString());
    }

    [Fact]
    public void A_text_is_its_bytes_in_UTF8_and_shown_as_it_is()
    {
        PeerKey key = PeerKey.From("tcp://127.0.0.1:5670");
        Assert.Equal("tcp://127.0.0.1:5670"u8.ToArray(), key.Span.ToArray());
        Assert.Equal("tcp://127.0.0.1:5670", key.ToString());
        Assert.Throws<InvalidOperationException>(() => key.ToGuid());
    }

    [Fact]
    public void What_is_not_printable_is_shown_in_hexadecimal() => Assert.Equal("610a", PeerKey.From("a\n").ToString());

    [Fact]
    public void Keys_of_the_same_bytes_are_equal()
    {
        Assert.Equal(PeerKey.From("ab"), PeerKey.From([0x61, 0x62]));
        Assert.True(PeerKey.From("ab") == PeerKey.From("ab"));
        Assert.True(PeerKey.From("ab") != PeerKey.From("ac"));
        Assert.Equal(PeerKey.From("a key of more than eight bytes").GetHashCode(), PeerKey.From("a key of more than eight bytes").GetHashCode());
    }

    [Fact]
    public void No_key_is_empty_or_longer_than_254_bytes()
    {
        Assert.True(default(PeerKey).IsEmpty);
        Assert.Throws<ArgumentException>(() => PeerKey.From(""));
        Assert.Throws<ArgumentException>(() => PeerKey.From(new byte[255]));
        Assert.Throws<ArgumentNullException>(() => PeerKey.From((string)null!));
        Assert.False(PeerKey.From(new byte[254]).IsEmpty);
    }
}
