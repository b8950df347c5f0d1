using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>"Executing an event", sentence by sentence.</summary>
public sealed class ExecutionTests : IAsyncLifetime
{
    private const int Start = 1;
    private const int Second = 2;
    private const int Third = 3;
    private const int Ok = 10;
    private const int Error = 11;

    private readonly FakeTimeProvider _clock = new();
    private readonly TestServer _server;
    private readonly List<string> _log = [];
    private string _endpoint = "";

    public ExecutionTests() => _server = new TestServer(_clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_request_is_answered_by_the_message_that_held_it()
    {
        _server.On(Start, MessageId.Text, 0, client => client.Message.Short += "!", client => client.Send());
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("hello", "kept"));
        OddValues answer = peer.Receive();
        Assert.Equal("hello!", answer.Short);
        Assert.Equal("kept", answer.Long);
    }

    [Fact]
    public async Task Actions_run_in_order_then_the_state_changes_with_after_and_before()
    {
        _server
            .On(Start, MessageId.Text, Second, Log("one"), Log("two"))
            .After(Start, Log("after start"))
            .Before(Second, Log("before second"))
            .On(Second, MessageId.Text, 0, client => client.Send());
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        Assert.Equal(["one in 1", "two in 1", "after start in 1", "before second in 2"], _log);
    }

    [Fact]
    public async Task Next_naming_the_same_state_counts_as_a_change()
    {
        _server
            .On(Start, MessageId.Text, Start, client => client.Send())
            .After(Start, Log("after"))
            .Before(Start, Log("before"));
        await AskAsync(CreateText("", ""));
        Assert.Equal(["after in 1", "before in 1"], _log);
    }

    [Fact]
    public async Task Once_an_action_has_set_an_exception_no_further_action_runs_and_the_state_stays()
    {
        _server
            .On(Start, MessageId.Text, Second, Log("one"), client => client.SetException(Error), Log("never"))
            .After(Start, Log("never"))
            .Before(Second, Log("never"))
            .On(Start, Error, 0, Log("error"), client => Answer(client));
        await AskAsync(CreateText("", ""));
        Assert.Equal(["one in 1", "error in 1"], _log);
    }

    [Fact]
    public async Task An_exception_set_on_leaving_keeps_the_state()
    {
        _server
            .On(Start, MessageId.Text, Second)
            .After(Start, client => client.SetException(Error))
            .Before(Second, Log("never"))
            .On(Start, Error, 0, Log("error"), client => Answer(client));
        await AskAsync(CreateText("", ""));
        Assert.Equal(["error in 1"], _log);
    }

    [Fact]
    public async Task A_next_event_set_beside_an_exception_is_lost()
    {
        _server
            .On(Start, MessageId.Text, 0, client => client.SetNextEvent(Ok), client => client.SetException(Error))
            .On(Start, Ok, 0, Log("never"))
            .On(Start, Error, 0, Log("error"), client => Answer(client));
        await AskAsync(CreateText("", ""));
        Assert.Equal(["error in 1"], _log);
    }

    [Fact]
    public async Task The_last_next_event_set_wins()
    {
        _server
            .On(Start, MessageId.Text, Second, client => client.SetNextEvent(Error), client => client.SetNextEvent(Ok))
            .On(Second, Ok, 0, Log("ok"), client => Answer(client))
            .On(Second, Error, 0, Log("never"));
        await AskAsync(CreateText("", ""));
        Assert.Equal(["ok in 2"], _log);
    }

    [Fact]
    public async Task Two_hundred_thousand_internal_steps_that_send_are_fine()
    {
        const int Steps = 200_000;
        int steps = 0;
        _server.Options.Socket = new ZProto.Transports.SocketOptions { SendHighWatermark = 0 };
        _server
            .On(Start, MessageId.Text, Second, client => client.SetNextEvent(Ok))
            .On(Second, Ok, 0, client =>
            {
                Answer(client, $"{++steps}");
                if (steps < Steps)
                    client.SetNextEvent(Ok);
            });
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        for (int i = 1; i <= Steps; i++)
            Assert.Equal($"{i}", peer.Receive().Short);
    }

    [Fact]
    public async Task A_machine_that_hands_itself_events_without_end_is_stopped_and_others_are_served()
    {
        _server
            .On(Start, MessageId.Text, Second, client => client.SetNextEvent(Ok))
            .On(Second, Ok, 0, client => client.SetNextEvent(Ok))
            .On(Start, MessageId.Nothing, 0, client => Answer(client));
        _server.OnEndedClient = Log("ended");
        await using Peer<OddValues> looping = await PeerAsync();
        await using Peer<OddValues> other = await PeerAsync();
        await looping.SendAsync(CreateText("", ""));
        await other.SendAsync(CreateNothing());
        other.Receive();
        // Which of two peers is read first is not said.
        await SettleAsync();
        Assert.Equal(["ended in 2"], _log);
    }

