using System.Diagnostics;
using System.Net;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>The Guide's test of Zyre, in real time over TCP and UDP on loopback, with the beacon as it is.</summary>
public sealed class RealChurnTests
{
    private static readonly bool s_isFull = Environment.GetEnvironmentVariable("ZPROTO_ZYRE_FULL") == "1";

    // Far longer than the thirty seconds after which a node that was not told of is gone.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<int, ZyreNode> _running = [];
    private readonly int _port = TestPort.Find();
    private readonly Random _random = new(20_261_201);

    [Fact]
    public async Task Views_agree_once_it_is_quiet_though_a_node_was_toggled_every_half_to_whole_second()
    {
        (int nodes, TimeSpan time) = s_isFull ? (100, TimeSpan.FromMinutes(2)) : (8, TimeSpan.FromSeconds(3));
        await using var loop = new EventLoop(new SocketsTransport());
        try
        {
            for (int i = 0; i < nodes; i++)
                await ToggleAsync(i, loop);
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < time)
            {
                await Task.Delay(_random.Next(500, 1_001));
                await ToggleAsync(_random.Next(nodes), loop);
            }
            // Waits for what must come; how long that takes says nothing.
            clock.Restart();
            while (!await AgreeAsync())
            {
                Assert.True(clock.Elapsed < s_patience, "The nodes do not agree on who is there.");
                await Task.Delay(50);
            }
        }
        finally
        {
            foreach (ZyreNode node in _running.Values)
                await node.DisposeAsync();
        }
    }

    private async Task<bool> AgreeAsync()
    {
        List<Guid> all = [.. _running.Values.Select(node => node.Id).Order()];
        foreach (ZyreNode node in _running.Values)
        {
            if (!(await node.GetPeersAsync()).Select(peer => peer.Id).Append(node.Id).Order().SequenceEqual(all))
                return false;
        }
        return true;
    }

    private async Task ToggleAsync(int index, EventLoop loop)
    {
        if (_running.Remove(index, out ZyreNode? node))
        {
            await node.DisposeAsync();
            return;
        }
        node = new ZyreNode(new ZyreOptions
        {
            Name = $"{index}",
            Loop = loop,
            Endpoint = "tcp://127.0.0.1:*",
            Beacon = new ZyreBeaconOptions { Port = _port, Destinations = [IPAddress.Parse("127.255.255.255")] },
            EventQueueCapacity = 0,
        });
        _running[index] = node;
        await node.StartAsync();
    }
}
