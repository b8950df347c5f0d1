namespace ZProto.Runtime.Tests.Codec;

/// <summary>Received text is sent on as the bytes that came, unless it is set again; a strict protocol takes only UTF-8.</summary>
public sealed class ReceivedTextTests
{
    // As text each of these is U+FFFD, three bytes of UTF-8: 765 in all.
    private static readonly byte[] s_invalid = [.. Enumerable.Repeat((byte)0xFF, 255)];

    [Fact]
    public void A_string_that_was_read_is_encoded_as_the_bytes_that_came()
    {
        OddValues message = Decode([0xAA, 0xA9, 1, 255, .. s_invalid, 0, 0, 0, 255, .. s_invalid], out byte[] frame);
        Assert.Equal(new string('\uFFFD', 255), message.Short);
        Assert.Equal(message.Short, message.Long);
        Assert.Contains("\uFFFD", message.ToString(), StringComparison.Ordinal);
        AssertEncodes(frame, message);
    }

    [Fact]
    public void A_string_that_is_set_again_is_encoded_again()
    {
        OddValues message = Decode([0xAA, 0xA9, 1, 1, 0xFF, 0, 0, 0, 1, 0xFF], out _);
        message.Short = message.Short;
        Assert.Equal([0xAA, 0xA9, 1, 3, 0xEF, 0xBF, 0xBD, 0, 0, 0, 1, 0xFF], message.ToFrames()[0]);
    }

    [Fact]
    public void A_string_that_code_copies_and_that_is_too_long_then_is_refused_by_name()
    {
        OddValues message = Decode([0xAA, 0xA9, 1, 255, .. s_invalid, 0, 0, 0, 0], out _);
        Assert.Equal("short", Assert.Throws<MessageEncodeException>(() => OddValues.CreateText(message.Short, "").ToFrames()).FieldName);
    }

