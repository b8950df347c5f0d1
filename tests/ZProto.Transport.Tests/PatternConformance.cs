using System.Text;

namespace ZProto.Transport.Tests;

/// <summary>What every transport with <see cref="TransportCapabilities.Patterns"/> must do: publish and subscribe, and pipelines.</summary>
/// <remarks>Source: ZeroMQ RFC 29 (PUBSUB), 30 (PIPELINE).</remarks>
public abstract partial class PatternConformance : TransportSuite
{
    private static readonly SocketOptions s_narrow = new() { SendHighWatermark = 10, ReceiveHighWatermark = 10 };

    private static readonly byte[] s_ballast = new byte[64 * 1024];

    public static TheoryData<SocketType> Publishers => [SocketType.Pub, SocketType.XPub];

    public static TheoryData<SocketType> Types => [SocketType.Pub, SocketType.Sub, SocketType.XPub, SocketType.XSub, SocketType.Push, SocketType.Pull];

    [TransportFact]
    public void The_capabilities_say_so() => Assert.True(Can(TransportCapabilities.Patterns));

    [TransportTheory]
    [MemberData(nameof(Types))]
    public async Task What_a_type_cannot_do_is_refused_by_its_name(SocketType type)
    {
        TestSocket socket = await NewSocket(type);
        if (type is SocketType.Sub or SocketType.Pull)
            Assert.Contains(type.ToString().ToUpperInvariant(), (await Assert.ThrowsAsync<NotSupportedException>(() => socket.TrySend("hello"))).Message);
        if (type != SocketType.Sub)
            Assert.Contains(type.ToString().ToUpperInvariant(), (await Assert.ThrowsAsync<NotSupportedException>(() => socket.Subscribe("a"))).Message);
        if (type is SocketType.Pub or SocketType.Push)
            Assert.Null(await socket.Do((_, inner) => Received.Next(inner)));
    }

    [TransportTheory]
    [MemberData(nameof(Types))]
    public async Task A_message_without_frames_and_a_routing_id_are_refused(SocketType type)
    {
        if (type is SocketType.Sub or SocketType.Pull)
            return;
        TestSocket socket = await NewSocket(type);
        await Assert.ThrowsAsync<ArgumentException>(() => socket.TrySend(RoutingId.Empty, Array.Empty<byte[]>()));
        await Assert.ThrowsAsync<ArgumentException>(() => socket.TrySend(new RoutingId([1]), "hello"));
    }

    [TransportTheory]
    [MemberData(nameof(Types))]
    public async Task A_socket_that_is_disposed_says_so_and_leaves_its_endpoint(SocketType type)
    {
        TestSocket socket = await NewSocket(type);
        string endpoint = await socket.Bind(AnyEndpoint);
        await socket.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => socket.Bind(AnyEndpoint));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => socket.Do((_, inner) => inner.TryReceive(out ReceivedMessage _)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => socket.TrySend("hello"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => socket.Subscribe("a"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => socket.Unsubscribe("a"));
        await (await NewSocket(type)).BindAgain(endpoint);
    }

    [TransportTheory]
    [InlineData(SocketType.Pub, SocketType.Sub)]
    [InlineData(SocketType.XPub, SocketType.XSub)]
    [InlineData(SocketType.Push, SocketType.Pull)]
    public async Task A_loop_that_ends_amid_traffic_ends_its_sockets_and_no_other(SocketType sends, SocketType receives)
    {
        TestSocket sender = await NewSocket(sends, s_narrow);
        string endpoint = await sender.Bind(AnyEndpoint);
        for (int round = 0; round < 5; round++)
        {
            TestSocket receiver = await NewConnected(receives, endpoint, s_narrow);
            await SubscribeToAll(receiver);
            await SendUntilReceived(sender, receiver, $"round {round}");
            for (int i = 0; i < 50; i++)
                await sender.TrySend(RoutingId.Empty, s_ballast, [1]);
            receiver.Thread.Dispose();
        }
        TestSocket last = await NewConnected(receives, endpoint);
        await SubscribeToAll(last);
        await SendUntilReceived(sender, last, "the end");
    }

    [TransportTheory]
    [InlineData(SocketType.Pub, SocketType.Sub)]
    [InlineData(SocketType.Push, SocketType.Pull)]
    public async Task A_message_of_too_many_frames_is_received_as_one_of_none(SocketType sends, SocketType receives)
    {
        TestSocket receiver = await NewSocket(receives, new SocketOptions { MaxFrames = 3 });
        await SubscribeToAll(receiver);
        TestSocket sender = await NewConnected(sends, await receiver.Bind(AnyEndpoint));
        await SendUntilReceived(sender, receiver, "ready");
        await sender.Send("1|2|3|4");
        await sender.Send("the|end");
        Assert.Empty((await ReceiveOther(receiver, "ready")).Frames);
        Assert.Equal("the|end", (await receiver.Receive()).Text);
    }

    /// <summary>Sends a message again and again until it has come: whoever joins late misses what was sent before.</summary>
    private static async Task SendUntilReceived(TestSocket sender, TestSocket receiver, string text)
    {
        Task received = ReceiveUntil(receiver, text, _ => { });
        await SendUntil(sender, text, received);
    }

    private static async Task SendUntil(TestSocket sender, string text, Task end)
    {
        while (!end.IsCompleted)
        {
            await sender.TrySend(text);
            await Task.WhenAny(end, Task.Delay(1));
        }
        await end;
    }

    private static async Task ReceiveUntil(TestSocket receiver, string end, Action<Received> action)
    {
        while (await receiver.Receive() is { } received && received.Text != end)
            action(received);
    }

    /// <summary>The next message, but for repetitions of one.</summary>
    private static async Task<Received> ReceiveOther(TestSocket receiver, string repeated)
    {
        while (true)
        {
            Received received = await receiver.Receive();
            if (received.Text != repeated)
                return received;
        }
    }

    private static async Task SubscribeToAll(TestSocket socket)
    {
        if (socket.Type == SocketType.Sub)
            await socket.Subscribe("");
        else if (socket.Type == SocketType.XSub)
            await socket.Send(RoutingId.Empty, Notice(1, ""));
    }

    private static byte[] Notice(byte kind, string prefix) => [kind, .. Encoding.UTF8.GetBytes(prefix)];
}
