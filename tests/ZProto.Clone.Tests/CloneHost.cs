using System.Text;

namespace ZProto.Clone.Tests;

/// <summary>Servers and clients on the in-process transport, with a clock that the test advances.</summary>
internal sealed class CloneHost : IAsyncDisposable
{
    public static readonly ServerAddress Primary = At("primary"), Backup = At("backup");

    private readonly List<Func<Task>> _rounds = [];
    private readonly List<IDisposable> _ends = [];
    private readonly List<IAsyncDisposable> _parts = [];

    public InProcessTransport Transport { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A server alone.</summary>
    public Task<CloneNode> StartAsync() => StartAsync(new CloneNode(Transport, Role.Primary, Primary, time: Clock));

    /// <summary>One server of a pair.</summary>
    public Task<CloneNode> StartAsync(Role role)
        => StartAsync(role == Role.Primary ? new CloneNode(Transport, role, Primary, Backup, Clock) : new CloneNode(Transport, role, Backup, Primary, Clock));

    /// <summary>A client that follows one of the servers, in the order of these.</summary>
    public async Task<CloneClient> OpenAsync(string subtree = "", params ServerAddress[] servers)
    {
        CloneClient client = Create(subtree, servers.Length == 0 ? [Primary] : servers);
        await client.OpenAsync();
        _rounds.Add(() => client.InvokeAsync(() => { }));
        await SettleAsync();
        return client;
    }

    /// <summary>A client that has its first snapshot.</summary>
    public async Task<CloneClient> SynchronizeAsync(string subtree = "", params ServerAddress[] servers)
    {
        CloneClient client = await OpenAsync(subtree, servers);
        for (int i = 0; i < 30 && !client.Synchronized.IsCompleted; i++)
            await AdvanceAsync(TimeSpan.FromSeconds(0.5));
        Assert.True(client.Synchronized.IsCompletedSuccessfully, "No snapshot came.");
        return client;
    }

    public RawEnd Connect(SocketType type, params string[] endpoints) => Keep(RawEnd.Connect(Transport, type, endpoints));

    public RawEnd Bind(SocketType type, string endpoint) => Keep(RawEnd.Bind(Transport, type, endpoint));

    public async Task SetAsync(CloneClient client, string key, string value, uint ttl = 0)
    {
        await client.SetAsync(key, Bytes(value), ttl);
        await SettleAsync();
    }

    /// <summary>Ends a server or a client.</summary>
    public async Task EndAsync(IAsyncDisposable part)
    {
        _parts.Remove(part);
        await part.DisposeAsync();
        await SettleAsync();
    }

    /// <summary>Lets time pass, in small steps.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        TimeSpan step = TimeSpan.FromSeconds(0.5);
        for (; time > TimeSpan.Zero; time -= step)
        {
            Clock.Advance(time < step ? time : step);
            await SettleAsync();
        }
    }

    /// <summary>All that there was to be done is done: an engine reads what has come before what is invoked twice.</summary>
    public async Task SettleAsync()
    {
        for (int i = 0; i < 12; i++)
        {
            foreach (Func<Task> round in _rounds.ToArray())
            {
                try
                {
                    await round();
                }
                catch (ObjectDisposedException)
                {
                    _rounds.Remove(round);
                }
            }
        }
    }

    /// <summary>The values of a client, as "key=value", in order of the keys.</summary>
    public static Task<string> ValuesAsync(CloneClient client) => client.InvokeAsync(() => Join(client.Values));

    /// <summary>The values of a server.</summary>
    public static Task<string> ValuesAsync(CloneNode node) => node.Server.InvokeAsync(() => Join(node.Server.Values));

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        foreach (IDisposable end in _ends)
            end.Dispose();
    }

    private static string Join(IReadOnlyDictionary<string, byte[]> values)
        => string.Join(' ', values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Encoding.UTF8.GetString(pair.Value)}"));

    private static ServerAddress At(string name) => new($"inproc://{name}-snapshots", $"inproc://{name}-updates", $"inproc://{name}-collector", $"inproc://{name}-states");

    private CloneClient Create(string subtree, ServerAddress[] servers)
    {
        var client = new CloneClient(subtree, servers) { Options = { Transport = Transport, TimeProvider = Clock } };
        _parts.Add(client);
        return client;
    }

    private async Task<CloneNode> StartAsync(CloneNode node)
    {
        _parts.Add(node);
        await node.StartAsync();
        _rounds.Add(() => node.Server.InvokeAsync(() => { }));
        await SettleAsync();
        return node;
    }

    private RawEnd Keep(RawEnd end)
    {
        _ends.Add(end);
        return end;
    }
}
