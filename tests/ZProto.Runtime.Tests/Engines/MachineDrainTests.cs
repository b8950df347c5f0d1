using ZProto.Transports;
using static ZProto.Runtime.Tests.LabServer.ProbeMachine;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Server": <c>StopAsync</c> finishes the work that is under way, that of the server's own machines too.</summary>
public sealed class MachineDrainTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly LabServer _server = new() { Options = { Transport = new InProcessTransport() } };
    private readonly TaskCompletionSource<string> _work = new();

    public async Task InitializeAsync()
    {
        await _server.BindAsync("inproc://*");
        await _server.InvokeAsync(() => _server.Probe.RunInBackground(_ => _work.Task, Event.Worked, Event.Failed));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_drain_waits_for_the_background_work_of_a_machine_and_for_what_comes_of_it()
    {
        Task drain = _server.StopAsync();
        await SettleAsync();
        Assert.False(drain.IsCompleted);
        Assert.Empty(_server.Endpoints);
        _work.SetResult("done");
        await drain.WaitAsync(s_patience);
        Assert.Equal(["result done for 0", "server ends, probe there"], _server.TakeAll().SkipWhile(line => !line.StartsWith("result", StringComparison.Ordinal)).Take(2));
    }

    [Fact]
    public async Task Work_that_the_work_of_a_machine_begins_is_waited_for_too()
    {
        var more = new TaskCompletionSource<string>();
        _server.Ending = _ => _server.Received.Add("probe ends");
        Task drain = _server.StopAsync();
        await _server.InvokeAsync(() => _server.Probe.RunInBackground(_ => more.Task, Event.Worked, Event.Failed));
        _work.SetResult("first");
        await SettleAsync();
        Assert.False(drain.IsCompleted);
        more.SetResult("second");
        await drain.WaitAsync(s_patience);
        Assert.Contains("result second for 0", _server.TakeAll());
    }

    [Fact]
    public async Task Work_of_a_machine_that_has_ended_is_waited_for_until_it_comes_back()
    {
        await _server.InvokeAsync(() => _server.Probe.Terminate());
        Task drain = _server.StopAsync();
        await SettleAsync();
        Assert.False(drain.IsCompleted);
        _work.SetResult("for no one");
        await drain.WaitAsync(s_patience);
        Assert.DoesNotContain(_server.TakeAll(), line => line.StartsWith("result", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drain_that_is_cancelled_leaves_the_machine_at_work()
    {
        using var patience = new CancellationTokenSource();
        Task drain = _server.StopAsync(patience.Token);
        await SettleAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drain);
        _server.TakeAll();
        _work.SetResult("done");
        Assert.Equal("result done for 0", _server.Receive());
    }

    private async Task SettleAsync()
    {
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
    }
}
