using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>An engine at work in a test, with the peers that the test plays: a <see cref="TestServer{TMessage, TClient}"/> or a <see cref="TestMesh{TMessage, TPeer}"/>.</summary>
public abstract class TestEngine : IAsyncDisposable
{
    private readonly Engine _engine;
    private readonly List<IDisposable> _peers = [];

    private protected TestEngine(Engine engine, TestEnvironment environment, string endpoint)
    {
        _engine = engine;
        Environment = environment;
        Endpoint = endpoint;
    }

    /// <summary>The engine's clock. <see cref="AdvanceAsync"/> advances it without a race.</summary>
    public FakeTimeProvider Clock => Environment.Clock;

    /// <summary>The transport that the engine is on, for engines of your own.</summary>
    public ITransport Transport => Environment.Transport;

    /// <summary>Where the engine is bound; empty for a mesh in client mode, which is bound nowhere.</summary>
    public string Endpoint { get; }

    /// <summary>How long an expected message may take in real time before the test fails. Default 10 seconds.</summary>
    public TimeSpan Patience
    {
        get => Environment.Patience;
        set => Environment.Patience = value;
    }

    /// <summary>What the engine runs in.</summary>
    private protected TestEnvironment Environment { get; }

    /// <summary>
    /// Completes when the engine has done all that it was sent, and all that is due. Work that <c>RunInBackground</c> runs elsewhere is not
    /// waited for.
    /// </summary>
    public Task SettleAsync() => Environment.SettleAsync();

    /// <summary>
    /// Has the engine settle, and then advances its clock from one of its timers to the next, settling at each, until the time has passed.
    /// So no message races with the clock, and what happens repeatedly happens each time.
    /// </summary>
    /// <param name="time">How far.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is less than zero.</exception>
    public Task AdvanceAsync(TimeSpan time) => Environment.AdvanceAsync(time);

    /// <summary>Ends the peers and the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable peer in _peers)
            peer.Dispose();
        await _engine.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Has a peer end with the engine.</summary>
    private protected T Add<T>(T peer)
        where T : IDisposable
    {
        _peers.Add(peer);
        return peer;
    }
}
