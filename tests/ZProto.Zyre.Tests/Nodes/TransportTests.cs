using System.Net;
using System.Net.Sockets;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>Nodes over TCP, each on its own transport and loop, that find each other by beacons on loopback.</summary>
public sealed class TransportTests
{
    // For what must come; it ends a hang, and says nothing else.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly int _port = TestPort.Find();

    [Fact]
    public async Task Nodes_on_sockets_on_NetMQ_and_on_libzmq_talk_with_each_other()
    {
        List<ITransport> transports = [new SocketsTransport(), new NetMQTransport()];
        if (LibZmqTransport.IsAvailable)
            transports.Add(new LibZmqTransport());
        List<ZyreNode> nodes = [.. transports.Select(transport => new ZyreNode(Options(transport.Name) with { Transport = transport }))];
        try
        {
            foreach (ZyreNode node in nodes)
            {
                await node.JoinAsync("ROOM");
                await node.StartAsync();
            }
            List<string> names = [.. nodes.Select(node => node.Name)];
            foreach (ZyreNode node in nodes)
                await UntilAsync(node, others => others.Count(peer => peer.Groups.Contains("ROOM")) == names.Count - 1);
            foreach (ZyreNode node in nodes)
                Assert.Equal(nodes.Count - 1, await node.ShoutAsync("ROOM", $"from {node.Name}"));
            foreach (ZyreNode node in nodes)
            {
                var expected = names.Where(name => name != node.Name).ToHashSet();
                await foreach (ZyreEvent item in node.ReadEventsAsync().WithCancellation(new CancellationTokenSource(s_patience).Token))
                {
                    if (item is ZyreEvent.Shout shout && shout.Message.Text == $"from {shout.Name}" && expected.Remove(shout.Name) && expected.Count == 0)
                        break;
                }
            }
            await nodes[0].DisposeAsync();
            foreach (ZyreNode node in nodes.Skip(1))
                await UntilAsync(node, others => others.Count == names.Count - 2);
        }
        finally
        {
            foreach (ZyreNode node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Beacons_of_ports_that_belong_to_something_else_make_no_peer_and_do_not_disturb_those_there_are()
    {
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        Task answering = AnswerAsync(web);
        await using var a = new ZyreNode(Options("a"));
        await using var b = new ZyreNode(Options("b"));
        await a.StartAsync();
        // Its answer, a closed port, and itself.
        foreach (int port in new[] { ((IPEndPoint)web.LocalEndpoint).Port, 1, new Uri(a.Endpoint).Port })
        {
            using var socket = new UdpBeaconSocket(_port);
            byte[] beacon = new byte[Beacon.Length];
            new Beacon(Guid.NewGuid(), (ushort)port).Write(beacon);
            socket.Send(beacon, IPAddress.Parse("127.255.255.255"));
        }
        await answering.WaitAsync(s_patience);
        await b.StartAsync();
        await UntilAsync(a, others => others.Count == 1);
        Assert.True(await a.WhisperAsync(b.Id, "hello"));
        Assert.Equal("b", Assert.Single(await a.GetPeersAsync()).Name);
    }

    private static async Task AnswerAsync(TcpListener web)
    {
        using Socket client = await web.AcceptSocketAsync();
        await client.SendAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
    }

    private static async Task UntilAsync(ZyreNode node, Func<IReadOnlyList<ZyrePeer>, bool> isSo)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!isSo(await node.GetPeersAsync(patience.Token)))
            await Task.Delay(20, patience.Token);
    }

    private ZyreOptions Options(string name) => new()
    {
        Name = name,
        Endpoint = "tcp://127.0.0.1:*",
        Beacon = new ZyreBeaconOptions { Port = _port, Interval = TimeSpan.FromMilliseconds(100), Destinations = [IPAddress.Parse("127.255.255.255")] },
    };
}
