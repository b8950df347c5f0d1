using NetMQ;
using NetMQ.Sockets;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

/// <summary>Messages on NetMQ's own messages and sockets.</summary>
public sealed class NetMQMessageExtensionsTests : IDisposable
{
    private readonly RouterSocket _router = new();
    private readonly DealerSocket _dealer = new();

    public NetMQMessageExtensionsTests()
        => _dealer.Connect($"tcp://127.0.0.1:{_router.BindRandomPort("tcp://127.0.0.1")}");

    public void Dispose()
    {
        _dealer.Dispose();
        _router.Dispose();
    }

    [Fact]
    public void A_message_becomes_one_of_NetMQ_and_is_read_back()
    {
        ZprotoExample sent = NewLog(1), received = new();
        NetMQMessage frames = sent.ToNetMQMessage();
        Assert.Equal(sent.ToFrames(), frames.Select(frame => frame.ToByteArray()));
        Assert.True(received.TryReadFrames(frames, out DecodeError error));
        Assert.Equal(DecodeErrorKind.None, error.Kind);
        Assert.True(sent.ContentEquals(received));
    }

    [Fact]
    public void A_frame_counts_up_to_its_message_size_only()
    {
        byte[] bytes = Assert.Single(NewLog(1).ToFrames());
        var received = new ZprotoExample();
        Assert.True(received.TryReadFrames(new NetMQMessage([new NetMQFrame([.. bytes, 1, 2, 3], bytes.Length)]), out _));
        Assert.False(received.TryReadFrames(new NetMQMessage([new NetMQFrame(bytes, bytes.Length - 1)]), out DecodeError error));
        Assert.Equal(DecodeErrorKind.Truncated, error.Kind);
    }

    [Fact]
    public void A_request_knows_its_sender_and_the_reply_goes_there()
    {
        ZprotoExample request = NewLog(1), received = new();
        request.SendTo(_dealer);
        Assert.True(received.ReceiveFrom(_router, out _));
        Assert.True(request.ContentEquals(received));
        Assert.Equal(5, received.RoutingId.Length);

        ZprotoExample reply = NewLog(2);
        reply.RoutingId = received.RoutingId;
        Assert.True(reply.TrySendTo(_router, TimeSpan.Zero));
        Assert.True(received.TryReceiveFrom(_dealer, Deadline.Span, out _));
        Assert.True(reply.ContentEquals(received));
        Assert.True(received.RoutingId.IsEmpty);
    }

    [Fact]
    public void That_nothing_came_is_no_error()
    {
        ZprotoExample received = NewLog(1);
        Assert.False(received.TryReceiveFrom(_dealer, TimeSpan.Zero, out DecodeError error));
        Assert.Equal(DecodeErrorKind.None, error.Kind);
        Assert.False(received.HasId);
    }

    [Fact]
    public void What_is_no_message_is_told_with_its_reason_and_the_next_one_is_received()
    {
        ZprotoExample received = NewLog(1);
        _dealer.SendFrame("nonsense");
        _dealer.SendMoreFrameEmpty().SendFrameEmpty();
        NewLog(2).SendTo(_dealer);
        Assert.False(received.ReceiveFrom(_router, out DecodeError error));
        Assert.Equal(DecodeErrorKind.WrongSignature, error.Kind);
        Assert.False(received.HasId);
        Assert.False(received.TryReceiveFrom(_router, Deadline.Span, out error));
        Assert.Equal(DecodeErrorKind.TruncatedHeader, error.Kind);
        Assert.True(received.TryReceiveFrom(_router, Deadline.Span, out _));
        Assert.True(received.ContentEquals(NewLog(2)));
    }

    [Fact]
    public void A_message_that_no_one_takes_is_not_sent()
    {
        using var alone = new DealerSocket();
        Assert.False(NewLog(1).TrySendTo(alone, TimeSpan.Zero));
    }

    [Fact]
    public void A_message_without_an_id_cannot_be_sent()
    {
        Assert.Throws<MessageEncodeException>(() => new ZprotoExample().ToNetMQMessage());
        Assert.Throws<MessageEncodeException>(() => new ZprotoExample().SendTo(_dealer));
    }

    private static ZprotoExample NewLog(ushort sequence)
        => ZprotoExample.CreateLog(sequence, 2, 3, 45536, 65535, 1427261426, "localhost", "This is the message to log");
}
