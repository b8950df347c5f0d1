using static ZProto.Runtime.Tests.StarServer.StarMachine;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A small Binary Star: two servers whose machines tell each other their states, and agree on which of them serves.</summary>
public sealed class StarTests : IAsyncLifetime
{
    private readonly InProcessTransport _transport = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly StarServer _primary, _backup;

    public StarTests()
    {
        _primary = Create("primary", isPrimary: true);
        _backup = Create("backup", isPrimary: false);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _primary.DisposeAsync();
        await _backup.DisposeAsync();
    }

    [Fact]
    public async Task The_primary_becomes_active_and_the_backup_passive()
    {
        await StartBothAsync();
        Assert.Equal((StateId.Active, StateId.Passive), (await StateOfAsync(_primary), await StateOfAsync(_backup)));
    }

    [Fact]
    public async Task A_backup_that_starts_alone_refuses_requests()
    {
        Assert.False(await AsksAsync(_backup));
        Assert.Equal(StateId.Backup, await StateOfAsync(_backup));
    }

    [Fact]
    public async Task The_passive_one_refuses_requests_while_the_active_one_is_there_and_takes_over_by_a_request_when_it_is_gone()
    {
        await StartBothAsync();
        Assert.False(await AsksAsync(_backup));
        Assert.True(await AsksAsync(_primary));
        await _primary.DisposeAsync();
        await BeatAsync(_backup);
        await BeatAsync(_backup);
        Assert.Equal(StateId.Passive, await StateOfAsync(_backup));
        Assert.True(await AsksAsync(_backup));
        Assert.Equal(StateId.Active, _backup.NextState());
    }

    [Fact]
    public async Task A_primary_that_comes_back_stays_passive()
    {
        await StartBothAsync();
        await _primary.DisposeAsync();
        await BeatAsync(_backup);
        await BeatAsync(_backup);
        Assert.True(await AsksAsync(_backup));
        Assert.Equal(StateId.Active, _backup.NextState());
        await using StarServer again = Create("primary", isPrimary: true);
        await again.InvokeAsync(() => { });
        Assert.Equal(StateId.Passive, await NextStateAsync(again, _backup));
        Assert.Equal(StateId.Active, await StateOfAsync(_backup));
    }

    [Fact]
    public async Task Two_active_ones_abort_their_machines_and_no_loop()
    {
        await StartBothAsync();
        await _backup.InvokeAsync(() => _backup.Star.Raise(Event.Primary));
        Assert.Equal(StateId.Active, _backup.NextState());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("both servers are Active", await _log.WaitForAsync("threw"), StringComparison.Ordinal);
        await _primary.InvokeAsync(() => { });
        await _backup.InvokeAsync(() => { });
    }

    private async Task StartBothAsync()
    {
        await _primary.InvokeAsync(() => { });
        await _backup.InvokeAsync(() => { });
        Assert.Equal(StateId.Active, await NextStateAsync(_primary, _backup));
        Assert.Equal(StateId.Passive, await NextStateAsync(_backup, _primary));
    }

    /// <summary>Lets seconds pass until a server comes to another state. Subscriptions take effect in their own time, and what is said before is lost.</summary>
    private async Task<StateId> NextStateAsync(StarServer server, StarServer other)
    {
        for (int beats = 0; beats < 1_000; beats++)
        {
            if (server.States.TryTake(out StateId state))
                return state;
            await BeatAsync(server);
            await other.InvokeAsync(() => { });
        }
        throw new InvalidOperationException($"{server.Options.Name} stays in {await StateOfAsync(server)}.");
    }

    // A second passes, and the server has taken notice.
    private async Task BeatAsync(StarServer server)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        await server.InvokeAsync(() => { });
    }

    private static Task<StateId> StateOfAsync(StarServer server) => server.InvokeAsync(() => server.Star.State);

    /// <summary>Whether a request is answered, or refused.</summary>
    private async Task<bool> AsksAsync(StarServer server)
    {
        string endpoint = await server.BindAsync("inproc://requests");
        await using (Peer<JobMsg> peer = await Peer<JobMsg>.ConnectAsync(_transport, endpoint))
        {
            await peer.SendAsync(JobMsg.CreateJob(1));
            uint answer = peer.Receive().Number;
            await server.UnbindAsync(endpoint);
            return answer == 1;
        }
    }

    private StarServer Create(string name, bool isPrimary)
        => new(isPrimary, $"inproc://{name}", $"inproc://{(isPrimary ? "backup" : "primary")}")
        {
            Options = { Name = name, Transport = _transport, TimeProvider = _clock, LoggerFactory = _log },
        };
}
