using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;

namespace ZProto.Engines.Execution;

/// <summary>What the parts of a running engine share: its name, its loop, and where they log and count.</summary>
internal sealed class EngineContext(string name, EventLoop loop, ILogger logger, EngineMeter meter, EngineSettings settings) : IEventLoopEngine
{
    /// <summary>The engine's name in the log and in metrics.</summary>
    public string Name => name;

    public EventLoop Loop => loop;

    public ILogger Logger => logger;

    public EngineMeter Meter => meter;

    /// <summary>Which lines that a peer can cause may be logged now.</summary>
    public LogRateLimiter Lines { get; } = new(loop.TimeProvider);

    /// <summary>How much work of the engine's machines off the loop has not come back. On the loop.</summary>
    public int BackgroundWork { get; set; }

    /// <summary>Whether all machines are traced.</summary>
    public bool IsVerbose => settings.Verbose;

    /// <summary>Throws where the caller is not on the loop.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the loop.</exception>
    public void RequireLoop()
    {
        if (!loop.IsCurrentThread)
            throw new InvalidOperationException("This member belongs to the engine's loop: use it from actions and handlers, or through InvokeAsync.");
    }

    /// <summary>Runs the user's code; what it throws is counted and logged.</summary>
    /// <param name="work">The code.</param>
    /// <param name="argument">What it is called with.</param>
    /// <param name="what">What it is, for the log.</param>
    public void RunGuarded<T>(Action<T> work, T argument, string what)
    {
        try
        {
            work(argument);
        }
        catch (Exception exception)
        {
            OnUserCodeException(what, exception);
        }
    }

    /// <summary>Counts and logs what the user's code has thrown. From any thread.</summary>
    /// <param name="what">The code, for the log.</param>
    /// <param name="exception">What it has thrown.</param>
    public void OnUserCodeException(string what, Exception exception)
    {
        meter.Exception();
        // A peer may be what makes it throw, again and again.
        if (Lines.IsDue(what, out string more))
            logger.UserCodeThrew(what, more, exception);
    }

    public void OnLoopStuck() => logger.LoopStuck(name);

    public void OnLoopEnded(Exception? fault)
    {
        meter.Close();
        if (fault is null)
            logger.LoopDisposed(name);
        else
            logger.LoopDied(name, fault);
    }
}
