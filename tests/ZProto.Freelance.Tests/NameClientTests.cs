namespace ZProto.Freelance.Tests;

/// <summary>Issue 15, Freelance: many servers for one client. The clock stands still unless a test advances it, so that no time-out can pass unseen.</summary>
public sealed class NameClientTests : IAsyncLifetime
{
    private const int Count = 10_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, string> s_names = new() { ["shop"] = "tcp://shop" };

    private readonly InProcessTransport _transport = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly EventLoop _loop;
    private readonly NameClient _client;

    public NameClientTests()
    {
        _loop = new EventLoop(_transport, _clock);
        _client = new NameClient { Options = { Loop = _loop, Name = "client" } };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        foreach (IAsyncDisposable server in _servers)
            await server.DisposeAsync();
        await _loop.DisposeAsync();
    }

    [Fact]
    public async Task Look_ups_with_one_server()
    {
        NameServer server = await ServeAsync("inproc://a");
        await _client.AddServersAsync(["inproc://a"]);
        await LookUpAsync(Count);
        Assert.Equal(Count, await AnsweredAsync(server));
    }

    [Fact]
    public async Task Look_ups_with_three_servers_go_to_all_in_turn()
    {
        NameServer[] servers = [await ServeAsync("inproc://a"), await ServeAsync("inproc://b"), await ServeAsync("inproc://c")];
        await _client.AddServersAsync(["inproc://a", "inproc://b", "inproc://c"]);
        await LookUpAsync(Count);
        int[] answered = await Task.WhenAll(servers.Select(AnsweredAsync));
        // Until a server is known to be there, all are asked.
        Assert.InRange(answered.Sum(), Count, Count + 10);
        Assert.All(answered, count => Assert.InRange(count, (Count / 3) - 10, (Count / 3) + 10));
    }

    [Fact]
    public async Task Of_three_servers_two_are_dead_and_cost_no_time_out()
    {
        NameServer server = await ServeAsync("inproc://b");
        await _client.AddServersAsync(["inproc://a", "inproc://b", "inproc://c"]);
        await LookUpAsync(Count);
        Assert.Equal(Count, await AnsweredAsync(server));
        Assert.Equal(1, await PresentAsync());
    }

