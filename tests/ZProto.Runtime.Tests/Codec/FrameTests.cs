using ZProto.Codec;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Lists and buffers of frames, and what reads and writes them.</summary>
public sealed class FrameTests
{
    [Fact]
    public void A_list_of_frames_was_never_set_until_it_is()
    {
        var list = new FrameList();
        Assert.False(list.IsSet);
        list.Clear();
        Assert.True(list.IsSet);
        Assert.Empty(list);
        list.Reset();
        Assert.False(list.IsSet);
        list.Add([]);
        Assert.True(list.IsSet);
        Assert.Equal(0, Assert.Single(list).Length);
    }

    [Fact]
    public void A_list_of_frames_is_a_list()
    {
        FrameList list = List([1], [], [2, 3]);
        Assert.Equal(3, list.Count);
        Assert.Equal([2, 3], list[2].ToArray());
        Assert.Equal([[1], [], [2, 3]], list.ToArrays());
        Assert.Equal([1, 0, 2], list.Select(frame => frame.Length));
        Assert.Equal(3, ((System.Collections.IEnumerable)list).Cast<ReadOnlyMemory<byte>>().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => list[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
    }

    [Fact]
    public void A_list_of_frames_copies_what_is_added_even_its_own()
    {
        byte[] bytes = [1, 2, 3];
        FrameList list = List(bytes);
        bytes[0] = 9;
        for (int i = 0; i < 10; i++)
            list.Add(list[i].Span);
        Assert.Equal(11, list.Count);
        Assert.All(list.ToArrays(), frame => Assert.Equal([1, 2, 3], frame));
    }

    [Fact]
    public void A_copy_of_a_list_of_frames_shares_nothing()
    {
        FrameList list = List([1], [2]);
        FrameList copy = List([9], [9], [9]);
        copy.CopyFrom(list);
        list.Clear();
        list.Add([7, 7]);
        Assert.Equal([[1], [2]], copy.ToArrays());
        copy.CopyFrom(copy);
        Assert.Equal([[1], [2]], copy.ToArrays());
        copy.CopyFrom(new FrameList());
        Assert.False(copy.IsSet);
        copy.CopyFrom(List());
        Assert.True(copy.IsSet);
        copy.CopyFrom(null);
        Assert.False(copy.IsSet);
    }

    [Fact]
    public void Two_lists_of_frames_are_equal_that_hold_the_same_frames()
    {
        Assert.True(FrameList.ContentEquals(List([1], [2]), List([1], [2])));
        Assert.False(FrameList.ContentEquals(List([1], [2]), List([1, 2])));
        Assert.False(FrameList.ContentEquals(List([1, 2], [3]), List([1], [2, 3])));
        Assert.False(FrameList.ContentEquals(List(), List([[]])));
        Assert.False(FrameList.ContentEquals(List(), null));
        Assert.True(FrameList.ContentEquals(new FrameList(), null));
        Assert.True(FrameList.ContentEquals(null, null));
    }

    [Fact]
    public void A_list_takes_any_number_of_frames()
    {
        const int Count = 100_000;
        var list = new FrameList();
        for (int i = 0; i < Count; i++)
            list.Add("sixteen bytes.."u8);
        Assert.Equal(Count, list.Count);
        OddValues message = OddValues.CreateFrames([1, 2, 3], default, default, list);
        Assert.True(FrameList.ContentEquals(list, Protocol<OddValues>.Decode(message.ToFrames()).Rest));
    }

    [Fact]
    public void A_buffer_of_frames_refers_to_what_is_added()
    {
        var buffer = new MultipartMessage();
        byte[] bytes = [1, 2];
        for (int i = 0; i < 5; i++)
            buffer.Add(bytes);
        bytes[0] = 9;
        Assert.Equal(5, buffer.Count);
        Assert.All(buffer.ToArrays(), frame => Assert.Equal([9, 2], frame));
        Assert.Equal([9, 2], ((IMultipartMessage)buffer).GetFrame(4).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[-1]);
        buffer.Clear();
        Assert.Equal(0, buffer.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[0]);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(10_000, false)]
    public void A_buffer_keeps_room_for_many_frames_but_not_for_too_many(int count, bool isKept)
    {
        static void add(MultipartMessage buffer, int count)
        {
            for (int i = 0; i < count; i++)
                buffer.Add(default);
        }

        MultipartMessage used()
        {
            var buffer = new MultipartMessage();
            add(buffer, count);
            buffer.Clear();
            return buffer;
        }

        Assert.Equal(isKept, Allocation.Of(used, buffer => add(buffer, 10)) == 0);
    }

    [Fact]
    public void A_buffer_holds_the_last_message_only()
    {
        var buffer = new MultipartMessage();
        foreach (ZprotoExample message in Examples.All())
        {
            Encode(message, buffer);
            Assert.Equal(message.ToFrames(), buffer.ToArrays());
        }
    }

    [Fact]
    public void A_buffer_holds_no_frame_of_a_message_that_was_refused()
    {
        var buffer = new MultipartMessage();
        Encode(Examples.Log(), buffer);
        ZprotoExample refused = Examples.Log();
        refused.Host = new string('x', 256);
        Assert.Throws<MessageEncodeException>(() => Encode(refused, buffer));
        Assert.Equal(0, buffer.Count);
        Encode(Examples.Log(), buffer);
        Assert.Equal(Examples.Log().ToFrames(), buffer.ToArrays());
    }

    [Fact]
    public void A_frame_of_any_size_is_written()
    {
        foreach (int size in (int[])[0, 1, 200, 229, 230, 231, 255, 256, 257, 1_000, Buffers.KeptSize - 1, Buffers.KeptSize, Buffers.KeptSize + 1, 1_000_000])
        {
            ZprotoExample message = Examples.Log();
            message.Data = new string('x', size);
            byte[] frame = message.ToFrames()[0];
            Assert.Equal(message.EncodedSize, frame.Length);
            Assert.Equal(size, Protocol<ZprotoExample>.Decode(frame).DataUtf8.Length);
            message.DataUtf8 = new byte[size];
            Assert.Equal(frame.Length, message.ToFrames()[0].Length);
        }
    }

    [Fact]
    public void A_message_is_read_from_a_span_from_arrays_and_from_a_source()
    {
        byte[][] frames = Examples.Log().ToFrames();
        var message = new ZprotoExample();
        var reader = new FrameReader(frames[0].AsSpan());
        Assert.True(ZprotoExample.TryDecode(ref reader, message, out DecodeError error));
        Assert.Equal(default, error);
        Assert.True(message.ContentEquals(Examples.Log()));

        reader = new FrameReader(frames);
        Assert.True(ZprotoExample.TryDecode(ref reader, message, out _));
        Assert.True(message.ContentEquals(Examples.Log()));

        var source = new MultipartMessage();
        source.Add(frames[0]);
        reader = new FrameReader(source);
        Assert.True(ZprotoExample.TryDecode(ref reader, message, out _));
        Assert.True(message.ContentEquals(Examples.Log()));
    }

    [Fact]
    public void No_frames_are_no_message()
    {
        var message = new ZprotoExample();
        FrameReader reader = default;
        Assert.False(ZprotoExample.TryDecode(ref reader, message, out DecodeError error));
        Assert.Equal(DecodeErrorKind.MissingFrame, error.Kind);
        reader = new FrameReader(new MultipartMessage());
        Assert.False(ZprotoExample.TryDecode(ref reader, message, out error));
        Assert.Equal(DecodeErrorKind.MissingFrame, error.Kind);
        Assert.False(message.TryReadFrames([], out error));
        Assert.Equal(DecodeErrorKind.MissingFrame, error.Kind);
        Assert.False(message.TryReadFrames([null!], out error));
        Assert.Equal(DecodeErrorKind.TruncatedHeader, error.Kind);
    }

    [Fact]
    public void A_message_of_several_frames_is_not_read_from_one()
    {
        var message = new ZprotoExample();
        var reader = new FrameReader(Examples.Binary().ToFrames()[0].AsSpan());
        Assert.False(ZprotoExample.TryDecode(ref reader, message, out DecodeError error));
        Assert.Equal((DecodeErrorKind.MissingFrame, "address"), (error.Kind, error.Field));
    }

    [Fact]
    public void Reserved_bytes_are_the_next_of_the_frame()
    {
        var buffer = new MultipartMessage();
        var writer = new FrameWriter(buffer);
        writer.WriteByte(1);
        "ab"u8.CopyTo(writer.Reserve(2));
        Assert.Equal(0, writer.Reserve(0).Length);
        Span<byte> large = writer.Reserve(1_000);
        large.Fill(7);
        writer.WriteByte(2);
        writer.EndFrame();
        Assert.Equal([1, .. "ab"u8, .. Enumerable.Repeat((byte)7, 1_000), 2], buffer[0].ToArray());
    }

    [Fact]
    public void Bytes_are_there_until_they_are_skipped()
    {
        var reader = new FrameReader([1, 2, 3]);
        Assert.True(reader.TryPeek(2, out ReadOnlySpan<byte> bytes));
        Assert.Equal([1, 2], bytes.ToArray());
        Assert.True(reader.TryPeek(3, out bytes));
        Assert.Equal([1, 2, 3], bytes.ToArray());
        Assert.True(reader.Skip(2));
        Assert.False(reader.TryPeek(2, out bytes));
        Assert.Equal(0, bytes.Length);
        Assert.False(reader.Skip(2));
        Assert.Equal(2, reader.Error.Position);
        Assert.True(reader.TryPeek(1, out bytes));
        Assert.Equal([3], bytes.ToArray());
        Assert.True(reader.Skip(1));
        Assert.True(reader.TryPeek(0, out _));
        Assert.False(reader.Skip(1));
    }

    [Fact]
    public void Reader_writer_and_codec_ask_for_what_they_need()
    {
        Assert.Throws<ArgumentNullException>(() => new FrameReader((IMultipartMessage)null!));
        Assert.Throws<ArgumentNullException>(() => new FrameWriter(null!));
        Assert.Throws<ArgumentNullException>(() => ((IProtocolMessage)null!).ToFrames());
        Assert.Throws<ArgumentNullException>(() =>
        {
            var reader = new FrameReader(new MultipartMessage());
            ZprotoExample.TryDecode(ref reader, null!, out _);
        });
    }

    [Theory]
    [InlineData(DecodeErrorKind.None, "no error")]
    [InlineData(DecodeErrorKind.MissingFrame, "a frame is missing")]
    [InlineData(DecodeErrorKind.TruncatedHeader, "the frame is too short for signature and id")]
    [InlineData(DecodeErrorKind.WrongSignature, "the signature is another protocol's")]
    [InlineData(DecodeErrorKind.UnknownId, "no message has this id")]
    [InlineData(DecodeErrorKind.UnterminatedTopic, "the topic has no end")]
    [InlineData(DecodeErrorKind.Truncated, "the frame is too short")]
    [InlineData(DecodeErrorKind.WrongConstant, "the constant has another value")]
    public void An_error_says_what_where_and_in_which_field(DecodeErrorKind kind, string words)
    {
        Assert.Equal($"{words}, at byte 7", new DecodeError(kind, null, 7).ToString());
        Assert.Equal($"{words}, in field public key at byte 7", new DecodeError(kind, "public key", 7).ToString());
    }

    private static FrameList List(params byte[][] frames)
    {
        var list = new FrameList();
        list.Clear();
        foreach (byte[] frame in frames)
            list.Add(frame);
        return list;
    }

    private static void Encode(ZprotoExample message, MultipartMessage buffer)
    {
        var writer = new FrameWriter(buffer);
        message.Encode(ref writer);
    }
}
