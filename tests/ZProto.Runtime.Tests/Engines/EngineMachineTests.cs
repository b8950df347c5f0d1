using ZProto.Transport.Tests;
using ZProto.Transports;
using Event = ZProto.Runtime.Tests.LabServer.ProbeMachine.Event;
using StateId = ZProto.Runtime.Tests.LabServer.ProbeMachine.StateId;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>The machines of a server itself, <c>&lt;machine&gt;</c> in its model.</summary>
public sealed class EngineMachineTests : IAsyncLifetime
{
    private readonly InProcessTransport _transport = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly Counts _counts = new();
    private readonly LabServer _server;

    public EngineMachineTests() => _server = Create();

    public async Task InitializeAsync()
    {
        await _server.InvokeAsync(() => _server.Work.Bind("inproc://work"));
        _server.TakeAll();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _counts.Dispose();
    }

    [Fact]
    public async Task Machines_start_in_the_order_of_the_model_before_the_server_and_end_after_it_in_the_opposite_order()
    {
        await using LabServer server = Create();
        await server.InvokeAsync(() => { });
        Assert.Equal(["probe starts in Idle", "other starts", "server starts"], server.TakeAll());
        await server.DisposeAsync();
        Assert.Equal(["server ends, probe there", "other ends", "probe ends"], server.TakeAll());
        Assert.DoesNotContain(_log.Lines, line => line.Contains("has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnInitialize_may_set_a_first_event_and_use_sockets_and_timers()
    {
        await using LabServer server = Create(probe: machine =>
        {
            machine.Server.Work.Bind("inproc://early");
            machine.SetTimer(TimeSpan.FromSeconds(1), Event.Tick);
            machine.SetNextEvent(Event.Go);
        });
        Assert.Equal(StateId.Busy, await server.InvokeAsync(() => server.Probe.State));
        Assert.Equal(["probe starts in Idle", "go", "leave Idle", "enter Busy", "other starts", "server starts"], server.TakeAll());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("tick", server.Receive());
    }

    [Fact]
    public async Task A_machine_that_another_raises_an_event_on_as_it_starts_starts_first()
    {
        await using LabServer server = Create(probe: machine => machine.Server.Other.Raise(LabServer.OtherMachine.Event.Open));
        Assert.Equal(LabServer.OtherMachine.StateId.Open, await server.InvokeAsync(() => server.Other.State));
        Assert.Equal(["probe starts in Idle", "other starts", "server starts"], server.TakeAll());
    }

    [Fact]
    public async Task Two_machines_may_raise_events_on_each_other_as_they_start()
    {
        await using LabServer server = Create(
            probe: machine => machine.Server.Other.Raise(LabServer.OtherMachine.Event.Open),
            other: machine => Assert.False(machine.Server.Probe.Raise(Event.Go)));
        Assert.Equal(StateId.Busy, await server.InvokeAsync(() => server.Probe.State));
        Assert.Equal(["probe starts in Idle", "other starts", "go", "leave Idle", "enter Busy", "server starts"], server.TakeAll());
    }

    [Fact]
    public async Task A_machine_whose_start_throws_ends_alone()
    {
        await using LabServer server = Create(probe: _ => throw new InvalidOperationException("no fuel"));
        Assert.False(await server.InvokeAsync(() => server.Probe.IsAlive));
        Assert.Equal(["probe starts in Idle", "probe ends", "other starts", "server starts"], server.TakeAll());
        Assert.Contains("no fuel", await _log.WaitForAsync("OnInitialize"), StringComparison.Ordinal);
        await AssertServes(server);
    }

    [Fact]
    public async Task A_server_whose_start_fails_ends_its_machines_and_may_start_again()
    {
        bool fails = true;
        await using LabServer server = Create(starting: _ =>
        {
            if (fails)
                throw new InvalidOperationException("not yet");
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.InvokeAsync(() => { }));
        Assert.Equal(["probe starts in Idle", "other starts", "server starts", "other ends", "probe ends"], server.TakeAll());
        fails = false;
        Assert.True(await server.InvokeAsync(() => server.Probe.IsAlive));
        Assert.Equal(["probe starts in Idle", "other starts", "server starts"], server.TakeAll());
    }

    [Fact]
    public async Task A_message_of_a_socket_is_an_event_of_the_machine_that_names_it()
    {
        using RawSocket source = await RawSocket.ConnectAsync(_transport, SocketType.Push, "inproc://work");
        await source.Send(JobMsg.CreateJob(7).ToFrames());
        Assert.Equal("job 7 in Idle", _server.Receive());
        await RaiseAsync(Event.Go);
        await source.Send(JobMsg.CreateJob(8).ToFrames());
        Assert.Equal(["go", "leave Idle", "enter Busy", "any Job 8"], Enumerable.Range(0, 4).Select(_ => _server.Receive()));
    }

    [Fact]
    public async Task A_message_that_two_machines_name_is_an_event_of_both_each_with_its_own_and_one_that_none_names_goes_to_the_method_of_its_socket()
    {
        // The eraser comes first, and empties its own.
        await _server.InvokeAsync(() =>
        {
            _server.News.Bind("inproc://news");
            _server.Wire.Subscribe([]);
            _server.Wire.Connect("inproc://news");
            _server.News.Send(new NewsMsg { Id = NewsMsg.MessageId.News, Topic = "oslo", Text = "snow" });
            _server.News.Send(new NewsMsg { Id = NewsMsg.MessageId.Alert, Topic = "bergen" });
        });
        Assert.Equal(["news oslo snow", "wire Alert bergen"], [_server.Receive(), _server.Receive()]);
    }

    [Fact]
    public async Task What_is_no_message_reaches_no_machine_and_the_next_message_does()
    {
        using RawSocket source = await RawSocket.ConnectAsync(_transport, SocketType.Push, "inproc://work");
        await source.Send([[1, 2, 3]]);
        await source.Send([[]]);
        await source.Send(JobMsg.CreateJob(1).ToFrames());
        Assert.Equal("job 1 in Idle", _server.Receive());
        Assert.Equal(2, _counts["zproto.messages.malformed"]);
    }

    [Fact]
    public async Task A_machine_that_keeps_more_messages_than_it_may_ends_alone()
    {
        using RawSocket source = await RawSocket.ConnectAsync(_transport, SocketType.Push, "inproc://work");
        byte[][] done = JobMsg.CreateDone(1).ToFrames();
        for (int i = 0; i < 1_001; i++)
            await source.Send(done);
        Assert.Equal("other ends", _server.Receive());
        await AssertServes(_server);
    }

    [Fact]
    public async Task With_unexpected_queue_a_message_waits_for_a_state_that_names_it()
    {
        using RawSocket source = await RawSocket.ConnectAsync(_transport, SocketType.Push, "inproc://work");
        await source.Send(JobMsg.CreateDone(3).ToFrames());
        await source.Send(JobMsg.CreateJob(4).ToFrames());
        Assert.Equal("job 4 in Idle", _server.Receive());
        await _server.InvokeAsync(() => _server.Other.Raise(LabServer.OtherMachine.Event.Open));
        Assert.Equal("done 3 in Open", _server.Receive());
    }

    [Fact]
    public async Task Without_it_a_message_that_the_state_does_not_name_is_dropped_and_counted()
    {
        await _server.InvokeAsync(() =>
        {
            _server.News.Bind("inproc://news");
            _server.Wire.Subscribe([]);
            _server.Wire.Connect("inproc://news");
            _server.Reader.Raise(LabServer.ReaderMachine.Event.Close);
            _server.News.Send(new NewsMsg { Id = NewsMsg.MessageId.News, Topic = "oslo", Text = "snow" });
            _server.News.Send(new NewsMsg { Id = NewsMsg.MessageId.Alert, Topic = "bergen" });
        });
        Assert.Equal("wire Alert bergen", _server.Receive());
        Assert.Equal(1, _counts["zproto.messages.dropped"]);
    }

    [Fact]
    public async Task Raise_runs_the_event_at_once()
    {
        await _server.InvokeAsync(() =>
        {
            Assert.False(_server.Probe.Raise(Event.Go));
            Assert.Equal(StateId.Busy, _server.Probe.State);
        });
        Assert.Equal(["go", "leave Idle", "enter Busy"], _server.TakeAll());
    }

    [Fact]
    public async Task Raise_gives_the_argument_to_the_actions()
    {
        bool ran = false;
        await RaiseAsync(Event.Run, _ => ran = true);
        Assert.True(ran);
    }

    [Fact]
    public async Task Raise_returns_whether_an_exception_was_set()
    {
        await _server.InvokeAsync(() =>
        {
            Assert.True(_server.Probe.Raise(Event.Object));
            Assert.Equal(StateId.Idle, _server.Probe.State);
            Assert.True(_server.Probe.Raise(Event.ObjectLater));
            Assert.False(_server.Probe.Raise(Event.Tick));
        });
        Assert.Equal(["refused", "refused", "tick"], _server.TakeAll());
    }

    [Fact]
    public async Task Raise_on_a_machine_at_work_returns_false_and_the_event_follows()
    {
        bool? raised = null;
        Assert.False(await RaiseAsync(Event.Run, machine =>
        {
            raised = machine.Raise(Event.Object);
            machine.Server.Received.Add("raised");
        }));
        Assert.False(raised);
        Assert.Equal(["raised", "refused"], _server.TakeAll());
    }

    [Fact]
    public async Task Raise_without_a_transition_is_counted_and_leaves_the_machine_as_it_is()
    {
        Assert.False(await RaiseAsync(Event.Back));
        Assert.Equal(1, _counts["zproto.events.unhandled"]);
        await _log.WaitForAsync("event back is not handled in state idle");
    }

    [Fact]
    public async Task A_client_asks_the_machine_and_is_refused_by_an_exception()
    {
        await using Peer<JobMsg> peer = await Peer<JobMsg>.ConnectAsync(_transport, await _server.BindAsync("inproc://server"));
        await peer.SendAsync(JobMsg.CreateJob(5));
        Assert.Equal("refused", _server.Receive());
        Assert.Equal("client refused 5", _server.Receive());
        Assert.False(peer.HasReceived);
    }

    [Fact]
    public async Task A_timer_and_a_wakeup_raise_events_on_the_machine()
    {
        await RaiseAsync(Event.Run, machine =>
        {
            machine.SetTimer(TimeSpan.FromSeconds(2), Event.Tick);
            machine.SetWakeup(TimeSpan.FromSeconds(1), Event.Go);
        });
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["go", "leave Idle", "enter Busy"], [_server.Receive(), _server.Receive(), _server.Receive()]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("tick", _server.Receive());
    }

    [Fact]
    public async Task A_wakeup_is_cancelled_by_the_next_event_and_a_timer_by_CancelTimer()
    {
        await RaiseAsync(Event.Run, machine =>
        {
            machine.SetWakeup(TimeSpan.FromSeconds(1), Event.Go);
            machine.SetTimer(TimeSpan.FromSeconds(1), Event.Back);
        });
        await RaiseAsync(Event.Run, machine =>
        {
            machine.CancelTimer(Event.Back);
            machine.SetTimer(TimeSpan.FromSeconds(3), Event.Tick);
        });
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("tick", _server.Receive());
        Assert.Empty(_server.TakeAll());
    }

    [Fact]
    public async Task A_send_goes_out_by_the_socket_that_the_model_names()
    {
        await _server.InvokeAsync(() => _server.Jobs.Connect("inproc://work"));
        await _server.InvokeAsync(() => _server.Other.Raise(LabServer.OtherMachine.Event.Open));
        await RaiseAsync(Event.Answer);
        Assert.Equal("done 0 in Open", _server.Receive());
    }

    [Fact]
    public async Task A_send_by_a_router_goes_to_the_peer_whose_message_is_at_work()
    {
        string endpoint = await _server.InvokeAsync(() => _server.SideDoor.Bind("inproc://side"));
        await using Peer<JobMsg> first = await Peer<JobMsg>.ConnectAsync(_transport, endpoint);
        await using Peer<JobMsg> second = await Peer<JobMsg>.ConnectAsync(_transport, endpoint);
        await RaiseAsync(Event.AnswerByTheSideDoor);
        await first.SendAsync(JobMsg.CreateJob(1));
        await second.SendAsync(JobMsg.CreateJob(2));
        Assert.Equal((1u, 2u), (first.Receive().Number, second.Receive().Number));
    }

    [Fact]
    public async Task A_send_that_fails_says_why_and_is_counted()
    {
        SendResult? result = null;
        await RaiseAsync(Event.Run, machine => result = machine.Send(JobMsg.MessageId.Job, machine.Server.Jobs));
        Assert.Equal(SendResult.QueueFull, result);
        Assert.Equal(1, _counts["zproto.sends.full"]);
        await RaiseAsync(Event.Run, machine => result = machine.Send(JobMsg.MessageId.Job, machine.Server.SideDoor));
        Assert.Equal(SendResult.PeerUnreachable, result);
        await RaiseAsync(Event.Run, machine => Assert.Throws<InvalidOperationException>(() => machine.Send(JobMsg.MessageId.Job, machine.Server.Work)));
        Assert.True(await _server.InvokeAsync(() => _server.Probe.IsAlive));
    }

    [Fact]
    public async Task An_action_that_throws_ends_its_machine_alone_and_the_server_goes_on()
    {
        Assert.False(await RaiseAsync(Event.Break));
        Assert.Equal(["probe ends"], _server.TakeAll());
        string line = await _log.WaitForAsync("an action threw");
        Assert.Equal("Error: Lab probe: state idle, event break: an action threw; the machine is ended [out of order]", line);
        Assert.Equal(1, _counts["zproto.exceptions"]);
        await _server.InvokeAsync(() =>
        {
            Assert.False(_server.Probe.IsAlive);
            Assert.False(_server.Probe.Raise(Event.Go));
            Assert.True(_server.Other.IsAlive);
        });
        await AssertServes(_server);
    }

    [Fact]
    public async Task A_message_for_a_machine_that_has_ended_is_dropped_and_counted()
    {
        await RaiseAsync(Event.End);
        using RawSocket source = await RawSocket.ConnectAsync(_transport, SocketType.Push, "inproc://work");
        await source.Send(JobMsg.CreateJob(4).ToFrames());
        await source.Send(JobMsg.CreateDone(5).ToFrames());
        await _server.InvokeAsync(() => _server.Other.Raise(LabServer.OtherMachine.Event.Open));
        Assert.Equal(["probe ends", "done 5 in Open"], [_server.Receive(), _server.Receive()]);
        Assert.Equal(1, _counts["zproto.messages.dropped"]);
    }

    [Fact]
    public async Task Terminate_ends_the_machine_with_a_warning_and_not_the_server()
    {
        await RaiseAsync(Event.Run, machine => machine.SetTimer(TimeSpan.FromSeconds(1), Event.Tick));
        await RaiseAsync(Event.End);
        Assert.Equal("Warning: Lab probe: the machine has ended in state idle; the engine goes on without it", await _log.WaitForAsync("has ended"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await AssertServes(_server);
        Assert.Equal(["probe ends"], _server.TakeAll().Where(text => !text.StartsWith("client", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_event_terminate_and_the_method_Terminate_end_it_too()
    {
        await RaiseAsync(Event.Terminate);
        Assert.False(await _server.InvokeAsync(() => _server.Probe.IsAlive));
        await using LabServer server = Create();
        await server.InvokeAsync(() => server.Probe.Terminate());
        Assert.False(await server.InvokeAsync(() => server.Probe.IsAlive));
    }

    [Fact]
    public async Task What_OnTerminate_throws_is_logged_and_the_server_ends_all_the_same()
    {
        _server.Ending = _ => throw new InvalidOperationException("no last words");
        await _server.DisposeAsync();
        Assert.Contains("no last words", await _log.WaitForAsync("OnTerminate"), StringComparison.Ordinal);
        await _server.Completion;
    }

    [Fact]
    public async Task A_server_that_is_disposed_in_an_action_of_a_machine_ends()
    {
        await RaiseAsync(Event.Run, machine => _ = machine.Server.DisposeAsync().AsTask());
        await _server.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["server ends, probe there", "other ends", "probe ends"], _server.TakeAll());
    }

    [Fact]
    public async Task Verbose_traces_states_events_actions_and_next_states_with_the_machines_prefix()
    {
        await _server.InvokeAsync(() => _server.Probe.Verbose = true);
        await RaiseAsync(Event.Go);
        Assert.Equal(
            [
                "Information: Lab probe: idle:", "Information: Lab probe:     go", "Information: Lab probe:         $ note go", "Information: Lab probe:         $ note exit",
                "Information: Lab probe:         > busy", "Information: Lab probe:         $ note entry",
            ],
            _log.Lines);
        await _server.InvokeAsync(() => _server.Probe.Verbose = false);
        _server.Verbose = true;
        await _server.InvokeAsync(() => _server.Probe.LogPrefix = "P");
        await RaiseAsync(Event.Tick);
        Assert.Contains("Information: P:     tick", _log.Lines);
    }

    [Fact]
    public async Task What_its_actions_take_is_measured_as_of_any_machine()
    {
        await RaiseAsync(Event.Run, _ => _clock.Advance(TimeSpan.FromMilliseconds(150)));
        Assert.StartsWith("Warning: Lab probe: state idle, event run: the actions took 150 ms", await _log.WaitForAsync("the actions took"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_work_comes_back_as_an_event_with_the_message_that_it_began_with()
    {
        _server.Working = machine => machine.RunInBackground(_ => Task.FromResult(machine.Name), Event.Worked, Event.Failed);
        using RawSocket source = await RawSocket.ConnectAsync(_transport, SocketType.Push, "inproc://work");
        await source.Send(JobMsg.CreateJob(9).ToFrames());
        Assert.Equal("result probe for 9", _server.Receive());
        _server.Working = machine => machine.RunInBackground(_ => Task.FromException(new TimeoutException("late")), Event.Worked, Event.Failed);
        await source.Send(JobMsg.CreateJob(10).ToFrames());
        Assert.Equal("result late for 10", _server.Receive());
    }

    [Fact]
    public async Task Background_work_is_cancelled_when_the_machine_ends()
    {
        var cancelled = new TaskCompletionSource();
        await RaiseAsync(Event.Run, machine => machine.RunInBackground(
            async end =>
            {
                await Task.Delay(Timeout.Infinite, end).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            },
            Event.Worked,
            Event.Failed));
        await RaiseAsync(Event.End);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await _server.InvokeAsync(() => Assert.Throws<InvalidOperationException>(() => _server.Probe.RunInBackground(_ => Task.CompletedTask, Event.Worked, Event.Failed)));
    }

    [Fact]
    public async Task Its_members_throw_off_the_loop()
    {
        LabServer.ProbeMachine probe = await _server.InvokeAsync(() => _server.Probe);
        Assert.Throws<InvalidOperationException>(() => probe.Raise(Event.Go));
        Assert.Throws<InvalidOperationException>(() => probe.SetTimer(TimeSpan.Zero, Event.Go));
        Assert.Throws<InvalidOperationException>(() => probe.SetWakeup(TimeSpan.Zero, Event.Go));
        Assert.Throws<InvalidOperationException>(() => probe.CancelTimer(Event.Go));
        Assert.Throws<InvalidOperationException>(() => probe.SetNextEvent(Event.Go));
        Assert.Throws<InvalidOperationException>(() => probe.SetException(Event.Go));
        Assert.Throws<InvalidOperationException>(() => probe.Terminate());
        Assert.Throws<InvalidOperationException>(() => probe.RunInBackground(_ => Task.CompletedTask, Event.Worked, Event.Failed));
        Assert.Throws<InvalidOperationException>(() => probe.State);
    }

    [Fact]
    public void A_machine_of_no_engine_says_so()
        => Assert.Contains("no engine's", Assert.Throws<InvalidOperationException>(() => new LabServer.ProbeMachine().Raise(Event.Go)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Events_without_end_between_two_machines_end_one_of_them_and_not_the_loop()
    {
        await _server.InvokeAsync(() =>
        {
            Action<LabServer.ProbeMachine>? ping = null;
            ping = probe => probe.Server.Other.Raise(LabServer.OtherMachine.Event.Run, (Action<LabServer.OtherMachine>)(other => other.Server.Probe.Raise(Event.Run, ping)));
            _server.Probe.Raise(Event.Run, ping);
        });
        await _log.WaitForAsync("possible event loop");
        await AssertServes(_server);
    }

    [Fact]
    public async Task An_event_that_is_raised_allocates_nothing()
        => Assert.Equal(0, await _server.InvokeAsync(() =>
        {
            Action<LabServer.ProbeMachine> nothing = _ => { };
            var bytes = new AllocatedBytes();
            while (!bytes.IsMeasured)
            {
                _server.Probe.Raise(Event.Run, nothing);
                bytes.Count();
            }
            return bytes.Sum;
        }));

    [Fact]
    public async Task A_message_that_comes_in_and_one_that_is_sent_allocate_nothing()
    {
        var bytes = new AllocatedBytes();
        // On the machine's own clock, since a fake one allocates as it wakes the loop.
        await using var server = new LabServer { Options = { Transport = _transport } };
        server.Working = machine =>
        {
            bytes.Count();
            if (bytes.IsMeasured)
                machine.Server.Received.Add($"{bytes.Sum} bytes");
            else
                machine.Send(JobMsg.MessageId.Job, machine.Server.Jobs);
        };
        // What it sends it receives.
        await server.InvokeAsync(() =>
        {
            server.Jobs.Connect(server.Work.Bind("inproc://mirror"));
            server.Jobs.Send(JobMsg.CreateJob(1));
            server.TakeAll();
        });
        Assert.Equal("0 bytes", server.Receive());
    }

    private Task<bool> RaiseAsync(Event @event, Action<LabServer.ProbeMachine>? argument = null) => _server.InvokeAsync(() => _server.Probe.Raise(@event, argument));

    private async Task AssertServes(LabServer server)
    {
        await using Peer<JobMsg> peer = await Peer<JobMsg>.ConnectAsync(_transport, await server.BindAsync("inproc://serves"));
        await server.InvokeAsync(() =>
        {
            if (server.Probe.IsAlive)
                server.Probe.Terminate();
        });
        await peer.SendAsync(JobMsg.CreateJob(5));
        Assert.Equal(5u, peer.Receive().Number);
    }

    private LabServer Create(Action<LabServer.ProbeMachine>? probe = null, Action<LabServer.OtherMachine>? other = null, Action<LabServer>? starting = null)
        => new()
        {
            StartingProbe = probe,
            StartingOther = other,
            Starting = starting,
            Options = { Name = "Lab", Transport = _transport, TimeProvider = _clock, LoggerFactory = _log, MeterFactory = _counts },
        };

    /// <summary>
    /// Bytes allocated on the thread that counts, once it is warm. A turn with a collection in it says nothing, since that counts what is
    /// left of the thread's allocation context as allocated; another is measured in its place.
    /// </summary>
    private sealed class AllocatedBytes
    {
        private const int WarmUp = 2_000;
        private const int Turns = 1_000;

        private int _warm;
        private int _measured;
        private int _collections;
        private long _before;

        public long Sum { get; private set; }

        public bool IsMeasured => _measured == Turns;

        public void Count()
        {
            int collections = GC.CollectionCount(0);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            if (++_warm > WarmUp && collections == _collections && collections == GC.CollectionCount(0))
            {
                Sum += allocated - _before;
                _measured++;
            }
            _collections = collections;
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