    [Fact]
    public async Task A_name_that_the_server_does_not_know_is_an_answer_too()
    {
        await ServeAsync("inproc://a");
        await _client.AddServersAsync(["inproc://a"]);
        await Assert.ThrowsAsync<NameClient.NotFoundException>(() => _client.LookUpAsync("nobody").WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_server_that_hangs_costs_the_look_up_that_it_has_one_time_out_and_later_ones_none()
    {
        RouterPeer<FreelanceMsg> hanging = await HangAsync("inproc://a");
        await ServeAsync("inproc://b");
        await _client.AddServersAsync(["inproc://a", "inproc://b"]);
        await hanging.SendAsync(hanging.Receive().RoutingId, FreelanceMsg.CreatePong());
        await WaitForPresentAsync(2);

        Task<string>[] both = [_client.LookUpAsync("shop"), _client.LookUpAsync("shop")];
        await (await Task.WhenAny(both).WaitAsync(s_patience));
        await AdvanceAsync(0.5);
        Assert.Equal(1, await PresentAsync());
        await LookUpAsync(100);
        Assert.Equal([false, true], both.Select(call => call.IsCompleted).Order());
        await AdvanceAsync(0.5);
        Assert.Equal(["tcp://shop", "tcp://shop"], await Task.WhenAll(both).WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_server_that_comes_back_is_asked_again()
    {
        RouterPeer<FreelanceMsg> hanging = await HangAsync("inproc://a");
        await _client.AddServersAsync(["inproc://a"]);
        RoutingId client = hanging.Receive().RoutingId;
        await hanging.SendAsync(client, FreelanceMsg.CreatePong());
        await WaitForPresentAsync(1);
        await AdvanceAsync(3);
        Assert.Equal(0, await PresentAsync());
        Assert.Equal(FreelanceMsg.MessageId.Ping, hanging.Receive().Id);
        await hanging.SendAsync(client, FreelanceMsg.CreatePong());
        await WaitForPresentAsync(1);
    }

    [Fact]
    public async Task Late_duplicates_are_ignored()
    {
        RouterPeer<FreelanceMsg>[] servers = [await HangAsync("inproc://a"), await HangAsync("inproc://b"), await HangAsync("inproc://c")];
        await _client.AddServersAsync(["inproc://a", "inproc://b", "inproc://c"]);
        Task<string> first = _client.LookUpAsync("one");
        FreelanceMsg[] requests = [.. servers.Select(ReceiveRequest)];
        Assert.Single(requests.Select(request => request.Sequence).Distinct());
        await AnswerAsync(0, requests[0], "tcp://one");
        Assert.Equal("tcp://one", await first.WaitAsync(s_patience));

        Task<string> second = _client.LookUpAsync("two");
        FreelanceMsg next = ReceiveRequest(servers[0]);
        Assert.NotEqual(requests[0].Sequence, next.Sequence);
        await AnswerAsync(0, requests[0], "tcp://twice");
        await AnswerAsync(1, requests[1], "tcp://late");
        await AnswerAsync(2, requests[2], "tcp://late");
        await WaitForPresentAsync(3);
        Assert.False(second.IsCompleted);
        await AnswerAsync(0, next, "tcp://two");
        Assert.Equal("tcp://two", await second.WaitAsync(s_patience));

        Task AnswerAsync(int server, FreelanceMsg request, string endpoint)
            => servers[server].SendAsync(request.RoutingId, FreelanceMsg.CreateFound(request.Sequence, endpoint));
    }

    [Fact]
    public async Task Where_all_are_dead_a_look_up_gives_up_in_seconds()
    {
        await _client.AddServersAsync(["inproc://a", "inproc://b", "inproc://c"]);
        Task<string> call = _client.LookUpAsync("shop");
        await AdvanceAsync(1);
        await AdvanceAsync(1);
        Assert.False(call.IsCompleted);
        await AdvanceAsync(1);
        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(s_patience));
        Assert.Equal("'look up' had no reply within 1 second of 3 tries: the mesh has 3 peers.", exception.Message);
    }

    [Fact]
    public async Task A_server_that_starts_while_a_look_up_waits_answers_it()
    {
        await _client.AddServersAsync(["inproc://a"]);
        Task<string> call = _client.LookUpAsync("shop");
        await AdvanceAsync(1);
        await ServeAsync("inproc://a");
        await AdvanceAsync(0.5);
        Assert.Equal("tcp://shop", await call.WaitAsync(s_patience));
    }

    private async Task<NameServer> ServeAsync(string endpoint)
    {
        var server = new NameServer(s_names) { Options = { Loop = _loop } };
        _servers.Add(server);
        await server.BindAsync(endpoint);
        return server;
    }

    // A server that is bound and does what the test does.
    private async Task<RouterPeer<FreelanceMsg>> HangAsync(string endpoint)
    {
        RouterPeer<FreelanceMsg> server = await RouterPeer<FreelanceMsg>.BindAsync(_transport, endpoint);
        _servers.Add(server);
        return server;
    }

    private async Task LookUpAsync(int count)
    {
        for (int i = 0; i < count; i++)
            Assert.Equal("tcp://shop", await _client.LookUpAsync("shop").WaitAsync(s_patience));
    }

    private static FreelanceMsg ReceiveRequest(RouterPeer<FreelanceMsg> server)
    {
        while (true)
        {
            if (server.Receive() is { Id: FreelanceMsg.MessageId.LookUp } request)
                return request;
        }
    }

    private static Task<int> AnsweredAsync(NameServer server) => server.InvokeAsync(() => server.Answered);

    private Task<int> PresentAsync() => _client.InvokeAsync(() => _client.Present);

    // Whoever tells of it is on another loop. The wait ends only where a test fails.
    private async Task WaitForPresentAsync(int count)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (await PresentAsync() != count)
            patience.Token.ThrowIfCancellationRequested();
    }

    private async Task AdvanceAsync(double seconds)
    {
        await PresentAsync();
        await PresentAsync();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await PresentAsync();
        await PresentAsync();
    }
}
