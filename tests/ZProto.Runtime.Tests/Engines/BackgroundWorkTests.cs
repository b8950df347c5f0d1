using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Calls into a server from many threads while its clients are busy.</summary>
public sealed class BackgroundWorkTests : IAsyncLifetime
{
    private const int Threads = 8;
    private const int Times = 500;

    private readonly HelloServer _server = new() { Options = { Transport = new InProcessTransport() } };
    private string _endpoint = "";

    public async Task InitializeAsync() => _endpoint = await _server.BindAsync("inproc://*");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Methods_of_the_model_run_one_at_a_time_and_in_the_order_of_each_caller()
    {
        Task busy = KeepBusyAsync();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < Times; i++)
                await _server.SetGreetingAsync($"{thread}", (byte)i, i);
        })));
        await busy;
        string[] log = await _server.InvokeAsync(() => _server.Log.ToArray());
        Assert.Equal(Threads * Times, log.Length);
        for (int thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(
                Enumerable.Range(0, Times).Select(i => $"greets with {thread} {(byte)i} times, {i}, on the loop: True"),
                log.Where(line => line.StartsWith($"greets with {thread} ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Posted_calls_of_one_thread_run_in_order()
    {
        var seen = new List<int>();
        Task busy = KeepBusyAsync();
        for (int i = 0; i < 10_000; i++)
        {
            int number = i;
            _server.Post(() => seen.Add(number));
        }
        await busy;
        Assert.Equal(Enumerable.Range(0, 10_000), await _server.InvokeAsync(() => seen.ToArray()));
    }

    [Fact]
    public async Task Clients_can_be_looked_for_raised_events_on_and_ended_while_they_are_busy()
    {
        Task busy = KeepBusyAsync();
        int found = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < Times; i++)
            {
                found += await _server.InvokeAsync(() =>
                {
                    int clients = 0;
                    foreach (HelloServer.Client client in _server.GetClients())
                    {
                        Assert.True(_server.TryGetClient(client.RoutingId, out HelloServer.Client? same));
                        Assert.Same(client, same);
                        clients++;
                        if (client.UniqueId % 3 == 0)
                            client.Terminate();
                        _server.SendEvent(client, HelloServer.Event.Tired);
                    }
                    _server.BroadcastEvent(HelloServer.Event.Tired);
                    return clients;
                });
            }
        })));
        await busy;
        Assert.NotEqual(0, found);
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, _endpoint);
        await peer.SendAsync(HelloMsg.CreatePing(1));
        Assert.Equal("PING-OK", peer.Receive().Command);
    }

    [Fact]
    public async Task Settings_may_be_changed_by_any_thread_while_clients_are_busy()
    {
        Task busy = KeepBusyAsync();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Times; i++)
            {
                _server.ClientTimeout = TimeSpan.FromMinutes(1 + thread);
                _server.IdleTimeout = TimeSpan.FromMinutes(1 + i);
                _server.HeartbeatInterval = TimeSpan.FromMilliseconds(i % 2);
                _server.Verbose = i % 3 == 0;
                _ = _server.SetConfigurationAsync("server/timeout", $"{60_000 + i}");
                _server.Monitor(TimeSpan.FromMilliseconds(1), () => { }).Dispose();
            }
        })));
        await busy;
    }

    /// <summary>Clients that ask and wait for the answers, each on a thread of its own.</summary>
    private Task KeepBusyAsync() => Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
    {
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, _endpoint);
        for (uint i = 0; i < Times; i++)
        {
            await peer.SendAsync(HelloMsg.CreateHello(i, $"{number}"));
            HelloMsg answer = peer.Receive();
            Assert.Equal(i, answer.Sequence);
            Assert.StartsWith($"Hello, {number}! ", answer.Name, StringComparison.Ordinal);
        }
    })));
}
