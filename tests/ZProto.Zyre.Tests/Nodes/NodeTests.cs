namespace ZProto.Zyre.Tests.Nodes;

/// <summary>What tests of nodes begin with: nodes on one loop, with a clock that the test advances, and beacons that it sends.</summary>
public abstract class NodeTests : IAsyncLifetime
{
    private readonly List<ZyreNode> _nodes = [];

    protected NodeTests() => Loop = new EventLoop(Transport, Clock);

    private protected BeaconNetwork Network { get; } = new();

    protected FakeTimeProvider Clock { get; } = new();

    protected ITransport Transport { get; } = new InProcessTransport();

    protected EventLoop Loop { get; }

    protected RecordingLogger Log { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (ZyreNode node in _nodes)
            await node.DisposeAsync();
        await Loop.DisposeAsync();
    }

    protected ZyreOptions Options(string name)
        => new() { Name = name, Loop = Loop, LoggerFactory = Log, Endpoint = "inproc://*", Discovery = Network.Join };

    protected Task<ZyreNode> StartAsync(string name) => StartAsync(Options(name));

    protected async Task<ZyreNode> StartAsync(ZyreOptions options)
    {
        var node = new ZyreNode(options);
        _nodes.Add(node);
        await node.StartAsync();
        await SettleAsync();
        return node;
    }

    protected Task SettleAsync() => Loop.SettleAsync();

    /// <summary>Lets time pass, second by second, with beacons each second.</summary>
    protected async Task PassAsync(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync();
            Network.Broadcast();
            await SettleAsync();
        }
    }

    /// <summary>What a node has heard since it was asked last, as text.</summary>
    protected async Task<List<string>> HeardAsync(ZyreNode node)
    {
        await SettleAsync();
        var heard = new List<string>();
        while (node.Events.TryTake(out ZyreEvent? item))
            heard.Add(Describe(item));
        return node.Events.Completion.IsCompleted ? [.. heard, "end"] : heard;
    }

    protected static string Describe(ZyreEvent item) => item switch
    {
        ZyreEvent.Enter => $"{item.Name} enters",
        ZyreEvent.Exit => $"{item.Name} exits",
        ZyreEvent.Evasive => $"{item.Name} is evasive",
        ZyreEvent.Join join => $"{item.Name} joins {join.Group}",
        ZyreEvent.Leave leave => $"{item.Name} leaves {leave.Group}",
        ZyreEvent.Whisper whisper => $"{item.Name} whispers {Describe(whisper.Message)}",
        ZyreEvent.Shout shout => $"{item.Name} shouts {Describe(shout.Message)} to {shout.Group}",
        _ => throw new InvalidOperationException(item.ToString()),
    };

    private static string Describe(ZyreMessage message)
        => message.Count == 1 ? message.Text : string.Join('|', Enumerable.Range(0, message.Count).Select(i => Convert.ToHexString(message[i])));
}
