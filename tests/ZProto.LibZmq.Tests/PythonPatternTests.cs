using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Publishers, subscribers and pipelines to and from a process of another runtime.</summary>
public sealed class PythonPatternTests : IDisposable
{
    private const string AnyEndpoint = "tcp://127.0.0.1:*";

    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();

    public void Dispose() => _loop.Dispose();

    [PythonFact]
    public void A_subscriber_of_another_runtime_receives_what_it_subscribed_to()
    {
        ITransportSocket publisher = Create(SocketType.XPub);
        using var peer = new PythonPeer("subscribe", publisher.Bind(AnyEndpoint));
        Assert.Equal("\u0001a", _loop.ReceiveText(publisher));
        SendNumbers(publisher, "b");
        SendNumbers(publisher, "a");
        Assert.Equal("received", ReadLine(peer));
        Assert.Equal("\0a", _loop.ReceiveText(publisher));
    }

    [PythonFact]
    public void A_publisher_of_another_runtime_is_subscribed_to_and_left()
    {
        using var peer = new PythonPeer("publish", AnyEndpoint);
        ITransportSocket subscriber = Create(SocketType.Sub);
        subscriber.Subscribe("a"u8);
        subscriber.Connect(peer.ReadLine());
        AssertReceivesNumbers(subscriber, "a");
        subscriber.Unsubscribe("a"u8);
        Assert.Equal("left", ReadLine(peer));
    }

    [PythonFact]
    public void A_pull_of_another_runtime_receives_what_is_pushed()
    {
        ITransportSocket pusher = Create(SocketType.Push);
        using var peer = new PythonPeer("pull", pusher.Bind(AnyEndpoint));
        _loop.Until(() => pusher.Send("0", "") == SendResult.Sent, "peer to pull");
        SendNumbers(pusher, "", from: 1);
        Assert.Equal("received", ReadLine(peer));
    }

    [PythonFact]
    public void A_push_of_another_runtime_is_pulled_from()
    {
        using var peer = new PythonPeer("push", AnyEndpoint);
        ITransportSocket puller = Create(SocketType.Pull);
        puller.Connect(peer.ReadLine());
        AssertReceivesNumbers(puller, "");
    }

    private ITransportSocket Create(SocketType type) => _loop.CreateSocket(type, new SocketOptions());

    private static void SendNumbers(ITransportSocket socket, string prefix, int from = 0)
    {
        for (int i = from; i < 100; i++)
            Assert.Equal(SendResult.Sent, socket.Send($"{prefix}{i}", ""));
    }

    private void AssertReceivesNumbers(ITransportSocket socket, string prefix)
    {
        for (int i = 0; i < 100; i++)
            Assert.Equal($"{prefix}{i}|", _loop.ReceiveText(socket));
    }

    private string ReadLine(PythonPeer peer)
    {
        Task<string> line = Task.Run(peer.ReadLine);
        _loop.Until(() => line.IsCompleted, "word of the peer");
        return line.GetAwaiter().GetResult();
    }
}