    [Fact]
    public void A_list_that_was_read_and_changed_keeps_the_bytes_of_its_other_texts()
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0xFF, (byte)'a', 0, 0, 0, 1, (byte)'b', 0, 0, 0, 0], out _);
        Assert.Equal(["\uFFFDa", "b"], message.List);
        message.List.Insert(0, "new");
        message.List[2] = "B";
        message.List.Add("end");
        AssertEncodes(
            [0xAA, 0xA9, 2, 0, 0, 0, 4, 0, 0, 0, 3, .. "new"u8, 0, 0, 0, 2, 0xFF, (byte)'a', 0, 0, 0, 1, (byte)'B', 0, 0, 0, 3, .. "end"u8, 0, 0, 0, 0],
            message);
    }

    [Fact]
    public void A_list_keeps_bytes_apart_that_read_as_the_same_text()
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0xFF, 0, 0, 0, 1, 0xFE, 0, 0, 0, 0], out _);
        Assert.Equal(["\uFFFD", "\uFFFD"], message.List);
        (message.List[0], message.List[1]) = (message.List[1], message.List[0]);
        AssertEncodes([0xAA, 0xA9, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0xFE, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0], message);
    }

    [Fact]
    public void A_text_that_is_UTF_8_and_holds_the_replacement_character_is_what_it_is()
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0xEF, 0xBF, 0xBD, 0, 0, 0, 0], out byte[] frame);
        Assert.Equal(["\uFFFD"], message.List);
        message.List[0] = "\uFFFD";
        AssertEncodes(frame, message);
    }

    [Fact]
    public void A_table_that_was_read_and_changed_keeps_the_bytes_of_its_other_keys_and_values()
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 0, 0, 0, 0, 2, 255, .. s_invalid, 0, 0, 0, 1, 0xFE, 1, (byte)'k', 0, 0, 0, 1, (byte)'v'], out _);
        Assert.Equal("\uFFFD", message.Hash[new string('\uFFFD', 255)]);
        message.Hash["k"] = "V";
        message.Hash["n"] = "N";
        AssertEncodes(
            [0xAA, 0xA9, 2, 0, 0, 0, 0, 0, 0, 0, 3, 255, .. s_invalid, 0, 0, 0, 1, 0xFE, 1, (byte)'k', 0, 0, 0, 1, (byte)'V', 1, (byte)'n', 0, 0, 0, 1, (byte)'N'],
            message);
    }

    [Fact]
    public void A_value_that_is_set_again_is_encoded_again_under_the_key_that_came()
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0xFF, 0, 0, 0, 1, 0xFF], out _);
        string key = Assert.Single(message.Hash.Keys);
        message.Hash[key] = "new";
        Assert.Equal([0xAA, 0xA9, 2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0xFF, 0, 0, 0, 3, .. "new"u8], message.ToFrames()[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_keeps_the_bytes_and_outlives_the_original(bool isChanged)
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0, 0, 0, 1, 1, 0xFE, 0, 0, 0, 1, 0xFD], out _);
        if (isChanged)
        {
            message.List.Add("more");
            message.Hash["more"] = "";
        }
        byte[] frame = message.ToFrames()[0];
        Assert.Contains((byte)0xFF, frame);
        OddValues clone = message.Clone();
        var set = OddValues.CreateTable(message.List, message.Hash);
        message.SetTable(["other"], new Dictionary<string, string> { ["other"] = "value" });
        AssertEncodes(frame, clone);
        AssertEncodes(frame, set);
        Assert.Equal("\uFFFD", clone.List[0]);
        AssertEncodes(frame, clone);
    }

    [Fact]
    public void A_list_that_is_cleared_forgets_the_bytes_that_came()
    {
        OddValues message = Decode([0xAA, 0xA9, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0], out _);
        string kept = message.List[0];
        message.List.Clear();
        message.List.Add(kept);
        Assert.Equal([0xAA, 0xA9, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0xEF, 0xBF, 0xBD, 0, 0, 0, 0], message.ToFrames()[0]);
    }

    [Theory]
    [InlineData("short", 1, 0xFF)]
    [InlineData("long", 2, 0xC0)]
    [InlineData("list", 3, 0x80)]
    [InlineData("table", 4, 0xFE)]
    [InlineData("table", 5, 0xE2)]
    public void A_strict_protocol_takes_no_text_that_is_not_UTF_8(string field, int place, byte value)
    {
        byte At(int other) => other == place ? value : (byte)'x';
        byte[] frame = [0xAA, 0xA3, 1, 1, At(1), 0, 7, 0, 0, 0, 1, At(2), 0, 0, 0, 2, 0, 0, 0, 1, (byte)'a', 0, 0, 0, 1, At(3), 0, 0, 0, 1, 1, At(4), 0, 0, 0, 1, At(5), 0, 0, 0, 1, 0xFF];
        var message = new StrictTexts();
        Assert.False(message.TryReadFrames([frame], out DecodeError error));
        Assert.Equal((DecodeErrorKind.InvalidUtf8, field), (error.Kind, error.Field));
        Assert.Contains("not UTF-8", error.ToString(), StringComparison.Ordinal);
        Assert.False(message.HasId);
    }

    [Fact]
    public void A_strict_protocol_takes_every_text_that_is_UTF_8_and_any_bytes_that_are_not_text()
    {
        byte[] blob = [0xFF, 0xFE];
        StrictTexts sent = StrictTexts.CreateTexts("Grüße", 7, "日本\0", ["", "\uFFFD", "\U0001F600"], new Dictionary<string, string> { ["é"] = "ß" }, blob);
        var message = new StrictTexts();
        Assert.True(message.TryReadFrames(sent.ToFrames(), out DecodeError error), error.ToString());
        Assert.True(sent.ContentEquals(message));
    }

    [Fact]
    public void A_strict_protocol_takes_no_topic_that_is_not_UTF_8()
    {
        Assert.False(new StrictTopic().TryReadFrames([[1, (byte)'a', 0xFF, 0, 0]], out DecodeError error));
        Assert.Equal((DecodeErrorKind.InvalidUtf8, "topic"), (error.Kind, error.Field));
        Assert.True(new StrictTopic().TryReadFrames([[1, (byte)'a', 0xC3, 0xA9, 0, 0]], out _));
    }

    [Fact]
    public void Checking_for_UTF_8_allocates_nothing()
    {
        byte[][] frames = StrictTexts.CreateTexts("short", 7, "long", ["a", "b"], new Dictionary<string, string> { ["k"] = "v" }, [1, 2]).ToFrames();
        var message = new StrictTexts();
        Assert.True(message.TryReadFrames(frames, out _));
        Assert.Equal(0, Allocation.Of(() => Assert.True(message.TryReadFrames(frames, out _))));
    }

    private static OddValues Decode(byte[] frame, out byte[] same)
    {
        var message = new OddValues();
        Assert.True(message.TryReadFrames([frame], out DecodeError error), error.ToString());
        same = frame;
        return message;
    }

    private static void AssertEncodes(byte[] frame, OddValues message)
    {
        Assert.Equal(frame, message.ToFrames()[0]);
        Assert.Equal(frame.Length, message.EncodedSize);
    }
}
