using ZProto.Runtime.Tests.Engines;
using static ZProto.Runtime.Tests.FindMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Mesh": methods as in clients, executed on a peer or by the engine's own part; replies from any machine.</summary>
public sealed class MeshCallTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly PeerKey s_a = PeerKey.From("a");
    private static readonly PeerKey s_b = PeerKey.From("b");

    private readonly InProcessTransport _transport = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _book = new();
    private readonly FindMesh _mesh;
    private RouterPeer<FindMsg> _serverA = null!;
    private RouterPeer<FindMsg> _serverB = null!;

    public MeshCallTests() => _mesh = new FindMesh { Options = { Name = "finder", Transport = _transport, TimeProvider = _clock, LoggerFactory = _book } };

    public async Task InitializeAsync()
    {
        _serverA = await RouterPeer<FindMsg>.BindAsync(_transport, "inproc://*");
        _serverB = await RouterPeer<FindMsg>.BindAsync(_transport, "inproc://*");
        await _mesh.InvokeAsync(() =>
        {
            _mesh.AddPeer(s_a, _serverA.Endpoint);
            _mesh.AddPeer(s_b, _serverB.Endpoint);
        });
    }

    public async Task DisposeAsync()
    {
        await _mesh.DisposeAsync();
        await _serverA.DisposeAsync();
        await _serverB.DisposeAsync();
    }

    [Fact]
    public async Task A_call_with_a_peer_is_executed_on_that_peer_and_its_reply_is_its_result()
    {
        Task<string> call = _mesh.AskAsync(s_b, "cups");
        FindMsg request = _serverB.Receive();
        Assert.Equal((MessageId.Find, "cups"), (request.Id, request.Name));
        Assert.False(_serverA.HasReceived);
        await AnswerAsync(_serverB, request, "tcp://cups");
        Assert.Equal("tcp://cups", await call.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_with_a_peer_and_no_reply_ends_when_its_event_has_run()
    {
        await _mesh.GreetAsync(s_a).WaitAsync(s_patience);
        Assert.Equal(["note a"], _mesh.Log);
    }

    [Fact]
    public async Task A_reply_that_is_an_error_fails_the_call()
    {
        Task<string> call = _mesh.AskAsync(s_a, "cups");
        FindMsg request = _serverA.Receive();
        await _serverA.SendAsync(request.RoutingId, CreateUnknown(request.Sequence));
        FindMesh.UnknownException exception = await Assert.ThrowsAsync<FindMesh.UnknownException>(() => call.WaitAsync(s_patience));
        Assert.Equal("UNKNOWN", exception.Reply);
    }

    [Fact]
    public async Task A_call_in_a_state_without_its_event_fails_and_says_on_which_peer()
    {
        await _mesh.CloseAsync(s_a).WaitAsync(s_patience);
        InvalidClientStateException exception = await Assert.ThrowsAsync<InvalidClientStateException>(() => _mesh.AskAsync(s_a, "cups").WaitAsync(s_patience));
        Assert.Equal("'ask' cannot be called now: finder peer 1 is in state 'closed', which has no such event.", exception.Message);
        Assert.Equal(("ask", "closed"), (exception.Method, exception.State));
    }

    [Fact]
    public async Task A_call_on_a_peer_that_the_mesh_does_not_have_fails_and_says_so()
    {
        PeerGoneException exception = await Assert.ThrowsAsync<PeerGoneException>(() => _mesh.AskAsync(PeerKey.From("z"), "cups").WaitAsync(s_patience));
        Assert.Equal("'ask' cannot be called: 'finder' has no peer 'z'.", exception.Message);
        Assert.Equal(PeerKey.From("z"), exception.Peer);
        await Assert.ThrowsAsync<PeerGoneException>(() => _mesh.AskAsync(default, "cups").WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_whose_peer_ends_fails_and_those_of_others_go_on()
    {
        Task<string> gone = _mesh.AskAsync(s_a, "cups");
        Task<string> call = _mesh.AskAsync(s_b, "cups");
        await _mesh.InvokeAsync(() => _mesh.RemovePeer(s_a));
        Assert.Equal(s_a, (await Assert.ThrowsAsync<PeerGoneException>(() => gone.WaitAsync(s_patience))).Peer);
        await AnswerAsync(_serverB, _serverB.Receive(), "tcp://cups");
        Assert.Equal("tcp://cups", await call.WaitAsync(s_patience));
    }

    [Fact]
    public async Task An_action_that_throws_ends_its_peer_and_so_the_call()
    {
        PeerGoneException exception = await Assert.ThrowsAsync<PeerGoneException>(() => _mesh.SpoilAsync(s_a).WaitAsync(s_patience));
        Assert.Equal("finder peer 1 ended while 'spoil' waited for its reply.", exception.Message);
        Assert.Equal(["b"], await _mesh.InvokeAsync(() => _mesh.GetPeers().Select(peer => peer.Key.ToString()).ToList()));
    }

    [Fact]
    public async Task Of_calls_to_a_peer_only_a_reply_from_that_peers_machine_counts()
    {
        Task<string> first = _mesh.AskAsync(s_a, "cups");
        FindMsg request = _serverA.Receive();
        Task<string> second = _mesh.AskAsync(s_b, "cups");
        FindMsg other = _serverB.Receive();
        await _serverB.SendAsync(other.RoutingId, CreateFound(request.Sequence, "of another"));
        await _serverB.SendAsync(other.RoutingId, CreateNews("news"));
        Assert.Equal("news", await second.WaitAsync(s_patience));
        Assert.False(await _mesh.InvokeAsync(() => _mesh.Answer("of the engine")));
        Assert.False(first.IsCompleted);
        await AnswerAsync(_serverA, request, "tcp://cups");
        Assert.Equal("tcp://cups", await first.WaitAsync(s_patience));
        Assert.Equal(["b: of another dropped", "b: news taken", "a: tcp://cups taken"], _mesh.Log);
    }

    [Fact]
    public async Task A_call_without_a_peer_runs_the_users_method_which_may_ask_all_and_the_first_reply_counts()
    {
        Task<string> call = _mesh.LookUpAsync("cups");
        FindMsg toA = _serverA.Receive();
        FindMsg toB = _serverB.Receive();
        Assert.Equal(toA.Sequence, toB.Sequence);
        Assert.NotEqual(0u, toA.Sequence);
        await AnswerAsync(_serverB, toB, "tcp://first");
        Assert.Equal("tcp://first", await call.WaitAsync(s_patience));
        await AnswerAsync(_serverA, toA, "tcp://late");
        Assert.Equal(["b: tcp://first taken", "a: tcp://late dropped"], await LogAsync());
    }

    [Fact]
    public async Task The_late_reply_of_a_call_that_timed_out_is_never_taken_for_a_later_calls()
    {
        _mesh.Begins = (mesh, _) => mesh.BroadcastEvent(FindMesh.Event.Find);
        Task<string> late = _mesh.AskAsync(s_a, "late");
        FindMsg request = _serverA.Receive();
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => late.WaitAsync(s_patience));
        Assert.Equal("'ask' had no reply within 30 seconds: finder peer 1 is in state 'open'.", exception.Message);
        Task<string> next = _mesh.AskAsync(s_a, "next");
        FindMsg second = _serverA.Receive();
        await AnswerAsync(_serverA, request, "late");
        await AnswerAsync(_serverA, second, "next");
        Assert.Equal("next", await next.WaitAsync(s_patience));
        Assert.Equal(["a: late dropped", "a: next taken"], _mesh.Log);
    }

    [Fact]
    public async Task Replies_in_another_order_find_their_calls()
    {
        Task<string> first = _mesh.AskAsync(s_a, "1");
        Task<string> second = _mesh.AskAsync(s_a, "2");
        FindMsg one = _serverA.Receive();
        FindMsg two = _serverA.Receive();
        await AnswerAsync(_serverA, two, "two");
        await AnswerAsync(_serverA, one, "one");
        Assert.Equal(["one", "two"], await Task.WhenAll(first, second).WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_reply_without_a_value_goes_to_the_oldest_call_that_accepts_it()
    {
        Task<string> first = _mesh.AskAsync(s_a, "1");
        Task<string> second = _mesh.AskAsync(s_a, "2");
        FindMsg request = _serverA.Receive();
        _serverA.Receive();
        await _serverA.SendAsync(request.RoutingId, CreateNews("one"));
        await AnswerAsync(_serverA, new FindMsg { Sequence = 0, RoutingId = request.RoutingId }, "two");
        Assert.Equal(["one", "two"], await Task.WhenAll(first, second).WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_that_is_answered_while_its_event_runs_is_the_one_that_is_meant()
    {
        Task<string> first = _mesh.AskAsync(s_a, "1");
        Assert.Equal("guess of 2", await _mesh.GuessAsync("2", s_a).WaitAsync(s_patience));
        Assert.False(first.IsCompleted);
        _mesh.Begins = (mesh, name) => mesh.Answer($"answer to {name}");
        Assert.Equal("answer to 3", await _mesh.LookUpAsync("3").WaitAsync(s_patience));
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task A_call_that_no_one_answers_is_made_again_with_its_value_and_then_fails_and_says_what_is_known()
    {
        Task<string> call = _mesh.LookUpAsync("cups");
        var sequences = new HashSet<uint>();
        for (int i = 0; i < 3; i++)
        {
            FindMsg request = _serverA.Receive();
            Assert.Equal("cups", request.Name);
            sequences.Add(request.Sequence);
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(s_patience));
        Assert.Equal("'look up' had no reply within 1 second of 3 tries: the mesh has 2 peers.", exception.Message);
        Assert.Single(sequences);
        Assert.False(_serverA.HasReceived);
    }

    [Fact]
    public async Task What_the_users_method_throws_is_what_the_call_throws()
    {
        _mesh.Begins = (_, _) => throw new InvalidOperationException("no server");
        Assert.Equal("no server", (await Assert.ThrowsAsync<InvalidOperationException>(() => _mesh.LookUpAsync("cups").WaitAsync(s_patience))).Message);
        await _mesh.GreetAsync(s_a).WaitAsync(s_patience);
    }

    [Fact]
    public async Task Of_several_replies_the_result_says_which_it_was()
    {
        Task<FindMesh.TryResult> call = _mesh.TryAsync("cups");
        FindMsg request = _serverA.Receive();
        await _serverA.SendAsync(request.RoutingId, CreateUnknown(request.Sequence));
        Assert.IsType<FindMesh.TryResult.Unknown>(await call.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_mesh_as_it_was()
    {
        using var cancellation = new CancellationTokenSource();
        Task<string> call = _mesh.AskAsync(s_a, "cups", cancellation.Token);
        FindMsg request = _serverA.Receive();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(s_patience));
        await AnswerAsync(_serverA, request, "late");
        Assert.Equal(["a: late dropped"], await LogAsync());
    }

    [Fact]
    public async Task When_the_mesh_ends_open_calls_fail_and_later_ones_too()
    {
        Task<string> onPeer = _mesh.AskAsync(s_a, "cups");
        Task<string> own = _mesh.LookUpAsync("cups");
        _serverA.Receive();
        _serverA.Receive();
        await _mesh.DisposeAsync();
        foreach (Func<Task> call in new Func<Task>[] { () => onPeer, () => own, () => _mesh.AskAsync(s_a, "cups"), () => _mesh.GreetAsync(s_a) })
            await Assert.ThrowsAsync<ClientClosedException>(() => call().WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_call_from_an_action_begins_when_the_action_is_done()
    {
        Task<string>? inner = null;
        _mesh.Begins = (mesh, _) =>
        {
            inner = mesh.AskAsync(s_a, "inner");
            Assert.False(_serverA.HasReceived);
            mesh.Answer("outer");
        };
        Assert.Equal("outer", await _mesh.LookUpAsync("cups").WaitAsync(s_patience));
        FindMsg request = _serverA.Receive();
        Assert.Equal("inner", request.Name);
        await AnswerAsync(_serverA, request, "tcp://inner");
        Assert.Equal("tcp://inner", await inner!.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Calls_from_many_threads_have_each_its_own_reply()
    {
        const int count = 200;
        Task<string>[] calls = await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => new Box(_mesh.AskAsync(s_a, $"{i}"), i)))).ContinueWith(all => all.Result.OrderBy(box => box.Index).Select(box => box.Call).ToArray());
        for (int i = 0; i < count; i++)
        {
            FindMsg request = _serverA.Receive();
            await AnswerAsync(_serverA, request, $"tcp://{request.Name}");
        }
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"tcp://{i}"), await Task.WhenAll(calls).WaitAsync(s_patience));
    }

    private sealed record Box(Task<string> Call, int Index);

    private static Task AnswerAsync(RouterPeer<FindMsg> server, FindMsg request, string endpoint)
        => server.SendAsync(request.RoutingId, CreateFound(request.Sequence, endpoint));

    private async Task<List<string>> LogAsync()
    {
        await SettleAsync();
        return _mesh.Log;
    }

    private async Task SettleAsync()
    {
        await _mesh.InvokeAsync(() => { });
        await _mesh.InvokeAsync(() => { });
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        await SettleAsync();
        _clock.Advance(time);
        await SettleAsync();
    }
}
