using Microsoft.Extensions.Logging;
using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>What runs loops on one thread, step by step, in place of a thread for each. See <see cref="Platform.Simulator"/>.</summary>
internal abstract class Simulator
{
    /// <summary>What runs work that the runtime starts off a loop.</summary>
    public abstract TaskScheduler TaskScheduler { get; }

    /// <summary>Whether it looks at its engines between two steps: all of them may be read then, as nothing of them is at work.</summary>
    public bool IsObserving { get; protected set; }

    /// <summary>Where engines log that were given nothing else.</summary>
    public abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The clock of a loop that was given none.</summary>
    public abstract TimeProvider GetClock(ITransport transport);

    /// <summary>The name of an engine that was given none: the same in each run, whatever else lives in the process.</summary>
    public abstract string CreateEngineName(string className);

    /// <summary>An id that the simulation's seed decides.</summary>
    public abstract Guid NewGuid();

    /// <summary>Runs a loop from now on, until its step says that it has ended.</summary>
    public abstract void Begin(ISimulatedLoop loop);

    /// <summary>Somebody uses a loop of the simulation from outside of it: nothing would be the same the next time.</summary>
    public abstract void OnForeignThread();
}
