using System.Threading.Channels;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>"Server", sentence by sentence.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private const int Start = 1;
    private const int Ok = 10;
    private const int Error = 11;

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _book = new();
    private readonly TestServer _server;
    private string _endpoint = "";

    public ServerTests()
    {
        _server = new TestServer(_clock);
        _server.Options.LoggerFactory = _book;
        _server.On(Start, MessageId.Nothing, 0, client => Answer(client));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Posted_code_runs_on_the_loop_without_being_waited_for()
    {
        var ran = new TaskCompletionSource<bool>();
        _server.Post(() => ran.SetResult(_server.IsOnLoop));
        Assert.True(await ran.Task);
    }

    [Fact]
    public async Task Code_posted_on_the_loop_runs_at_once()
    {
        string order = await _server.InvokeAsync(() =>
        {
            string order = "";
            _server.Post(() => order += "posted ");
            return order + "after";
        });
        Assert.Equal("posted after", order);
    }

    [Fact]
    public async Task An_exception_in_posted_code_is_logged_and_never_ends_the_loop()
    {
        _server.Post(() => throw new InvalidOperationException("on purpose"));
        Assert.Equal("Error: The posted code threw; the engine goes on [on purpose]", await _book.WaitForAsync("on purpose"));
        await AskAsync();
    }

    [Fact]
    public async Task Posting_to_an_engine_that_has_ended_throws()
    {
        await _server.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => _server.Post(() => { }));
    }

    [Fact]
    public async Task An_idle_timeout_ends_silent_clients_of_models_without_expired_and_applies_at_once()
    {
        await using Peer<OddValues> peer = await AskAsync();
        _clock.Advance(TimeSpan.FromSeconds(4));
        _server.IdleTimeout = TimeSpan.FromSeconds(5);
        await SettleAsync();
        Assert.Single(await _server.InvokeAsync(() => _server.GetClients()));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await SettleAsync();
        Assert.Empty(await _server.InvokeAsync(() => _server.GetClients()));
    }

    [Fact]
    public async Task An_idle_timeout_means_nothing_to_models_with_expired()
    {
        _server.ExpiredEvent = Ok;
        _server.IdleTimeout = TimeSpan.FromSeconds(5);
        await using Peer<OddValues> peer = await AskAsync();
        _clock.Advance(TimeSpan.FromSeconds(50));
        await SettleAsync();
        Assert.Single(await _server.InvokeAsync(() => _server.GetClients()));
    }

    [Fact]
    public async Task Heartbeat_is_raised_to_each_client_every_interval_from_when_it_is_set()
    {
        _server.HeartbeatEvent = Ok;
        _server.On(Start, Ok, 0, client => Answer(client, "heartbeat"));
        await using Peer<OddValues> one = await AskAsync();
        await using Peer<OddValues> other = await AskAsync();
        _clock.Advance(TimeSpan.FromMinutes(5));
        await SettleAsync();
        Assert.False(one.HasReceived);

        _server.HeartbeatInterval = TimeSpan.FromSeconds(2);
        for (int i = 0; i < 3; i++)
        {
            await SettleAsync();
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal("heartbeat", one.Receive().Short);
            Assert.Equal("heartbeat", other.Receive().Short);
        }

        _server.HeartbeatInterval = TimeSpan.Zero;
        await SettleAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        await SettleAsync();
        Assert.False(one.HasReceived);
    }

    [Fact]
    public async Task Work_runs_off_the_loop_and_its_result_is_the_argument_of_ok()
    {
        _server
            .On(Start, MessageId.Text, 0, client => client.RunInBackground(_ => Task.FromResult($"{client.Server.IsOnLoop}"), Ok, Error))
            .On(Start, Ok, 0, client => Answer(client, $"on the loop: {client.Argument}"));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        Assert.Equal("on the loop: False", peer.Receive().Short);
    }

    [Fact]
    public async Task Work_without_a_result_gives_ok_no_argument_and_error_its_exception()
    {
        int failures = 0;
        _server
            .On(Start, MessageId.Text, 0, client => client.RunInBackground(
                async _ =>
                {
                    await Task.Yield();
                    if (failures++ == 0)
                        throw new InvalidOperationException("on purpose");
                },
                Ok,
                Error))
            .On(Start, Ok, 0, client => Answer(client, $"done, {client.Argument ?? "no argument"}"))
            .On(Start, Error, 0, client => Answer(client, ((Exception)client.Argument!).Message));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        Assert.Equal("on purpose", peer.Receive().Short);
        await peer.SendAsync(CreateText("", ""));
        Assert.Equal("done, no argument", peer.Receive().Short);
    }

    [Fact]
    public async Task The_exception_of_work_is_the_argument_of_error()
    {
        _server
            .On(Start, MessageId.Text, 0, client => client.RunInBackground<int>(_ => throw new InvalidOperationException("on purpose"), Ok, Error))
            .On(Start, Error, 0, client => Answer(client, ((Exception)client.Argument!).Message));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        Assert.Equal("on purpose", peer.Receive().Short);
    }

    [Fact]
    public async Task The_token_of_work_ends_with_the_client_whose_events_are_not_executed_any_more()
    {
        var ended = new TaskCompletionSource();
        int outcomes = 0;
        _server
            .On(Start, MessageId.Text, 0, client => client.RunInBackground(
                async token =>
                {
                    await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => ended.SetResult(), TaskScheduler.Default);
                    return 1;
                },
                Ok,
                Error))
            .On(Start, MessageId.Mixed, 0, client => client.Terminate())
            .On(Start, Ok, 0, _ => outcomes++)
            .On(Start, Error, 0, _ => outcomes++);
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        await peer.SendAsync(CreateMixed(1));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await SettleAsync();
        Assert.Equal(0, outcomes);
    }

    [Fact]
    public async Task A_monitor_runs_every_interval_and_goes_on_when_it_throws()
    {
        int runs = 0;
        using IDisposable monitor = _server.Monitor(TimeSpan.FromSeconds(1), () =>
        {
            runs++;
            throw new InvalidOperationException($"run {runs}");
        });
        for (int i = 1; i <= 3; i++)
        {
            await SettleAsync();
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.StartsWith("Error: The action of a monitor threw", await _book.WaitForAsync($"run {i}"), StringComparison.Ordinal);
        }

        monitor.Dispose();
        await SettleAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        await SettleAsync();
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task A_handler_gets_what_comes_through_a_channel_in_order_and_goes_on_when_it_throws()
    {
        var channel = Channel.CreateUnbounded<int>();
        var seen = new List<string>();
        using IDisposable handle = _server.Handle(channel.Reader, number =>
        {
            seen.Add($"{number} {_server.IsOnLoop}");
            throw new InvalidOperationException($"number {number}");
        });
        for (int i = 1; i <= 3; i++)
        {
            Assert.True(channel.Writer.TryWrite(i));
            await _book.WaitForAsync($"number {i}");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(["1 True", "2 True", "3 True"], await _server.InvokeAsync(() => seen.ToArray()));

        handle.Dispose();
        await SettleAsync();
        Assert.True(channel.Writer.TryWrite(4));
        await SettleAsync();
        Assert.Equal(3, await _server.InvokeAsync(() => seen.Count));
    }

    [Fact]
    public async Task A_server_can_talk_to_another_by_a_dealer_of_its_own()
    {
        await using var other = new TestServer();
        other.On(Start, MessageId.Text, 0, client => Answer(client, client.Message.Short + "!"));
        string endpoint = await other.BindAsync("inproc://other");

        var answer = new TaskCompletionSource<string>();
        _server.Options.Transport = other.Options.Transport;
        _server.OnStart = () =>
        {
            DealerConnection dealer = _server.CreateDealer();
            var message = new OddValues();
            dealer.Handle(frames =>
            {
                var reader = new FrameReader(frames);
                answer.SetResult(OddValues.TryDecode(ref reader, message, out _) ? $"{message.Short} {_server.IsOnLoop}" : "undecodable");
            });
            dealer.Connect(endpoint);
            Assert.Equal(Transports.SendResult.Sent, dealer.Send(CreateText("hello", "")));
        };
        await _server.InvokeAsync(() => { });
        Assert.Equal("hello! True", await answer.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_dealer_ends_with_its_engine()
    {
        DealerConnection dealer = await _server.InvokeAsync(() => _server.CreateDealer());
        Assert.Throws<InvalidOperationException>(() => dealer.Connect("inproc://x"));
        await _server.DisposeAsync();
        Assert.Throws<InvalidOperationException>(() => dealer.Connect("inproc://x"));
        dealer.Dispose();
    }

    [Fact]
    public async Task An_exception_on_stopping_is_logged_and_the_engine_ends()
    {
        _server.OnStop = () => throw new InvalidOperationException("on purpose");
        await _server.InvokeAsync(() => { });
        await _server.DisposeAsync();
        Assert.True(_server.Completion.IsCompletedSuccessfully);
        await _book.WaitForAsync("on purpose");
    }

    [Fact]
    public async Task Draining_finishes_what_is_queued_and_at_work_and_then_ends_the_server()
    {
        var work = new TaskCompletionSource<string>();
        _server
            .On(Start, MessageId.Text, 0, client => client.RunInBackground(_ => work.Task, Ok, Error))
            .On(Start, Ok, 0, client => Answer(client, (string)client.Argument!));
        await using Peer<OddValues> worker = await PeerAsync();
        await using Peer<OddValues> queued = await PeerAsync();
        using var stalled = new ManualResetEventSlim();
        Task stall = _server.InvokeAsync(() => stalled.Wait(TimeSpan.FromSeconds(30)));
        await worker.SendAsync(CreateText("", ""));
        await queued.SendAsync(CreateNothing());
        Task drain = _server.StopAsync();
        stalled.Set();
        await stall;

        queued.Receive();
        await SettleAsync();
        Assert.False(_server.Completion.IsCompleted);
        work.SetResult("worked");
        Assert.Equal("worked", worker.Receive().Short);
        await drain;
        await _server.Completion;

        // No one is bound there any more.
        await using var heir = new TestServer { Options = { Transport = _server.Options.Transport } };
        Assert.Equal(_endpoint, await heir.BindAsync(_endpoint));
    }

    [Fact]
    public async Task A_drain_begins_no_work_for_what_comes_while_other_work_is_finished()
    {
        var work = new TaskCompletionSource<string>();
        int begun = 0;
        _server
            .On(Start, MessageId.Text, 0, client => client.RunInBackground(_ => work.Task, Ok, Error))
            .On(Start, Ok, 0, client => Answer(client, (string)client.Argument!))
            .On(Start, MessageId.Nothing, 0, _ => begun++);
        await using Peer<OddValues> worker = await PeerAsync();
        await using Peer<OddValues> late = await PeerAsync();
        await worker.SendAsync(CreateText("", ""));
        await late.SendAsync(CreateNothing());
        await SettleAsync();
        Task drain = _server.StopAsync();
        await SettleAsync();
        await late.SendAsync(CreateNothing());
        await SettleAsync();
        work.SetResult("worked");
        Assert.Equal("worked", worker.Receive().Short);
        await drain;
        Assert.Equal(1, begun);
    }

    [Fact]
    public async Task What_comes_while_a_server_drains_is_read_once_the_drain_is_cancelled()
    {
        _server.On(Start, MessageId.Text, 0, client => client.RunInBackground(token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => 1, TaskScheduler.Default), Ok, Error));
        await using Peer<OddValues> peer = await AskAsync();
        await peer.SendAsync(CreateText("", ""));
        await SettleAsync();
        using var patience = new CancellationTokenSource();
        Task drain = _server.StopAsync(patience.Token);
        await SettleAsync();
        await peer.SendAsync(CreateNothing());
        await SettleAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drain);
        peer.Receive();
    }

    [Fact]
    public async Task A_drain_that_is_cancelled_leaves_the_server_to_the_peers_it_has()
    {
        _server.On(Start, MessageId.Text, 0, client => client.RunInBackground(token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => 1, TaskScheduler.Default), Ok, Error));
        await using Peer<OddValues> peer = await AskAsync();
        await peer.SendAsync(CreateText("", ""));
        await SettleAsync();
        using var patience = new CancellationTokenSource();
        Task drain = _server.StopAsync(patience.Token);
        await SettleAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drain);
        await peer.SendAsync(CreateNothing());
        peer.Receive();
    }

    [Fact]
    public async Task An_engine_whose_shared_loop_dies_ends_with_its_fault_and_can_still_be_disposed()
    {
        await using var other = new TestServer();
        var loop = new EventLoop(other.Options.Transport!);
        other.Options.Loop = loop;
        await other.InvokeAsync(() => { });
        await loop.InvokeAsync(() =>
        {
            loop.Add(new Broken());
            return true;
        });
        Exception fault = await Assert.ThrowsAsync<InvalidOperationException>(() => other.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("on purpose", fault.Message);
        await other.DisposeAsync();
        Assert.True(other.Completion.IsFaulted);
    }

    [Fact]
    public async Task An_event_for_all_clients_allocates_nothing_however_many_they_are()
    {
        int executed = 0;
        _server.On(Start, Ok, 0, _ => executed++);
        await using Peer<OddValues> one = await AskAsync();
        await using Peer<OddValues> two = await AskAsync();
        await _server.InvokeAsync(() => _server.BroadcastEvent(Ok));
        long allocated = await _server.InvokeAsync(() => Codec.Allocation.Of(() => _server.BroadcastEvent(Ok)));
        Assert.Equal(0, allocated);
        Assert.True(executed >= 4);
    }

    [Fact]
    public async Task An_event_for_all_clients_raised_within_another_reaches_each_of_them_too()
    {
        var heard = new List<string>();
        _server
            .On(Start, Ok, 0, client => heard.Add($"ok {client.UniqueId}"), client => client.Server.BroadcastEvent(Error, except: client))
            .On(Start, Error, 0, client => heard.Add($"error {client.UniqueId}"));
        await using Peer<OddValues> one = await AskAsync();
        await using Peer<OddValues> two = await AskAsync();
        await _server.InvokeAsync(() => _server.BroadcastEvent(Ok));
        Assert.Equal(["ok 1", "error 2", "ok 2", "error 1"], heard);
    }

    private static void Answer(TestServer.Client client, string text = "")
    {
        client.Message.SetText(text, "");
        client.Send();
    }

    private async Task<Peer<OddValues>> PeerAsync()
    {
        if (_endpoint.Length == 0)
            _endpoint = await _server.BindAsync("inproc://*");
        return await Peer<OddValues>.ConnectAsync(_server.Options.Transport!, _endpoint);
    }

    /// <summary>A peer that has become a client.</summary>
    private async Task<Peer<OddValues>> AskAsync()
    {
        Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        peer.Receive();
        return peer;
    }

    private sealed class Broken : ZProto.Engines.Execution.IEventLoopParticipant
    {
        public bool Poll() => throw new InvalidOperationException("on purpose");
    }

    /// <summary>Two rounds of the loop: what was there to be done before has been done after.</summary>
    private async Task SettleAsync()
    {
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
    }
}
