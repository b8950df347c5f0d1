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
}