    [Fact]
    public async Task An_action_that_throws_ends_that_machine_alone()
    {
        _server
            .On(Start, MessageId.Text, 0, _ => throw new InvalidOperationException("on purpose"))
            .On(Start, MessageId.Nothing, 0, client => Answer(client, $"{client.UniqueId}"));
        await using Peer<OddValues> bad = await PeerAsync();
        await using Peer<OddValues> good = await PeerAsync();
        await good.SendAsync(CreateNothing());
        string first = good.Receive().Short;
        await bad.SendAsync(CreateText("", ""));
        await good.SendAsync(CreateNothing());
        Assert.Equal(first, good.Receive().Short);

        // A routing id whose client has ended gets a new one.
        await bad.SendAsync(CreateNothing());
        Assert.Equal("3", bad.Receive().Short);
    }

    [Fact]
    public async Task A_nested_event_to_the_client_at_work_waits_and_carries_its_own_argument()
    {
        _server
            .On(Start, MessageId.Text, 0, client =>
            {
                client.Server.SendEvent(client, Ok, "first");
                client.Server.SendEvent(client, Ok, "second");
                _log.Add($"at work with {client.Argument ?? "nothing"}");
            })
            .On(Start, Ok, 0, client => _log.Add($"ok with {client.Argument}"), client => Answer(client));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        peer.Receive();
        Assert.Equal(["at work with nothing", "ok with first", "ok with second"], _log);
    }

    [Fact]
    public async Task A_nested_execution_does_not_touch_the_outer_message()
    {
        TestServer.Client? idle = null;
        _server
            .On(Start, MessageId.Nothing, 0, client => idle = client, client => Answer(client))
            .On(Start, MessageId.Text, 0, client =>
            {
                client.Server.SendEvent(idle!, Ok, "argument");
                client.Send();
            })
            .On(Start, Ok, 0, client =>
            {
                Assert.Equal("", client.Message.Short);
                client.Message.SetText("inner", "inner");
                client.Send();
            });
        await using Peer<OddValues> bystander = await PeerAsync();
        await using Peer<OddValues> peer = await PeerAsync();
        await bystander.SendAsync(CreateNothing());
        bystander.Receive();
        await peer.SendAsync(CreateText("outer", "outer"));
        Assert.Equal("outer", peer.Receive().Short);
        Assert.Equal("inner", bystander.Receive().Short);
    }

    [Fact]
    public async Task No_field_of_one_clients_message_appears_in_anothers()
    {
        _server
            .On(Start, MessageId.Text, 0, client => client.Send())
            .On(Start, MessageId.Nothing, 0, client => { client.Message.Id = MessageId.Text; client.Send(); });
        await using Peer<OddValues> talker = await PeerAsync();
        await using Peer<OddValues> spy = await PeerAsync();
        await talker.SendAsync(CreateText("secret", "secret"));
        talker.Receive();
        await spy.SendAsync(CreateNothing());
        OddValues seen = spy.Receive();
        Assert.Equal("", seen.Short);
        Assert.Equal("", seen.Long);
    }

    [Fact]
    public async Task The_first_event_cancels_the_wakeup_and_an_unhandled_one_leaves_it_armed()
    {
        _server
            .On(Start, MessageId.Text, Second, client => client.SetWakeup(TimeSpan.FromSeconds(5), Ok), client => Answer(client))
            .On(Second, Ok, Third, Log("woken"), client => Answer(client))
            .On(Third, MessageId.Nothing, 0);
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        await _server.InvokeAsync(() => _server.BroadcastEvent(Error));
        _clock.Advance(TimeSpan.FromSeconds(5.1));
        peer.Receive();
        Assert.Equal(["woken in 2"], _log);
    }

    [Fact]
    public async Task An_event_in_time_cancels_the_wakeup()
    {
        _server
            .On(Start, MessageId.Text, Second, client => client.SetWakeup(TimeSpan.FromSeconds(5), Error), client => Answer(client))
            .On(Second, MessageId.Text, 0, client => Answer(client))
            .On(Second, Error, 0, Log("never"));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await SettleAsync();
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Messages_that_a_later_state_names_are_kept_and_offered_again_oldest_first()
    {
        _server
            .On(Start, MessageId.Nothing, Second, Log("second"))
            .On(Second, MessageId.Text, 0, client => _log.Add(client.Message.Short), client => client.Send());
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("a", ""));
        await peer.SendAsync(CreateText("b", ""));
        await peer.SendAsync(CreateNothing());
        Assert.Equal("a", peer.Receive().Short);
        Assert.Equal("b", peer.Receive().Short);
        Assert.Equal(["second in 1", "a", "b"], _log);
    }

