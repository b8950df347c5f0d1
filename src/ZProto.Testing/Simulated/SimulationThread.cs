using Microsoft.Extensions.Logging;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Testing.Simulated;

/// <summary>The simulation as the runtime sees it: what it has in place of threads.</summary>
internal sealed class SimulationThread(Simulation simulation, Random ids) : Simulator
{
    public override TaskScheduler TaskScheduler => simulation.CurrentLife.TaskScheduler;

    public override ILoggerFactory LoggerFactory => simulation.Log;

    public override string CreateEngineName(string className)
        => simulation.Nodes.Contains(simulation.CurrentLife.Node) ? $"{className} on {simulation.CurrentLife.Node.Name}" : className;

    public override Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.NextBytes(bytes);
        return new Guid(bytes);
    }

    public override TimeProvider GetClock(ITransport transport) => LifeOf(transport).Clock;

    public override void Begin(ISimulatedLoop loop) => LifeOf(loop.Transport).Begin(loop);

    public override void OnForeignThread()
    {
        if (simulation.RefusesThread())
            throw new InvalidOperationException("An engine of a simulation is used from outside of its steps.");
    }

    /// <summary>Looks at the engines between two steps.</summary>
    public T Observe<T>(Func<T> look)
    {
        IsObserving = true;
        try
        {
            return look();
        }
        finally
        {
            IsObserving = false;
        }
    }

    private static NodeLife LifeOf(ITransport transport)
        => (transport as SimulatedTransport)?.Life
            ?? throw new InvalidOperationException($"An engine in a simulation runs on the {transport.Name} transport. Give it the loop of its node: Options = {{ Loop = node.Loop }}.");
}
