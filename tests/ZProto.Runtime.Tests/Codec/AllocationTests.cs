namespace ZProto.Runtime.Tests.Codec;

/// <summary>What costs no memory once a message and its buffers have been used.</summary>
public sealed class AllocationTests
{
    private const int WarmUp = 100;
    private const int Iterations = 1_000;

    private readonly MultipartMessage _buffer = new();
    private readonly ZprotoExample _message = new();

    public static TheoryData<ZprotoExample.MessageId> Ids => [.. Enum.GetValues<ZprotoExample.MessageId>()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Encoding_allocates_nothing(ZprotoExample.MessageId id)
    {
        ZprotoExample message = Example(id);
        AssertAllocatesNothing(() => Encode(message));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Decoding_allocates_nothing_while_no_one_asks_for_strings(ZprotoExample.MessageId id)
    {
        byte[][] frames = Example(id).ToFrames();
        AssertAllocatesNothing(() => Decode(frames));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Decoding_from_a_source_of_frames_allocates_nothing(ZprotoExample.MessageId id)
    {
        var source = new MultipartMessage();
        foreach (byte[] frame in Example(id).ToFrames())
            source.Add(frame);
        AssertAllocatesNothing(() =>
        {
            var reader = new FrameReader(source);
            Assert.True(ZprotoExample.TryDecode(ref reader, _message, out _));
        });
    }

    [Theory]
    [InlineData(ZprotoExample.MessageId.Log)]
    [InlineData(ZprotoExample.MessageId.Binary)]
    [InlineData(ZprotoExample.MessageId.Types)]
    public void Passing_a_received_message_on_allocates_nothing(ZprotoExample.MessageId id)
    {
        byte[][] frames = Example(id).ToFrames();
        AssertAllocatesNothing(() =>
        {
            Decode(frames);
            Encode(_message);
        });
    }

    [Fact]
    public void Setting_and_encoding_a_message_of_numbers_and_texts_allocates_nothing()
    {
        string[] texts = ["", "localhost", "Grüße aus Köln, €", new('x', 200)];
        int turn = 0;
        AssertAllocatesNothing(() =>
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
        AssertAllocatesNothing(() =>
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
        AssertAllocatesNothing(() =>
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
        AssertAllocatesNothing(() =>
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
        AssertAllocatesNothing(() =>
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
        AssertAllocatesNothing(() =>
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

    private static ZprotoExample Example(ZprotoExample.MessageId id) => Examples.All().Single(message => message.Id == id);

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

    private static void AssertAllocatesNothing(Action action)
    {
        for (int i = 0; i < WarmUp; i++)
            action();
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < Iterations; i++)
                action();
        }));
    }
}
