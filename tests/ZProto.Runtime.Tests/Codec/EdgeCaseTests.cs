using System.Buffers.Binary;
using System.Text;
using ZProto.Runtime.Tests.Codec;

namespace ZProto.Runtime.Tests;

/// <summary>The outcomes that the model language states for odd values and odd input.</summary>
public sealed class EdgeCaseTests
{
    private static readonly byte[] s_invalidUtf8 = [(byte)'a', 0xff, (byte)'b'];

    [Fact]
    public void A_string_of_255_bytes_travels_and_one_of_256_is_refused_by_name()
    {
        OddValues message = OddValues.CreateText(new string('x', 255), "");
        Assert.Equal(255, Decoded(message).Short.Length);

        message.Short = new string('x', 256);
        MessageEncodeException refused = Assert.Throws<MessageEncodeException>(() => message.ToFrames());
        Assert.Equal("short", refused.FieldName);
        Assert.Contains("TEXT", refused.Message, StringComparison.Ordinal);
        Assert.Contains("short", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_is_measured_in_bytes_not_characters()
    {
        OddValues message = OddValues.CreateText(new string('€', 85), "");
        Assert.Equal(new string('€', 85), Decoded(message).Short);
        message.Short = new string('€', 86);
        Assert.Throws<MessageEncodeException>(() => message.ToFrames());
    }

    [Fact]
    public void A_string_set_as_utf8_is_refused_just_the_same()
    {
        OddValues message = OddValues.CreateText("", "");
        message.ShortUtf8 = new byte[256];
        Assert.Equal("short", Assert.Throws<MessageEncodeException>(() => message.ToFrames()).FieldName);
    }

    [Fact]
    public void A_longstr_of_256_bytes_and_more_travels_whole()
    {
        string text = new('é', 70_000);
        Assert.Equal(text, Decoded(OddValues.CreateText("", text)).Long);
    }

    [Fact]
    public void A_hash_key_of_256_bytes_is_refused_by_name()
    {
        OddValues message = OddValues.CreateTable(null, new Dictionary<string, string> { [new string('k', 255)] = "fits" });
        Assert.Equal("fits", Decoded(message).Hash[new string('k', 255)]);
        message.Hash[new string('k', 256)] = "does not";
        Assert.Equal("hash", Assert.Throws<MessageEncodeException>(() => message.ToFrames()).FieldName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Bytes_of_another_length_are_refused_by_name(int length)
    {
        OddValues message = OddValues.CreateFrames(new byte[length], default, default, null);
        MessageEncodeException refused = Assert.Throws<MessageEncodeException>(() => message.ToFrames());
        Assert.Equal("key", refused.FieldName);
    }

    [Fact]
    public void Bytes_that_were_never_set_are_zeros()
    {
        var message = new OddValues { Id = OddValues.MessageId.Frames };
        Assert.Equal(new byte[3], message.Key);
        Assert.Equal(new byte[3], Decoded(message).Key);
    }

    [Fact]
    public void A_message_without_an_id_is_refused()
    {
        var message = new OddValues { Short = "x" };
        Assert.False(message.HasId);
        Assert.Equal("?", message.Command);
        Assert.Throws<MessageEncodeException>(() => message.ToFrames());
        Assert.Throws<MessageEncodeException>(() => message.EncodedSize);
        Assert.Throws<MessageEncodeException>(() => message.ToZpl());
    }

    [Fact]
    public void A_message_with_an_id_that_its_protocol_does_not_know_is_refused()
    {
        var message = new OddValues { Id = (OddValues.MessageId)99 };
        Assert.Equal("?", message.Command);
        Assert.Throws<MessageEncodeException>(() => message.ToFrames());
    }

    [Fact]
    public void A_message_whose_id_is_zero_is_a_message()
    {
        byte[][] frames = OddValues.CreateNothing().ToFrames();
        Assert.Equal(["aaa900"], frames.Select(Convert.ToHexStringLower));
        OddValues decoded = Decode(frames);
        Assert.True(decoded.HasId);
        Assert.Equal(OddValues.MessageId.Nothing, decoded.Id);
    }

    [Fact]
    public void A_topic_with_a_zero_is_refused()
    {
        WireTopic message = WireTopic.CreateEmptyIsh(1);
        message.Topic = "a\0b";
        Assert.Equal("topic", Assert.Throws<MessageEncodeException>(() => message.ToFrames()).FieldName);
        Assert.Throws<ArgumentException>(() => WireTopic.GetSubscription(WireTopic.MessageId.EmptyIsh, "a\0b"));
    }

    [Fact]
    public void Invalid_utf8_reads_as_replacement_characters_with_the_bytes_still_in_the_span()
    {
        OddValues decoded = Decode([0xaa, 0xa9, 1, 3, .. s_invalidUtf8, 0, 0, 0, 3, .. s_invalidUtf8]);
        Assert.Equal("a\uFFFDb", decoded.Short);
        Assert.Equal(s_invalidUtf8, decoded.ShortUtf8);
        Assert.Equal("a\uFFFDb", decoded.Long);
        Assert.Equal(s_invalidUtf8, decoded.LongUtf8);
    }

    [Fact]
    public void Invalid_utf8_is_passed_on_as_it_came_even_after_it_was_read()
    {
        byte[] frame = [0xaa, 0xa9, 1, 3, .. s_invalidUtf8, 0, 0, 0, 3, .. s_invalidUtf8];
        OddValues decoded = Decode(frame);
        _ = decoded.Short + decoded.Long;
        Assert.Equal(frame, decoded.ToFrames()[0]);
    }

    [Fact]
    public void Invalid_utf8_in_a_list_and_a_hash_reads_as_replacement_characters()
    {
        OddValues decoded = Decode([0xaa, 0xa9, 2, .. List([s_invalidUtf8]), 0, 0, 0, 1, 3, .. s_invalidUtf8, 0, 0, 0, 1, 0xfe]);
        Assert.Equal(["a\uFFFDb"], decoded.List);
        Assert.Equal("\uFFFD", decoded.Hash["a\uFFFDb"]);
    }

    [Fact]
    public void A_text_with_half_a_surrogate_pair_travels_as_a_replacement_character()
        => Assert.Equal("\uFFFD", Decoded(OddValues.CreateText("\uD83D", "")).Short);

    [Fact]
    public void A_zero_inside_a_text_is_fine()
    {
        OddValues decoded = Decoded(OddValues.CreateText("a\0b", "\0"));
        Assert.Equal("a\0b", decoded.Short);
        Assert.Equal("\0", decoded.Long);
        decoded = Decoded(OddValues.CreateTable(["\0"], [KeyValuePair.Create("\0", "\0\0")]));
        Assert.Equal(["\0"], decoded.List);
        Assert.Equal("\0\0", decoded.Hash["\0"]);
    }

    [Fact]
    public void A_repeated_hash_key_keeps_the_first_value()
    {
        byte[] entry(string key, string value) => [(byte)key.Length, .. Encoding.UTF8.GetBytes(key), .. Long(Encoding.UTF8.GetBytes(value))];
        OddValues decoded = Decode([0xaa, 0xa9, 2, 0, 0, 0, 0, 0, 0, 0, 3, .. entry("a", "1"), .. entry("b", "2"), .. entry("a", "3")]);

        OddValues again = Decode(decoded.ToFrames());
        Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2")], decoded.Hash);
        Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2")], again.Hash);
        Assert.Equal(2, BinaryPrimitives.ReadInt32BigEndian(decoded.ToFrames()[0].AsSpan(7)));
    }

    [Fact]
    public void A_hash_keeps_the_order_in_which_it_was_filled()
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => $"key {(i * 37) % 100}")];
        OddValues message = OddValues.CreateTable(null, keys.Select(key => KeyValuePair.Create(key, key)));
        Assert.Equal(keys, Decoded(message).Hash.Keys);
    }

    [Fact]
    public void Surplus_bytes_and_frames_are_ignored()
    {
        byte[][] frames = OddValues.CreateText("short", "long").ToFrames();
        OddValues decoded = Decode([.. frames[0], 1, 2, 3], [9], []);
        Assert.Equal("short", decoded.Short);
        Assert.Equal("long", decoded.Long);
        Assert.Equal(frames, decoded.ToFrames());
    }

    [Fact]
    public void A_missing_frame_is_malformed()
    {
        byte[][] frames = OddValues.CreateFrames([1, 2, 3], [4], [5], null).ToFrames();
        Assert.Equal(new DecodeError(DecodeErrorKind.MissingFrame, "first", 6), Error(frames[..1]));
        Assert.Equal(new DecodeError(DecodeErrorKind.MissingFrame, "second", 6), Error(frames[..2]));
        Assert.Equal(DecodeErrorKind.MissingFrame, Error().Kind);
    }

    [Fact]
    public void A_msg_that_was_never_set_travels_as_one_empty_frame()
    {
        var message = new OddValues { Id = OddValues.MessageId.Frames };
        Assert.False(message.Rest.IsSet);
        byte[][] frames = message.ToFrames();
        Assert.Equal(4, frames.Length);
        Assert.Empty(frames[3]);
    }

    [Fact]
    public void A_msg_that_was_set_empty_travels_as_no_frame()
    {
        OddValues message = OddValues.CreateFrames(new byte[3], default, default, null);
        message.Rest.Clear();
        Assert.Equal(3, message.ToFrames().Length);
    }

    [Fact]
    public void A_msg_that_was_decoded_empty_travels_as_no_frame()
    {
        OddValues decoded = Decode([0xaa, 0xa9, 4, 1, 2, 3], [4], [5]);
        Assert.Empty(decoded.Rest);
        Assert.Equal(3, decoded.ToFrames().Length);
    }

    [Fact]
    public void An_byte_too_few_is_malformed_in_every_field()
    {
        OddValues[] messages =
        [
            OddValues.CreateText("a", "b"), OddValues.CreateTable(["x"], [KeyValuePair.Create("k", "v")]), OddValues.CreateFixed(1),
            OddValues.CreateFrames([1, 2, 3], default, default, null), OddValues.CreateChunk([1, 2], Guid.NewGuid()), OddValues.CreateMixed(1),
            OddValues.CreateEight("a"),
        ];
        foreach (OddValues message in messages)
        {
            byte[] frame = message.ToFrames()[0];
            for (int length = 0; length < frame.Length; length++)
            {
                DecodeErrorKind kind = Error(frame[..length]).Kind;
                Assert.Equal(length < 3 ? DecodeErrorKind.TruncatedHeader : DecodeErrorKind.Truncated, kind);
            }
        }
    }

    [Fact]
    public void A_wrong_signature_is_malformed()
        => Assert.Equal(DecodeErrorKind.WrongSignature, Error([0xaa, 0xa8, 0]).Kind);

    [Fact]
    public void An_unknown_id_is_malformed()
        => Assert.Equal(new DecodeError(DecodeErrorKind.UnknownId, null, 3), Error([0xaa, 0xa9, 99]));

    [Theory]
    [InlineData(3, "level")]
    [InlineData(5, "greeting")]
    [InlineData(22, "motto")]
    public void A_wrong_constant_is_malformed(int position, string field)
    {
        byte[] frame = OddValues.CreateFixed(1).ToFrames()[0];
        frame[position] ^= 1;
        DecodeError error = Error(frame);
        Assert.Equal(DecodeErrorKind.WrongConstant, error.Kind);
        Assert.Equal(field, error.Field);
    }

    [Fact]
    public void A_constant_of_another_length_is_malformed()
    {
        byte[] frame = OddValues.CreateFixed(1).ToFrames()[0];
        frame[4]--;
        Assert.Equal(DecodeErrorKind.WrongConstant, Error(frame).Kind);
    }

    [Fact]
    public void A_missing_end_of_the_topic_is_malformed()
    {
        var message = new WireTopic();
        Assert.False(message.TryReadFrames([[(byte)'F', (byte)'t', (byte)'o']], out DecodeError error));
        Assert.Equal(DecodeErrorKind.UnterminatedTopic, error.Kind);
        Assert.False(message.TryReadFrames([[]], out error));
        Assert.Equal(DecodeErrorKind.TruncatedHeader, error.Kind);
    }

    [Fact]
    public void A_name_can_be_constant_in_one_message_and_vary_in_another()
    {
        Assert.Equal("aaa907", Convert.ToHexStringLower(OddValues.CreateMixed(0).ToFrames()[0].AsSpan(0, 3)));
        Assert.Equal(42, Decoded(OddValues.CreateMixed(42)).Level);
    }

    [Fact]
    public void A_count_of_four_billion_in_a_short_frame_allocates_nothing()
    {
        byte[] frame = [0xaa, 0xa9, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
        var message = new OddValues();
        Assert.Equal(DecodeErrorKind.Truncated, TryDecode(message, frame).Kind);

        Assert.Equal(0, Allocation.Of(() => TryDecode(message, frame)));
    }

    [Fact]
    public void Frames_larger_than_a_message_can_hold_are_malformed()
    {
        var reader = new FrameReader(new ManyFrames());
        Assert.False(OddValues.TryDecode(ref reader, new OddValues(), out DecodeError error));
        Assert.Equal(DecodeErrorKind.TooLarge, error.Kind);
        Assert.Equal("rest", error.Field);
    }

    [Fact]
    public void A_failed_decode_leaves_nothing_behind()
    {
        OddValues message = Decode(OddValues.CreateText("secret", "secret").ToFrames());
        Assert.False(message.TryReadFrames([[0xaa, 0xa9, 1, 1, (byte)'x', 0]], out _));
        Assert.False(message.HasId);
        Assert.Equal("", message.Short);
        Assert.Equal("", message.Long);
    }

    [Fact]
    public void A_field_that_is_set_from_its_own_span_keeps_its_bytes()
    {
        OddValues message = Decoded(OddValues.CreateText("0123456789", "abcdefghij"));
        message.ShortUtf8 = message.ShortUtf8[3..];
        message.ShortUtf8 = message.ShortUtf8[..4];
        message.LongUtf8 = message.ShortUtf8;
        Assert.Equal("3456", message.Short);
        Assert.Equal("3456", message.Long);
    }

    [Fact]
    public void Text_can_never_be_null()
    {
        var message = new OddValues();
        Assert.Equal("", message.Short);
        Assert.Throws<ArgumentNullException>(() => message.Short = null!);
        Assert.Throws<ArgumentNullException>(() => message.List.Add(null!));
        Assert.Throws<ArgumentNullException>(() => message.Hash["a"] = null!);
    }

    private static byte[] List(byte[][] items) => [0, 0, 0, (byte)items.Length, .. items.SelectMany(Long)];

    private static byte[] Long(byte[] bytes) => [0, 0, 0, (byte)bytes.Length, .. bytes];

    private static OddValues Decoded(OddValues message) => Decode(message.ToFrames());

    private static OddValues Decode(params byte[][] frames)
    {
        var message = new OddValues();
        Assert.True(message.TryReadFrames(frames, out DecodeError error), error.ToString());
        return message;
    }

    private static DecodeError Error(params byte[][] frames)
    {
        Assert.False(new OddValues().TryReadFrames(frames, out DecodeError error));
        return error;
    }

    private static DecodeError TryDecode(OddValues message, byte[] frame)
    {
        var reader = new FrameReader(frame);
        Assert.False(OddValues.TryDecode(ref reader, message, out DecodeError error));
        return error;
    }

    /// <summary>A message of three gigabytes, all of it one megabyte again and again.</summary>
    private sealed class ManyFrames : IMultipartMessage
    {
        private readonly byte[] _first = [0xaa, 0xa9, 4, 1, 2, 3];
        private readonly byte[] _other = new byte[1024 * 1024];

        public int Count => 3 * 1024;

        public ReadOnlySpan<byte> GetFrame(int index) => index == 0 ? _first : _other;
    }
}
