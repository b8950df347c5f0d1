using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Code that is run on the loop of an engine.</summary>
public sealed class InvokeTests : IAsyncLifetime
{
    private readonly PairServer _server = new() { Options = { Transport = new InProcessTransport() } };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Asynchronous_code_begins_on_the_loop_and_is_waited_for()
    {
        var go = new TaskCompletionSource();
        bool began = false;
        Task done = _server.InvokeAsync(async () =>
        {
            began = _server.IsOnLoop;
            await go.Task;
        });
        await _server.InvokeAsync(() => { });
        Assert.True(began);
        Assert.False(done.IsCompleted);
        go.SetResult();
        await done;
    }

    [Fact]
    public async Task Asynchronous_code_gives_its_value()
    {
        Task<int> given = _server.InvokeAsync(async () =>
        {
            await Task.Yield();
            return 7;
        });
        Assert.Equal(7, await given);
    }

    [Fact]
    public async Task What_asynchronous_code_throws_is_the_callers()
        => await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _server.InvokeAsync(async () =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException();
        }));

    [Fact]
    public async Task The_wait_for_asynchronous_code_can_be_cancelled()
    {
        using var cancellationToken = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        Task wait = _server.InvokeAsync(() => never.Task, cancellationToken.Token);
        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task A_servers_send_tracer_sees_what_was_sent_and_nothing_else()
    {
        var book = new RecordingLogger();
        _server.Options.LoggerFactory = book;
        _server.OnAsk = message => message.Text = message.Text == "too long" ? new string('x', 256) : $"to {message.Text}";
        await using var client = new PairClient { Options = { Transport = _server.Options.Transport, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(await _server.BindAsync("inproc://traced"));
        Assert.Equal("to a", await client.AskAsync("a"));
        _ = client.AskAsync("too long");
        await book.WaitForAsync("an action threw");
        Assert.Equal("to b", await client.AskAsync("b"));
        Assert.Equal(["to a", "to b"], await _server.InvokeAsync(() => _server.Sent.ToArray()));
    }
}
