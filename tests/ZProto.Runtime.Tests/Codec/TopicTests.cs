using System.Text;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Messages published with a topic, and subscriptions to them.</summary>
public sealed class TopicTests
{
    // The topic that the C reference recorded its frames with.
    private const string Topic = "weather/brussels";

    private static WireTopic Message => new WireTopic { Topic = Topic }.SetNumbers(1, 2, 3, 4, 5);

    [Fact]
    public void A_frame_is_id_topic_zero_and_fields()
    {
        byte[] frame = Message.ToFrames()[0];
        Assert.Equal([(byte)'A', .. Encoding.ASCII.GetBytes(Topic), 0, 0, 1, 2, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 5], frame);
        Assert.Equal(frame.Length, Message.EncodedSize);
    }

    [Fact]
    public void A_subscription_is_id_and_topic_without_the_zero()
    {
        Assert.Equal([(byte)'A', .. Encoding.ASCII.GetBytes(Topic)], WireTopic.GetSubscription(WireTopic.MessageId.Numbers, Topic));
        Assert.Equal([(byte)'G'], WireTopic.GetSubscription(WireTopic.MessageId.FrameOnly, ""));
        Assert.Equal([(byte)'A', 0xC3, 0xBC, 0xE2, 0x82, 0xAC], WireTopic.GetSubscription(WireTopic.MessageId.Numbers, "ü€"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("weather", true)]
    [InlineData("weather/brussels", true)]
    [InlineData("weather/brussels/today", false)]
    [InlineData("eather", false)]
    [InlineData("Weather", false)]
    public void A_subscription_matches_the_topics_that_it_begins(string subscription, bool matches)
    {
        byte[] bytes = WireTopic.GetSubscription(WireTopic.MessageId.Numbers, subscription);
        Assert.Equal(matches, Message.ToFrames()[0].AsSpan().StartsWith(bytes));
    }

    [Fact]
    public void A_subscription_matches_no_other_message_of_the_topic()
        => Assert.False(Message.ToFrames()[0].AsSpan().StartsWith(WireTopic.GetSubscription(WireTopic.MessageId.Constants, Topic)));

    [Fact]
    public void A_subscription_has_a_topic_and_no_zero_in_it()
    {
        Assert.Throws<ArgumentNullException>(() => WireTopic.GetSubscription(WireTopic.MessageId.Numbers, null!));
        Assert.Throws<ArgumentException>(() => WireTopic.GetSubscription(WireTopic.MessageId.Numbers, "\0"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void A_notice_tells_who_came_and_who_went(byte first, bool subscribes)
    {
        byte[] notice = [first, .. WireTopic.GetSubscription(WireTopic.MessageId.Texts, Topic)];
        Assert.True(WireTopic.TryParseSubscription(notice, out bool subscribe, out WireTopic.MessageId id, out string topic));
        Assert.Equal(subscribes, subscribe);
        Assert.Equal(WireTopic.MessageId.Texts, id);
        Assert.Equal(Topic, topic);
    }

    [Fact]
    public void A_notice_on_all_topics_of_a_message_has_an_empty_one()
    {
        Assert.True(WireTopic.TryParseSubscription([1, (byte)'A'], out bool subscribe, out WireTopic.MessageId id, out string topic));
        Assert.True(subscribe);
        Assert.Equal(WireTopic.MessageId.Numbers, id);
        Assert.Equal("", topic);
    }

    [Fact]
    public void A_notice_on_bytes_that_are_no_utf8_reads_as_replacement_characters()
    {
        Assert.True(WireTopic.TryParseSubscription([1, (byte)'A', 0xFF], out _, out _, out string topic));
        Assert.Equal("\uFFFD", topic);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 2, (byte)'A', (byte)'t' })]
    [InlineData(new byte[] { 255, (byte)'A' })]
    [InlineData(new byte[] { 1, (byte)'Z', (byte)'t' })]
    [InlineData(new byte[] { 1, 0 })]
    public void What_names_no_message_of_the_protocol_is_no_notice(byte[] frame)
        => Assert.False(WireTopic.TryParseSubscription(frame, out _, out _, out _));

    [Fact]
    public void A_topic_travels_with_every_message_and_is_gone_with_it()
    {
        var message = new WireTopic();
        Assert.Equal("", message.Topic);
        foreach (WireTopic.MessageId id in Enum.GetValues<WireTopic.MessageId>())
        {
            var sent = new WireTopic { Id = id, Topic = Topic };
            Assert.True(message.TryReadFrames(sent.ToFrames(), out DecodeError error), error.ToString());
            Assert.Equal(Topic, message.Topic);
            Assert.Equal(Encoding.UTF8.GetBytes(Topic), message.TopicUtf8);
            Assert.Contains(Topic, message.ToString(), StringComparison.Ordinal);
        }
        Assert.False(message.TryReadFrames([[(byte)'A', (byte)'t']], out _));
        Assert.Equal("", message.Topic);
    }

    [Fact]
    public void A_message_with_another_topic_is_another_message()
    {
        WireTopic other = Message;
        Assert.True(other.ContentEquals(Message));
        other.Topic = "weather/ghent";
        Assert.False(other.ContentEquals(Message));
    }

    [Fact]
    public void A_topic_that_is_set_in_utf8_is_sent_as_it_is_unless_it_holds_a_zero()
    {
        WireTopic message = Message;
        message.TopicUtf8 = [0xFF, 0xFE];
        Assert.Equal([(byte)'A', 0xFF, 0xFE, 0], message.ToFrames()[0][..4]);
        message.TopicUtf8 = [1, 0, 2];
        Assert.Equal("topic", Assert.Throws<MessageEncodeException>(() => message.ToFrames()).FieldName);
    }
}
