using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

/// <summary>Engines of a project that references NetMQ, whose program names no transport.</summary>
public sealed class DefaultTransportTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:*")]
    [InlineData("inproc://*")]
    public async Task A_server_of_which_nothing_is_said_is_on_NetMQ(string asked)
    {
        await using var server = new HelloServer();
        string endpoint = await server.BindAsync(asked);
        AssertServes(new NetMQTransport(), endpoint);
    }

    [Fact]
    public async Task A_server_on_a_shared_loop_is_on_the_transport_of_the_loop()
    {
        var transport = new InProcessTransport();
        await using var loop = new EventLoop(transport);
        await using var server = new HelloServer { Options = { Loop = loop } };
        AssertServes(transport, await server.BindAsync("inproc://hello"));
    }

    [Fact]
    public async Task A_server_that_is_told_its_transport_is_on_that()
    {
        var transport = new InProcessTransport();
        await using var server = new HelloServer { Options = { Transport = transport } };
        AssertServes(transport, await server.BindAsync("inproc://hello"));
        TransportException e = await Assert.ThrowsAsync<TransportException>(() => server.BindAsync("tcp://127.0.0.1:*"));
        Assert.Contains("SocketsTransport", e.Message);
        Assert.Contains("ZProto.LibZmq", e.Message);
        Assert.Contains("Options.Transport", e.Message);
    }

    private static void AssertServes(ITransport transport, string endpoint)
    {
        using ITransportLoop loop = transport.CreateLoop();
        ITransportSocket client = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
        client.Connect(endpoint);
        client.Send([], TestSocket.Buffer(HelloMsg.CreatePing(7).ToFrames()));
        Assert.Equal(HelloMsg.CreatePingOk(7).ToFrames()[0], Assert.Single(Deadline.Receive(loop, client).Frames));
    }
}

public sealed partial class HelloServer
{
    public sealed partial class Client
    {
        private partial void Greet() => Message.Name = $"Hello, {Message.Name}!";
    }
}
