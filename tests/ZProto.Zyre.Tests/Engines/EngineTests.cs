using ZProto.Zyre.Tests.Nodes;

namespace ZProto.Zyre.Tests.Engines;

/// <summary>What tests of generated nodes begin with: nodes on one loop, with a clock that the test advances.</summary>
public abstract class EngineTests : NodeTests, IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _engines = [];

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (IAsyncDisposable engine in _engines)
            await engine.DisposeAsync();
        await DisposeAsync();
    }

    protected async Task<PartyNode> StartGuestAsync(string name)
    {
        var guest = new PartyNode { Zyre = Options(name), Options = { Loop = Loop, LoggerFactory = Log } };
        _engines.Add(guest);
        await guest.StartAsync();
        await SettleAsync();
        return guest;
    }

    protected WatchNode Create(string name, ZyreOptions? options = null) => Own(new WatchNode { Zyre = options ?? Options(name), Options = { Loop = Loop, LoggerFactory = Log } });

    protected WatchNode Own(WatchNode node)
    {
        _engines.Add(node);
        return node;
    }

    protected async Task<WatchNode> StartWatchAsync(string name, ZyreOptions? options = null)
    {
        WatchNode node = Create(name, options);
        await node.StartAsync();
        await SettleAsync();
        return node;
    }
}
