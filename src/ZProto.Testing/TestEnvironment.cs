using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>What a test gives an engine in place of the world: a transport of its own, a clock that the test advances, and a log.</summary>
internal sealed class TestEnvironment
{
    private readonly Engine _engine;

    /// <param name="engine">The engine, which has not started.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="InvalidOperationException">The engine has started, or shares a loop.</exception>
    public TestEnvironment(Engine engine, EngineOptions options)
    {
        if (options.Loop is not null)
            throw new InvalidOperationException("The test gives the engine a clock of its own, which a shared loop cannot have: leave Options.Loop unset.");
        _engine = engine;
        Log = new TestLog(engine switch { MeshEngine => "mesh", ClientEngine => "client", _ => "server" });
        // Endpoints of its own: tests that run side by side do not meet.
        options.Transport = Transport;
        options.TimeProvider = Clock;
        options.LoggerFactory ??= Log;
    }

    public ITransport Transport { get; } = new InProcessTransport();

    public FakeTimeProvider Clock { get; } = new();

    public TestLog Log { get; }

    /// <summary>How long an expected message may take in real time.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Completes when the engine has done what there was to do by now.</summary>
    public Task SettleAsync() => _engine.Loop.SettleAsync();

    /// <summary>Advances the clock from one timer of the engine to the next, and has the engine settle before each and at the end.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        EventLoop loop = _engine.Loop;
        await loop.SettleAsync().ConfigureAwait(false);
        long end = await loop.InvokeAsync(() => loop.Now).ConfigureAwait(false) + (long)Math.Ceiling(time.TotalMilliseconds);
        DateTimeOffset target = Clock.GetUtcNow() + time;
        while (true)
        {
            (long now, long next) = await loop.InvokeAsync(() => (loop.Now, loop.Timers.NextStop())).ConfigureAwait(false);
            if (next >= end)
                break;
            Clock.Advance(TimeSpan.FromMilliseconds(Math.Max(next - now, 1)));
            await loop.SettleAsync().ConfigureAwait(false);
        }
        // Something else may have advanced it in the meantime.
        if (target > Clock.GetUtcNow())
            Clock.Advance(target - Clock.GetUtcNow());
        await loop.SettleAsync().ConfigureAwait(false);
    }
}
