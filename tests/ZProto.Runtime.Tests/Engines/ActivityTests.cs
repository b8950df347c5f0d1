using System.Collections.Concurrent;
using System.Diagnostics;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>The activities of the source <c>ZProto</c>. Apart from other tests, since listeners hear all engines of the process.</summary>
[Collection(nameof(ActivityTests))]
[CollectionDefinition(nameof(ActivityTests), DisableParallelization = true)]
public sealed class ActivityTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly HelloServer _server = new() { Options = { Transport = new InProcessTransport() } };
    private Peer<HelloMsg> _peer = null!;

    public async Task InitializeAsync()
        => _peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, await _server.BindAsync("inproc://hello"));

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_execution_is_an_activity_while_somebody_listens()
    {
        await AskAsync(HelloMsg.CreatePing(1));
        using (ActivityListener listener = Listen())
        {
            await AskAsync(HelloMsg.CreatePing(2));
            await _server.InvokeAsync(() => _server.BroadcastEvent(HelloServer.Event.Rested));
            _peer.Receive();
        }
        await AskAsync(HelloMsg.CreatePing(3));
        await _server.InvokeAsync(() => { });
        Assert.Equal(
            [("PING", ActivityKind.Server, "HelloServer", "HelloServer client 1", "start"), ("rested", ActivityKind.Internal, "HelloServer", "HelloServer client 1", "start")],
            _ended.Select(activity => (activity.OperationName, activity.Kind, Tag(activity, "engine"), Tag(activity, "machine"), Tag(activity, "state"))));
    }

    [Fact]
    public async Task An_execution_of_a_servers_own_machine_is_one_too()
    {
        await using var server = new LabServer { Options = { Name = "lab", Transport = new InProcessTransport() } };
        await server.InvokeAsync(() => { });
        using ActivityListener listener = Listen();
        await server.InvokeAsync(() => server.Probe.Raise(LabServer.ProbeMachine.Event.Tick));
        Assert.Equal(
            [("tick", ActivityKind.Internal, "lab", "lab probe", "idle")],
            _ended.Select(activity => (activity.OperationName, activity.Kind, Tag(activity, "engine"), Tag(activity, "machine"), Tag(activity, "state"))));
    }

    [Fact]
    public async Task An_action_that_throws_makes_its_activity_an_error()
    {
        _server.OnGreet = _ => throw new InvalidOperationException("on purpose");
        using ActivityListener listener = Listen();
        await _peer.SendAsync(HelloMsg.CreateHello(1, "you"));
        await AskAsync(HelloMsg.CreatePing(2));
        Assert.Equal((ActivityStatusCode.Error, "on purpose"), (_ended.First().Status, _ended.First().StatusDescription!));
    }

    [Fact]
    public async Task What_an_action_begins_is_a_part_of_its_execution_and_the_loop_is_a_part_of_no_one_elses()
    {
        ActivityTraceId outer = default, inner = default;
        _server.OnGreet = _ => inner = Activity.Current!.TraceId;
        using ActivityListener listener = Listen();
        using var around = new Activity("around").Start();
        outer = around.TraceId;
        await AskAsync(HelloMsg.CreateHello(1, "you"));
        await _server.InvokeAsync(() => Assert.Null(Activity.Current));
        Activity execution = Assert.Single(_ended);
        Assert.Equal(execution.TraceId, inner);
        Assert.NotEqual(outer, inner);
        Assert.Null(execution.Parent);
    }

    private static string Tag(Activity activity, string name) => (string)activity.GetTagItem($"zproto.{name}")!;

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ZProto",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private async Task AskAsync(HelloMsg message)
    {
        await _peer.SendAsync(message);
        _peer.Receive();
    }
}
