using Hello;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests.Engines;

/// <summary>What a server tells of its endpoints and peers over TCP, and what it leaves behind.</summary>
public sealed class ServerTests
{
    [LibZmqFact]
    public async Task A_port_that_is_picked_is_told_and_free_again_as_soon_as_the_server_has_ended()
    {
        string endpoint = "tcp://127.0.0.1:*";
        for (int i = 0; i < 50; i++)
        {
            await using HelloServer server = NewServer();
            string bound = await server.BindAsync(endpoint);
            Assert.Equal([bound], server.Endpoints);
            Assert.DoesNotMatch(@":(\*|0)$", bound);
            Ping(bound);
            endpoint = bound;
        }
    }

    [LibZmqFact]
    public async Task A_port_that_is_taken_is_refused_by_name_and_the_server_goes_on()
    {
        await using HelloServer first = NewServer();
        await using HelloServer second = NewServer();
        string endpoint = await first.BindAsync("tcp://127.0.0.1:*");
        TransportException problem = await Assert.ThrowsAsync<TransportException>(() => second.BindAsync(endpoint));
        Assert.Contains(endpoint, problem.Message, StringComparison.Ordinal);
        Assert.Empty(second.Endpoints);
        Ping(await second.BindAsync("tcp://127.0.0.1:*"));
    }

    [LibZmqFact]
    public async Task The_address_of_a_client_is_known()
    {
        await using HelloServer server = NewServer();
        string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
        string? address = null;
        Ping(endpoint, () => address = server.InvokeAsync(() => server.GetClients()[0].PeerAddress).GetAwaiter().GetResult());
        Assert.Equal("127.0.0.1", address);
    }

    [LibZmqFact]
    public async Task Servers_on_one_loop_are_each_served_on_their_own_port()
    {
        await using var loop = new EventLoop(new LibZmqTransport());
        await using var one = new HelloServer { Options = { Loop = loop } };
        await using var two = new HelloServer { Options = { Loop = loop } };
        string first = await one.BindAsync("tcp://127.0.0.1:*"), second = await two.BindAsync("tcp://127.0.0.1:*");
        Ping(first);
        Ping(second);
        await one.DisposeAsync();
        Ping(second);
        Assert.Equal(first, await two.BindAsync(first));
        Ping(first);
    }

    private static HelloServer NewServer() => new() { Options = { Transport = new LibZmqTransport() } };

    private static void Ping(string endpoint, Action? whenAnswered = null)
    {
        using ITransportLoop loop = new LibZmqTransport().CreateLoop();
        ITransportSocket client = loop.Dealer();
        client.Connect(endpoint);
        client.Send([], Sockets.Buffer(HelloMsg.CreatePing(7).ToFrames()));
        Assert.Equal(HelloMsg.CreatePingOk(7).ToFrames()[0], Assert.Single(loop.Receive(client).Frames));
        whenAnswered?.Invoke();
    }
}
