using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>Two servers and their clients on one loop, with a clock that the test advances.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private readonly CounterServer?[] _servers = new CounterServer?[2];
    private readonly RawSocket<CounterMsg>?[] _askers = new RawSocket<CounterMsg>?[2];
    private readonly FakeTimeProvider _clock = new();

    public Pair() => Loop = new EventLoop(new InProcessTransport(), _clock);

    public EventLoop Loop { get; }

    /// <summary>Is called with each state that a server comes to.</summary>
    public Action<Role, StateId>? StateChanged { get; init; }

    public RecordingLogger Log { get; } = new();

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The server of a role that runs, or ran.</summary>
    public CounterServer this[Role role] => _servers[(int)role] ?? throw new InvalidOperationException($"The {role} has not started.");

    public static string Endpoint(Role role) => $"inproc://{role}";

    public static string StateEndpoint(Role role) => $"inproc://{role}-state";

    public static Role PeerOf(Role role) => 1 - role;

    /// <summary>Starts a server: for the first time, or in the place of one that was killed.</summary>
    public async Task StartAsync(Role role)
    {
        // One that aborts may be about to end.
        if (_servers[(int)role] is { } former)
            await former.Completion;
        var server = new CounterServer(role, StateEndpoint(role), StateEndpoint(PeerOf(role)))
        {
            Options = { Name = $"{role}", Loop = Loop, LoggerFactory = Log },
            StateChanged = state => StateChanged?.Invoke(role, state),
        };
        _servers[(int)role] = server;
        await server.BindAsync(Endpoint(role));
        await SettleAsync();
    }

    /// <summary>Starts both, until the primary is active and the backup passive.</summary>
    public static async Task<Pair> StartBothAsync()
    {
        var pair = new Pair();
        await pair.StartAsync(Role.Primary);
        await pair.StartAsync(Role.Backup);
        await pair.AdvanceAsync(2);
        Assert.Equal((StateId.Active, StateId.Passive), pair.States);
        return pair;
    }

    /// <summary>Ends a server. Nothing of it is left, and it tells no one.</summary>
    public async Task KillAsync(Role role)
    {
        await this[role].DisposeAsync();
        await SettleAsync();
    }

    public bool IsUp(Role role) => _servers[(int)role] is { IsAborted: false, Completion.IsCompleted: false };

    public bool IsActive(Role role) => IsUp(role) && State(role) == StateId.Active;

    public StateId State(Role role) => Loop.InvokeAsync(() => this[role].Star.State).GetAwaiter().GetResult();

    /// <summary>Those of primary and backup.</summary>
    public (StateId Primary, StateId Backup) States => (State(Role.Primary), State(Role.Backup));

    /// <summary>Asks a server that is up.</summary>
    /// <returns>Whether it gives a number; if not, it says that it refuses.</returns>
    public async Task<bool> AskAsync(Role role)
    {
        RawSocket<CounterMsg> asker = _askers[(int)role] ??= await RawSocket<CounterMsg>.ConnectAsync(Loop, SocketType.Dealer, Endpoint(role));
        await asker.SendAsync(CounterMsg.CreateNext(0));
        CounterMsg answer = Assert.Single(await asker.TakeAsync());
        return answer.Id == CounterMsg.MessageId.Number;
    }

    /// <summary>Opens a client of the pair.</summary>
    public async Task<CounterClient> OpenClientAsync()
    {
        var client = new CounterClient { Options = { Loop = Loop, LoggerFactory = Log, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(Endpoint(Role.Primary), Endpoint(Role.Backup));
        await SettleAsync();
        return client;
    }

    /// <summary>Cuts the link between the servers, or joins them again. Clients go on to see both.</summary>
    public async Task SetLinkAsync(bool isUp)
    {
        foreach (Role role in ((Role[])[Role.Primary, Role.Backup]).Where(IsUp))
        {
            EngineSocket<StarMsg> socket = this[role].PeerStates;
            await this[role].InvokeAsync(() =>
            {
                if (isUp)
                    socket.Connect(StateEndpoint(PeerOf(role)));
                else
                    socket.Disconnect(StateEndpoint(PeerOf(role)));
            });
        }
        await SettleAsync();
    }

    public Task SettleAsync() => Loop.SettleAsync();

    public Task AdvanceAsync(double seconds) => AdvanceAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time pass, from one timer to the next, with all done that is due at each.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        DateTimeOffset end = Now + time;
        while (Now < end)
        {
            double next = await Loop.InvokeAsync(() => Math.Max(Loop.Timers.NextStop() - Loop.Now, 1));
            _clock.Advance(TimeSpan.FromMilliseconds(Math.Min(next, (end - Now).TotalMilliseconds)));
            await SettleAsync();
        }
    }

    /// <summary>Lets time pass in which nothing runs: what comes in the meantime, and what is due, is there at once.</summary>
    public async Task StallAsync(double seconds, Action meanwhile)
    {
        await Loop.InvokeAsync(() =>
        {
            meanwhile();
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            return true;
        });
        await SettleAsync();
    }

    /// <summary>Lets time pass until a task is done.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> AdvanceUntilAsync(Task task)
    {
        DateTimeOffset start = Now;
        await SettleAsync();
        // Only bounds a hang.
        while (!task.IsCompleted && Now < start + TimeSpan.FromMinutes(1))
            await AdvanceAsync(0.1);
        Assert.True(task.IsCompleted, "A minute was not enough.");
        return Now - start;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RawSocket<CounterMsg>? asker in _askers)
        {
            if (asker is not null)
                await asker.CloseAsync();
        }
        foreach (CounterServer? server in _servers)
        {
            if (server is not null)
                await server.DisposeAsync();
        }
        await Loop.DisposeAsync();
    }
}
