using ZProto.Engines.Execution;

namespace ZProto.Testing.Simulated;

/// <summary>A node from its start to its crash: what it loses then.</summary>
internal sealed class NodeLife
{
    private readonly Simulation _simulation;
    private readonly List<SimulatedLoop> _loops = [];
    private readonly TaskCompletionSource _over = new();
    private EventLoop? _loop;

    public NodeLife(Simulation simulation, SimulatedNode node)
    {
        _simulation = simulation;
        Node = node;
        Context = new SimulatedContext(simulation, this);
        LoopContext = new SimulatedContext(simulation, this);
        TaskScheduler = new ContextTaskScheduler(Context);
        Transport = new SimulatedTransport(simulation.Network, this);
        Clock = new SimulatedClock(simulation, this);
    }

    public SimulatedNode Node { get; }

    /// <summary>Where its asynchronous code goes on.</summary>
    public SimulatedContext Context { get; }

    /// <summary>What is current while its loops and timers are at work.</summary>
    public SimulatedContext LoopContext { get; }

    public TaskScheduler TaskScheduler { get; }

    public SimulatedTransport Transport { get; }

    public SimulatedClock Clock { get; }

    /// <summary>The loop that its engines share.</summary>
    public EventLoop Loop => _loop ??= new EventLoop(Transport, Clock, Node.Name);

    /// <summary>Whether it is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Completes when it is over.</summary>
    public Task Over => _over.Task;

    public void Begin(ISimulatedLoop loop)
    {
        var simulated = new SimulatedLoop(_simulation, this, loop);
        _loops.Add(simulated);
        simulated.Awake();
    }

    /// <summary>Ends it: nothing that it had begun goes on, but for what is on its way through the network.</summary>
    public void End(Exception fault)
    {
        if (IsOver)
            return;
        foreach (SimulatedLoop loop in _loops)
            loop.Kill(fault);
        SynchronizationContext.SetSynchronizationContext(LoopContext);
        IsOver = true;
        _over.TrySetResult();
    }
}
