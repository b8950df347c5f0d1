namespace ZProto.Transport.Tests;

/// <summary>A server whose process may have few descriptors.</summary>
public sealed class SocketsDescriptorTests
{
    [Fact]
    public async Task A_server_without_descriptors_rests_serves_who_is_there_and_accepts_again()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var transport = new SocketsTransport();
        var settings = new ServerSettings { MaxDescriptors = 200 };
        using ServerProcess server = await ServerProcess.StartAsync(transport, typeof(SocketsDescriptorTests).Assembly, settings);
        using RawPeer good = await RawPeer.ConnectDealer(server.Endpoint);
        await AssertServes(good);
        var crowd = new List<RawPeer>();
        try
        {
            for (int i = 0; i < 400; i++)
                crowd.Add(await RawPeer.Connect(server.Endpoint));

            // The clients beyond wait to be accepted. A server that tries again and again takes a processor for itself.
            for (int attempt = 1; ; attempt++)
            {
                TimeSpan before = server.ProcessorTime;
                await Task.Delay(TimeSpan.FromSeconds(1));
                TimeSpan used = server.ProcessorTime - before;
                if (used < TimeSpan.FromMilliseconds(200))
                    break;
                Assert.True(attempt < 20, $"{used.TotalMilliseconds} ms of processor time in a second");
            }
            await AssertServes(good);
            Assert.Equal(0, crowd[^1].Socket.Available);
        }
        finally
        {
            crowd.ForEach(peer => peer.Dispose());
        }
        using RawPeer late = await RawPeer.ConnectDealer(server.Endpoint);
        await AssertServes(late);
    }

    private static async Task AssertServes(RawPeer peer)
    {
        await peer.Send(Zmtp.Message(HelloBytes.Ping(7)));
        Assert.Equal(HelloBytes.PingOk(7), await peer.ReceiveFrame());
    }
}
