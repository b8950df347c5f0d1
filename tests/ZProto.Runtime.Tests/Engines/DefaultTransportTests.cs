using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Engines of a project that references no transport but those of the runtime, whose program names none.</summary>
public sealed class DefaultTransportTests
{
    [Fact]
    public async Task A_server_of_which_nothing_is_said_is_on_sockets()
    {
        await using var server = new HelloServer();
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(new SocketsTransport(), await server.BindAsync("tcp://127.0.0.1:*"));
        await peer.SendAsync(HelloMsg.CreatePing(7));
        Assert.Equal(HelloMsg.MessageId.PingOk, peer.Receive().Id);
    }

    [Fact]
    public async Task An_endpoint_within_the_process_names_the_transport_to_set()
    {
        await using var server = new HelloServer();
        TransportException e = await Assert.ThrowsAsync<TransportException>(() => server.BindAsync("inproc://hello"));
        Assert.Equal(
            "The sockets transport cannot bind to 'inproc://hello': it is neither tcp://host:port nor ipc://path. For inproc://, set Options.Transport to the same InProcessTransport at both ends.",
            e.Message);
    }
}
