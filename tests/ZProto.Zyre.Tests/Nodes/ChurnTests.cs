namespace ZProto.Zyre.Tests.Nodes;

/// <summary>
/// The Guide's test of Zyre, in simulated time: many nodes, of which one is started or stopped every half to whole second, and all that are
/// there agree on who is there once it is quiet.
/// </summary>
public sealed class ChurnTests : NodeTests
{
    private static readonly bool s_isFull = Environment.GetEnvironmentVariable("ZPROTO_ZYRE_FULL") == "1";

    private readonly Dictionary<int, ZyreNode> _running = [];
    private readonly Random _random = new(20_261_201);

    [Fact]
    public async Task Views_agree_once_it_is_quiet_though_a_node_was_toggled_every_half_to_whole_second()
    {
        (int nodes, TimeSpan time) = s_isFull ? (100, TimeSpan.FromMinutes(20)) : (25, TimeSpan.FromMinutes(1));
        for (int i = 0; i < nodes; i++)
            await ToggleAsync(i);
        TimeSpan nextBeacon = TimeSpan.FromSeconds(1), nextToggle = default;
        var step = TimeSpan.FromMilliseconds(250);
        for (TimeSpan now = default; now < time; now += step)
        {
            await AdvanceAsync(step);
            if (now >= nextBeacon)
            {
                Network.Broadcast();
                nextBeacon = now + TimeSpan.FromSeconds(1);
            }
            if (now >= nextToggle)
            {
                await ToggleAsync(_random.Next(nodes));
                nextToggle = now + TimeSpan.FromMilliseconds(_random.Next(500, 1_001));
            }
        }
        await PassAsync(35);
        Assert.NotEmpty(_running);
        List<Guid> all = [.. _running.Values.Select(node => node.Id).Order()];
        foreach (ZyreNode node in _running.Values)
            Assert.Equal(all.Where(id => id != node.Id), (await node.GetPeersAsync()).Select(peer => peer.Id).Order());
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await SettleAsync();
    }

    private async Task ToggleAsync(int index)
    {
        if (_running.Remove(index, out ZyreNode? node))
            await EndAsync(node);
        else
            _running[index] = await StartAsync(Options($"{index}") with { EventQueueCapacity = 0 });
    }

    // One of two leaves as a process that is killed does: no one is told.
    private async Task EndAsync(ZyreNode node)
    {
        if (_random.Next(2) == 0)
            Network.CutOff(node.Id);
        await node.DisposeAsync();
    }
}
