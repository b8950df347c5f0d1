using System.Text;
using ZProto.Codec;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Fields of text and of bytes, which may be set from what they hold.</summary>
public sealed class FieldTests
{
    [Fact]
    public void A_text_is_read_as_it_was_set_either_way()
    {
        TextField field = default;
        Assert.Equal("", field.Text);
        Assert.Equal(0, field.Utf8.Length);
        field.Text = "Grüße";
        Assert.Equal(7, field.Utf8Length);
        Assert.Equal("Grüße"u8, field.Utf8);
        Assert.Equal(7, field.Utf8Length);
        field.Utf8 = "€"u8;
        Assert.Equal("€", field.Text);
        Assert.Equal(3, field.Utf8Length);
        field.Utf8 = [];
        Assert.Equal("", field.Text);
        field.Text = "";
        Assert.Equal(0, field.Utf8.Length);
        field.Clear();
        Assert.Equal("", field.Text);
        Assert.Throws<ArgumentNullException>(() => new ZprotoExample { Host = null! });
    }

    [Fact]
    public void A_text_does_not_follow_the_bytes_it_was_set_from()
    {
        byte[] bytes = [.. "abc"u8];
        TextField field = default;
        field.Utf8 = bytes;
        bytes[0] = (byte)'x';
        Assert.Equal("abc", field.Text);
    }

    [Fact]
    public void A_text_can_be_set_from_its_own_bytes()
    {
        TextField field = default;
        field.Utf8 = "0123456789"u8;
        field.Utf8 = field.Utf8[2..];
        Assert.Equal("23456789", field.Text);
        field.Utf8 = field.Utf8[..3];
        Assert.Equal("234", field.Text);
        field.Utf8 = field.Utf8;
        Assert.Equal("234", field.Text);

        field.Text = "abcdef";
        field.Utf8 = field.Utf8[1..];
        Assert.Equal("bcdef", field.Text);
    }

    [Fact]
    public void A_copied_text_shares_nothing_and_keeps_half_a_pair()
    {
        TextField field = default;
        TextField copy = default;
        foreach (bool isEncoded in (bool[])[false, true])
        {
            field.Text = "\uD83D";
            if (isEncoded)
                Assert.Equal(Encoding.UTF8.GetBytes("\uFFFD"), field.Utf8);
            copy.CopyFrom(ref field);
            field.Utf8 = "other"u8;
            Assert.Equal("\uD83D", copy.Text);
            Assert.Equal(Encoding.UTF8.GetBytes("\uFFFD"), copy.Utf8);
        }
        field.Utf8 = [0xFF];
        copy.CopyFrom(ref field);
        field.Clear();
        Assert.Equal([0xFF], copy.Utf8.ToArray());
    }

    [Fact]
    public void Two_texts_are_equal_whose_bytes_are()
    {
        TextField left = default;
        TextField right = default;
        Assert.True(left.ContentEquals(ref right));
        left.Text = "Grüße";
        Assert.False(left.ContentEquals(ref right));
        right.Text = "Grüße";
        Assert.True(left.ContentEquals(ref right));
        right.Utf8 = "Grüße"u8;
        Assert.True(left.ContentEquals(ref right));
        Assert.True(right.ContentEquals(ref left));

        // What is read alike is not the same on the wire.
        left.Utf8 = [0xFF];
        right.Text = "\uFFFD";
        Assert.Equal(left.Text, right.Text);
        Assert.False(left.ContentEquals(ref right));
        // And what is the same on the wire is the same.
        left.Text = "\uD83D";
        Assert.True(left.ContentEquals(ref right));
        Assert.True(right.ContentEquals(ref left));
    }

    [Fact]
    public void Bytes_are_read_as_they_were_set_and_do_not_follow_their_source()
    {
        BytesField field = default;
        Assert.Equal(0, field.Length);
        Assert.Equal(0, field.Memory.Length);
        byte[] bytes = [1, 2, 3];
        field.Span = bytes;
        bytes[0] = 9;
        Assert.Equal([1, 2, 3], field.Span.ToArray());
        Assert.Equal([1, 2, 3], field.Memory.ToArray());
        field.Span = field.Span[1..];
        Assert.Equal([2, 3], field.Span.ToArray());
        field.Span = field.Span[..1];
        Assert.Equal([2], field.Span.ToArray());
    }

    [Fact]
    public void Bytes_of_a_fixed_size_are_zeros_until_they_are_set()
    {
        BytesField field = default;
        Assert.Equal(new byte[4], field.GetFixed(4));
        Assert.Equal(new byte[1_000], field.GetFixed(1_000));
        field.Span = [];
        Assert.Equal(0, field.GetFixed(4).Length);
        field.Span = [1, 2, 3];
        Assert.Equal([1, 2, 3], field.GetFixed(4).ToArray());
        field.Clear();
        Assert.Equal(new byte[4], field.GetFixed(4));
    }

    [Fact]
    public void Copied_bytes_share_nothing()
    {
        BytesField field = default;
        BytesField copy = default;
        copy.Span = [9];
        copy.CopyFrom(ref field);
        Assert.Equal(new byte[4], copy.GetFixed(4));
        field.Span = [1, 2, 3];
        copy.CopyFrom(ref field);
        field.Span = [4, 5, 6];
        Assert.Equal([1, 2, 3], copy.Span.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100_000)]
    public void Taken_bytes_are_the_callers(int length)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, (byte)7);
        BytesField field = default;
        field.Span = bytes;
        byte[] taken = field.Take();
        Assert.Equal(bytes, taken);
        Assert.Equal(0, field.Length);
        field.Span = new byte[length];
        Assert.Equal(bytes, taken);
    }
}
