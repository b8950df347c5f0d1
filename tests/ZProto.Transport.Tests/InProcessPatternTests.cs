using ZProto.Transports.InProcess;

namespace ZProto.Transport.Tests;

/// <summary>What publishers, subscribers and pipelines of the in-process transport do beyond what every transport must, exactly since nothing lies between them.</summary>
public sealed class InProcessPatternTests : IDisposable
{
    private const string Endpoint = "inproc://patterns";

    private readonly InProcessLoop _loop = (InProcessLoop)new InProcessTransport().CreateLoop();

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_subscription_holds_from_the_next_message()
    {
        ITransportSocket publisher = Bound(SocketType.Pub), subscriber = Connected(SocketType.Sub);
        Send(publisher, "before");
        subscriber.Subscribe("b"u8);
        Send(publisher, "b");
        Assert.Equal(["b"], ReceiveAll(subscriber));
    }

    [Fact]
    public void What_came_before_it_was_unsubscribed_from_is_not_received_after()
    {
        ITransportSocket publisher = Bound(SocketType.Pub), subscriber = Connected(SocketType.Sub);
        subscriber.Subscribe("a"u8);
        subscriber.Subscribe("b"u8);
        Send(publisher, "a");
        Send(publisher, "b");
        subscriber.Unsubscribe("a"u8);
        Assert.Equal(["b"], ReceiveAll(subscriber));
    }

    [Fact]
    public void Each_message_that_each_subscriber_misses_is_counted()
    {
        ITransportSocket publisher = Bound(SocketType.Pub, new SocketOptions { SendHighWatermark = 2 });
        ITransportSocket first = Connected(SocketType.Sub, new SocketOptions { ReceiveHighWatermark = 1 });
        ITransportSocket second = Connected(SocketType.Sub, new SocketOptions { ReceiveHighWatermark = 3 });
        first.Subscribe(""u8);
        second.Subscribe(""u8);
        for (int i = 0; i < 10; i++)
            Send(publisher, $"{i}");
        Assert.Equal(7 + 5, publisher.DroppedMessages);
        Assert.Equal(["0", "1", "2"], ReceiveAll(first));
        Assert.Equal(["0", "1", "2", "3", "4"], ReceiveAll(second));
        Send(publisher, "10");
        Assert.Equal(12, publisher.DroppedMessages);
    }

    [Fact]
    public void A_peer_that_subscribes_to_more_than_the_publisher_takes_is_heard_no_more()
    {
        ITransportSocket publisher = Bound(SocketType.XPub, new SocketOptions { MaxFrameSize = 10 }), subscriber = Connected(SocketType.Sub);
        subscriber.Subscribe(new byte[9]);
        Assert.Equal(1 + 9, Assert.Single(Assert.IsType<Received>(Received.Next(publisher)).Frames).Length);
        subscriber.Subscribe(new byte[10]);
        Assert.Equal("\0" + new string('\0', 9), Assert.IsType<Received>(Received.Next(publisher)).Text);
        subscriber.Subscribe(""u8);
        Send(publisher, "to no one");
        Assert.False(publisher.TryReceive(out _));
        Assert.False(subscriber.TryReceive(out _));
    }

    [Fact]
    public void Publishers_that_are_not_read_do_not_keep_their_loop_awake_and_hear_their_subscribers()
    {
        ITransportSocket publisher = Bound(SocketType.Pub), subscriber = Connected(SocketType.Sub);
        for (int i = 0; i < 100; i++)
            subscriber.Subscribe([(byte)i]);
        for (int i = 0; i < 100; i++)
            subscriber.Unsubscribe([(byte)i]);
        _loop.Wait(TimeSpan.Zero);
        Assert.Equal(0, _loop.ReadableSockets);
        Assert.False(publisher.TryReceive(out _));
    }

    [Fact]
    public void A_publisher_that_was_disposed_with_notices_waiting_lets_its_loop_sleep()
    {
        ITransportSocket publisher = Bound(SocketType.XPub);
        Connected(SocketType.Sub).Subscribe("a"u8);
        _loop.Wait(TimeSpan.Zero);
        Assert.Equal(1, _loop.ReadableSockets);
        publisher.Dispose();
        Assert.Equal(0, _loop.ReadableSockets);
    }

    [Theory]
    [InlineData(SocketType.Pub, SocketType.Dealer)]
    [InlineData(SocketType.XPub, SocketType.Pull)]
    [InlineData(SocketType.Sub, SocketType.Push)]
    [InlineData(SocketType.Router, SocketType.Sub)]
    [InlineData(SocketType.Pull, SocketType.Pull)]
    [InlineData(SocketType.Push, SocketType.Router)]
    public void Types_that_do_not_talk_to_each_other_are_told_so_and_exchange_nothing(SocketType bound, SocketType connected)
    {
        ITransportSocket server = Bound(bound), client = Connected(connected);
        _loop.Wait(TimeSpan.Zero);
        Assert.True(client.TryTakeConnectionEvent(out ConnectionEvent told));
        Assert.Equal((ConnectionEventKind.Refused, Endpoint), (told.Kind, told.Address));
        Assert.Contains(bound.ToString().ToUpperInvariant(), told.Reason);
        Assert.Contains(connected.ToString().ToUpperInvariant(), told.Reason);
        if (connected is SocketType.Dealer or SocketType.Push)
            client.Send([], TestSocket.Buffer([1]));
        Assert.False(server.TryReceive(out _));
        server.Dispose();
        Assert.False(client.TryTakeConnectionEvent(out _));
    }

    [Fact]
    public void Peers_are_pulled_from_in_turn()
    {
        ITransportSocket puller = Bound(SocketType.Pull), loud = Connected(SocketType.Push), quiet = Connected(SocketType.Push);
        for (int i = 0; i < 3; i++)
            Send(loud, $"loud {i}");
        Send(quiet, "quiet 0");
        Send(quiet, "quiet 1");
        Assert.Equal(["loud 0", "quiet 0", "loud 1", "quiet 1", "loud 2"], ReceiveAll(puller));
    }

    private ITransportSocket Bound(SocketType type, SocketOptions? options = null)
    {
        ITransportSocket socket = _loop.CreateSocket(type, options ?? new SocketOptions());
        socket.Bind(Endpoint);
        return socket;
    }

    private ITransportSocket Connected(SocketType type, SocketOptions? options = null)
    {
        ITransportSocket socket = _loop.CreateSocket(type, options ?? new SocketOptions());
        socket.Connect(Endpoint);
        return socket;
    }

    private static void Send(ITransportSocket socket, string text)
        => Assert.Equal(SendResult.Sent, socket.Send([], TestSocket.Buffer(System.Text.Encoding.UTF8.GetBytes(text))));

    private static List<string> ReceiveAll(ITransportSocket socket)
    {
        var received = new List<string>();
        while (Received.Next(socket) is { } message)
            received.Add(message.Text);
        return received;
    }
}
