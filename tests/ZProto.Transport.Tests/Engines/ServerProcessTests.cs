using static ZProto.Transport.Tests.HelloBytes;

namespace ZProto.Transport.Tests;

/// <summary>Tests of a server in a process of its own, which serves one good client whatever else is done to it.</summary>
public abstract class ServerProcessTests(ServerProcesses processes) : IClassFixture<ServerProcesses>, IAsyncLifetime
{
    protected const int MiB = 1024 * 1024;

    private LoopThread _thread = null!;
    private TestSocket _good = null!;
    private uint _sequence;

    protected ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        ITransport transport = CreateTransport();
        Server = await processes.GetAsync(transport, GetType().Assembly);
        _thread = new LoopThread(transport);
        _good = await _thread.Socket(SocketType.Dealer);
        await _good.Connect(Server.Endpoint);
        await AssertServesAsync();
    }

    public Task DisposeAsync()
    {
        _thread.Dispose();
        GC.SuppressFinalize(this);
        return Task.CompletedTask;
    }

    protected abstract ITransport CreateTransport();

    /// <summary>The good client asks, and is answered.</summary>
    protected async Task AssertServesAsync()
    {
        uint sequence = ++_sequence;
        await _good.Send(default, Ping(sequence));
        Task<Received> answer = _good.Receive();
        await Server.WhileItLivesAsync(answer);
        Assert.Equal(PingOk(sequence), (await answer).Frames[0]);
    }

    /// <summary>Waits until the server has no connection but the good client's.</summary>
    protected Task WaitUntilGoneAsync() => Deadline.Until(async () => (await Server.LookAsync()).Sockets <= processes.Sockets + 1);

    /// <summary>Waits until the server's objects take no more than before. A transport lets go of what a connection held some time after it has ended.</summary>
    /// <param name="before">How it was.</param>
    /// <param name="bound">How many bytes more they may take.</param>
    protected async Task<ServerState> WaitUntilFlatAsync(ServerState before, int bound)
    {
        ServerState after = before;
        await Deadline.Until(IsFlatAsync, () => $"Before: {before}. After: {after}.");
        return after;

        async Task<bool> IsFlatAsync()
        {
            after = await Server.LookAsync(collects: true);
            return after.HeapBytes - before.HeapBytes <= bound && after.ResidentBytes - before.ResidentBytes <= 64 * MiB;
        }
    }
}