    [Fact]
    public async Task A_kept_message_is_not_run_inside_an_action()
    {
        TestServer.Client? waiting = null;
        _server
            .On(Start, MessageId.Nothing, 0, client => waiting = client, client => Answer(client))
            .On(Start, Ok, Second)
            .On(Second, MessageId.Text, 0, Log("kept"), client => client.Send())
            .On(Start, MessageId.Mixed, 0, client =>
            {
                client.Server.SendEvent(waiting!, Ok);
                _log.Add("still in the action");
            });
        await using Peer<OddValues> peer = await PeerAsync();
        await using Peer<OddValues> other = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        peer.Receive();
        await peer.SendAsync(CreateText("later", ""));
        await SettleAsync();
        await other.SendAsync(CreateMixed(1));
        Assert.Equal("later", peer.Receive().Short);
        Assert.Equal(["still in the action", "kept in 2"], _log);
    }

    [Fact]
    public async Task A_silent_client_expires_and_again_after_each_further_silence()
    {
        _server.ExpiredEvent = Error;
        _server
            .On(Start, MessageId.Nothing, 0, client => Answer(client))
            .On(Start, Error, 0, client => Answer(client, "expired"));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        peer.Receive();
        _clock.Advance(TimeSpan.FromSeconds(59));
        await SettleAsync();
        Assert.False(peer.HasReceived);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("expired", peer.Receive().Short);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("expired", peer.Receive().Short);
    }

    [Fact]
    public async Task A_stalled_loop_expires_no_one_who_wrote()
    {
        _server.ExpiredEvent = Error;
        _server
            .On(Start, MessageId.Nothing, 0, client => Answer(client, "served"))
            .On(Start, Error, 0, client => Answer(client, "expired"));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        peer.Receive();
        using var stalled = new ManualResetEventSlim();
        Task stall = _server.InvokeAsync(() => stalled.Wait(TimeSpan.FromSeconds(30)));
        await peer.SendAsync(CreateNothing());
        _clock.Advance(TimeSpan.FromSeconds(100));
        stalled.Set();
        await stall;
        Assert.Equal("served", peer.Receive().Short);
        await SettleAsync();
        Assert.False(peer.HasReceived);
    }

    [Fact]
    public async Task The_first_event_of_a_new_client_runs_to_rest_before_its_first_message()
    {
        _server.OnNewClient = client =>
        {
            _log.Add($"new with {client.Message.Short}");
            client.SetNextEvent(Ok);
        };
        _server
            .On(Start, Ok, Second, client => client.Message.SetText("not", "this"), Log("ok"))
            .On(Second, MessageId.Text, 0, client => _log.Add(client.Message.Short), client => client.Send());
        await AskAsync(CreateText("hello", ""));
        Assert.Equal(["new with hello", "ok in 1", "hello"], _log);
    }

    [Fact]
    public async Task Terminating_takes_effect_when_the_events_actions_are_done_and_nothing_revives_the_machine()
    {
        _server
            .On(Start, MessageId.Text, Second, client => client.Terminate(), client => client.SetNextEvent(Ok), client => Answer(client), Log("done"))
            .Before(Second, Log("before"))
            .On(Second, Ok, 0, Log("never"));
        _server.OnEndedClient = Log("ended");
        await AskAsync(CreateText("", ""));
        await SettleAsync();
        Assert.Equal(["done in 1", "before in 2", "ended in 2"], _log);
    }

    [Fact]
    public async Task A_server_disposed_in_an_action_ends_when_the_action_is_done()
    {
        _server.On(Start, MessageId.Nothing, 0, client =>
        {
            Task dispose = client.Server.DisposeAsync().AsTask();
            _log.Add(dispose.IsCompleted ? "did not wait" : "waits for itself");
            Answer(client);
        });
        await AskAsync(CreateNothing());
        await _server.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["did not wait"], _log);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _server.InvokeAsync(() => { }));
    }

    [Fact]
    public async Task Members_of_the_loop_throw_off_it()
    {
        TestServer.Client? captured = null;
        _server.On(Start, MessageId.Nothing, 0, client => captured = client, client => Answer(client));
        await AskAsync(CreateNothing());
        Assert.Throws<InvalidOperationException>(() => captured!.Terminate());
        Assert.Throws<InvalidOperationException>(() => captured!.SetWakeup(TimeSpan.Zero, Ok));
        Assert.Throws<InvalidOperationException>(() => _server.GetClients());
        Assert.Throws<InvalidOperationException>(() => captured!.Message);
    }

    private static void Answer(TestServer.Client client, string text = "")
    {
        client.Message.SetText(text, "");
        client.Send();
    }

    private Action<TestServer.Client> Log(string line) => client => _log.Add($"{line} in {client.State}");

    private async Task<Peer<OddValues>> PeerAsync()
    {
        if (_endpoint.Length == 0)
            _endpoint = await _server.BindAsync("inproc://*");
        return await Peer<OddValues>.ConnectAsync(_server.Options.Transport!, _endpoint);
    }

    private async Task AskAsync(OddValues message)
    {
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(message);
        peer.Receive();
    }

    /// <summary>Two rounds of the loop: what was there to be done before has been done after.</summary>
    private async Task SettleAsync()
    {
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
    }
}
