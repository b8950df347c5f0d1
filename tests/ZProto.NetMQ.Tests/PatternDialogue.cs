using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

/// <summary>Publishers, subscribers and pipelines between NetMQ and libzmq over TCP, both ways.</summary>
public abstract class PatternDialogue(ITransport sending, ITransport receiving) : IDisposable
{
    private const string AnyEndpoint = "tcp://127.0.0.1:*";

    private readonly List<LoopThread> _threads = [];

    public void Dispose()
    {
        _threads.ForEach(thread => thread.Dispose());
        GC.SuppressFinalize(this);
    }

    public static TheoryData<SocketType, SocketType, bool> Pairs => new()
    {
        { SocketType.XPub, SocketType.Sub, true }, { SocketType.XPub, SocketType.Sub, false },
        { SocketType.XPub, SocketType.XSub, true }, { SocketType.XPub, SocketType.XSub, false },
    };

    [TransportTheory]
    [MemberData(nameof(Pairs))]
    public async Task Subscriptions_are_told_and_their_messages_come(SocketType sends, SocketType receives, bool publisherBinds)
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(sends, receives, publisherBinds);
        byte[] large = new byte[300_000];
        new Random(1).NextBytes(large);
        foreach (string prefix in new[] { "a", "bc", "" })
        {
            await Subscribe(subscriber, 1, prefix);
            Assert.Equal($"\u0001{prefix}", (await publisher.Receive()).Text);
            await publisher.Send(RoutingId.Empty, [.. System.Text.Encoding.UTF8.GetBytes(prefix), 1], large, []);
            Assert.Equal(large, (await subscriber.Receive()).Frames[1]);
            await publisher.Send(prefix.Length == 0 ? "any" : $"{prefix}|small|");
            Assert.Equal(prefix.Length == 0 ? "any" : $"{prefix}|small|", (await subscriber.Receive()).Text);
            await Subscribe(subscriber, 0, prefix);
            Assert.Equal($"\0{prefix}", (await publisher.Receive()).Text);
            await publisher.Send($"{prefix}, no more");
        }
        await Subscribe(subscriber, 1, "the end");
        await publisher.Receive();
        await publisher.Send("the end");
        Assert.Equal("the end", (await subscriber.Receive()).Text);
        // One that connects waits for its subscriber to come back, and tells of no end.
        if (!publisherBinds)
            return;
        await subscriber.Dispose();
        Assert.Equal("\0the end", (await publisher.Receive()).Text);
    }

    [TransportTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pub_hears_subscriptions_too(bool publisherBinds)
    {
        (TestSocket publisher, TestSocket subscriber) = await Pair(SocketType.Pub, SocketType.Sub, publisherBinds);
        await subscriber.Subscribe("a");
        Task<Received> received = subscriber.Receive();
        while (!received.IsCompleted)
        {
            await publisher.Send("b");
            await publisher.Send("a");
            await Task.WhenAny(received, Task.Delay(1));
        }
        Assert.Equal("a", (await received).Text);
    }

    [TransportTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_pushed_is_pulled(bool pusherBinds)
    {
        (TestSocket pusher, TestSocket puller) = await Pair(SocketType.Push, SocketType.Pull, pusherBinds);
        for (int i = 0; i < 1000; i++)
            await pusher.SendUntil(SendResult.Sent, RoutingId.Empty, $"{i}||{new string('x', i * 10)}");
        for (int i = 0; i < 1000; i++)
            Assert.Equal($"{i}||{new string('x', i * 10)}", (await puller.Receive()).Text);
    }

    private static Task Subscribe(TestSocket subscriber, byte kind, string prefix)
    {
        if (subscriber.Type == SocketType.XSub)
            return subscriber.Send(RoutingId.Empty, [kind, .. System.Text.Encoding.UTF8.GetBytes(prefix)]);
        return kind == 1 ? subscriber.Subscribe(prefix) : subscriber.Unsubscribe(prefix);
    }

    private async Task<(TestSocket Sender, TestSocket Receiver)> Pair(SocketType sends, SocketType receives, bool senderBinds)
    {
        TestSocket sender = await NewSocket(sending, sends), receiver = await NewSocket(receiving, receives);
        if (senderBinds)
            await receiver.Connect(await sender.Bind(AnyEndpoint));
        else
            await sender.Connect(await receiver.Bind(AnyEndpoint));
        return (sender, receiver);
    }

    private Task<TestSocket> NewSocket(ITransport transport, SocketType type)
    {
        var thread = new LoopThread(transport);
        _threads.Add(thread);
        return thread.Socket(type);
    }
}

[SkipUnlessLibZmqInstalled]
public sealed class NetMQToLibZmqPatternTests() : PatternDialogue(new NetMQTransport(), new LibZmqTransport());

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqToNetMQPatternTests() : PatternDialogue(new LibZmqTransport(), new NetMQTransport());
