namespace ZProto.Runtime.Tests.Codec;

/// <summary>What costs no memory once a message and its buffers have been used.</summary>
public sealed class AllocationTests
{
    private readonly MultipartMessage _buffer = new();
    private readonly ZprotoExample _message = new();

    [Fact]
    public void Setting_and_encoding_a_message_of_numbers_and_texts_allocates_nothing()
    {
        string[] texts = ["", "localhost", "Grüße aus Köln, €", new('x', 200)];
        int turn = 0;
        Allocation.AssertNone(() =>
        {
            string text = texts[turn++ % texts.Length];
            _message.SetLog((ushort)turn, 1, 2, 3, 4, (ulong)turn, text, text);
            Encode(_message);
        });
    }

    [Fact]
    public void Setting_and_encoding_bytes_and_frames_allocates_nothing()
    {
        ZprotoExample binary = Examples.Binary();
        Allocation.AssertNone(() =>
        {
            _message.SetBinary(1, binary.Flags, binary.PublicKey, binary.Identifier, binary.Address, binary.Content);
            Encode(_message);
        });
    }

    [Fact]
    public void Reading_all_but_strings_allocates_nothing()
    {
        byte[][] log = Examples.Log().ToFrames();
        byte[][] binary = Examples.Binary().ToFrames();
        long sum = 0;
        Allocation.AssertNone(() =>
        {
            Decode(log);
            sum += _message.Sequence + _message.Level + (long)_message.Time + _message.HostUtf8.Length + _message.DataUtf8.Length + _message.EncodedSize;
            Decode(binary);
            sum += _message.Flags.Length + _message.PublicKey.Length + _message.Identifier.Version + _message.Address.Length + _message.Command.Length;
            for (int i = 0; i < _message.Content.Count; i++)
                sum += _message.Content[i].Length;
        });
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void Different_messages_in_turn_in_one_object_allocate_nothing()
    {
        byte[][][] all = [.. Examples.All().Select(message => message.ToFrames())];
        int turn = 0;
        Allocation.AssertNone(() =>
        {
            Decode(all[turn++ % all.Length]);
            _message.SetLog(1, 2, 3, 4, 5, 6, "host", "data");
            Encode(_message);
        });
    }

    [Fact]
    public void Refusing_malformed_frames_allocates_nothing()
    {
        byte[][] cut = [Examples.Types().ToFrames()[0][..^1]];
        byte[][] unknown = [[0xAA, 0xA0, 99]];
        byte[][] other = [[1, 2, 3, 4]];
        Allocation.AssertNone(() =>
        {
            Assert.False(_message.TryReadFrames(cut, out _));
            Assert.False(_message.TryReadFrames(unknown, out _));
            Assert.False(_message.TryReadFrames(other, out _));
        });
    }

    [Fact]
    public void Published_messages_allocate_nothing()
    {
        byte[][] frames = WithTopic(WireTopic.CreateNumbers(1, 2, 3, 4, 5)).ToFrames();
        var received = new WireTopic();
        WireTopic sent = WithTopic(new WireTopic());
        Allocation.AssertNone(() =>
        {
            Assert.True(received.TryReadFrames(frames, out _));
            sent.SetNumbers(1, 2, 3, 4, 5);
            sent.Topic = "weather/brussels";
            var writer = new FrameWriter(_buffer);
            sent.Encode(ref writer);
        });
    }

    [Fact]
    public void A_text_that_is_read_twice_is_made_once()
    {
        Decode(Examples.Log().ToFrames());
        Assert.Same(_message.Host, _message.Host);
        Decode(Examples.Structures().ToFrames());
        Assert.Same(_message.Aliases[1], _message.Aliases[1]);
        Assert.Same(_message.Headers["endpoint"], _message.Headers["endpoint"]);
    }

    private static WireTopic WithTopic(WireTopic message)
    {
        message.Topic = "weather/brussels";
        return message;
    }

    private void Encode(ZprotoExample message)
    {
        var writer = new FrameWriter(_buffer);
        message.Encode(ref writer);
    }

    private void Decode(byte[][] frames) => Assert.True(_message.TryReadFrames(frames, out _));
}
