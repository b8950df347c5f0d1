using ZProto.Engines.Execution;
using ZProto.Testing.Simulated;
using ZProto.Transports;

namespace ZProto.Testing;

/// <summary>A process of a simulation: engines with a clock of their own, which can crash. See <see cref="Simulation.AddNode"/>.</summary>
public sealed class SimulatedNode
{
    private readonly Simulation _simulation;
    private readonly Func<SimulatedNode, Task>? _start;
    private readonly Dictionary<string, object> _durable = [];
    private readonly List<SimulationStep> _waiting = [];
    private NodeLife _life;
    private double _rate = 1;
    private long _localBase;
    private long _simulatedBase;

    internal SimulatedNode(Simulation simulation, string name, int number, Func<SimulatedNode, Task>? start = null)
    {
        _simulation = simulation;
        _start = start;
        Name = name;
        Number = number;
        _life = new NodeLife(simulation, this);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The loop for its engines: <c>Options = { Loop = node.Loop }</c>. After a restart it is another.</summary>
    public EventLoop Loop => _life.Loop;

    /// <summary>The network, for engines with loops of their own: <c>Options = { Transport = node.Transport }</c>. After a restart it is another.</summary>
    public ITransport Transport => _life.Transport;

    /// <summary>The node's clock. It begins on January 1st, 2000, plus its skew.</summary>
    public TimeProvider TimeProvider => _life.Clock;

    /// <summary>Whether it has not crashed, or was started again.</summary>
    public bool IsUp => !_life.IsOver;

    /// <summary>Whether it is stopped by <see cref="Pause"/>.</summary>
    public bool IsPaused { get; private set; }

    internal int Number { get; }

    internal NodeLife Life => _life;

    internal bool CanRestart => _start is not null;

    internal TimeSpan ClockSkew { get; private set; }

    internal long LocalTime => _localBase + (long)((_simulation.Scheduler.Now - _simulatedBase) * _rate);

    /// <summary>Something that outlives crashes, as what is on a disk does. All else of a node is to be made by its start.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name within the node.</param>
    /// <param name="create">Makes it the first time.</param>
    public T Durable<T>(string name, Func<T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!_durable.TryGetValue(name, out object? value))
            _durable.Add(name, value = create());
        return (T)value;
    }

    /// <summary>Starts code of the node, such as what uses its clients. It ends with the node, and what it throws fails the run.</summary>
    /// <param name="work">The code.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    public void Run(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        // What a method without a task throws comes to the context, as a step that fails.
        _life.Context.Post(static async work => await ((Func<Task>)work!)(), work);
    }

    /// <summary>
    /// Ends all that the node does, at once: its engines end as on a loop that has died, and their open calls fail. Of what it has sent,
    /// in each connection, all may be lost from some message on.
    /// </summary>
    /// <exception cref="InvalidOperationException">A node's loop is at work: have the scenario do it.</exception>
    public void Crash() => Crash(_simulation.Random);

    /// <summary>Runs the start of the node again, after a crash.</summary>
    /// <returns>A task that completes with it, or when the node has crashed again.</returns>
    /// <exception cref="InvalidOperationException">The node is up, or has no start: it was not made by <see cref="Simulation.StartNodeAsync"/>.</exception>
    public Task RestartAsync()
    {
        if (_start is null)
            throw new InvalidOperationException($"The node '{Name}' has no start: make it by StartNodeAsync.");
        if (IsUp)
            throw new InvalidOperationException($"The node '{Name}' is up.");
        _life = new NodeLife(_simulation, this);
        _simulation.Trace.Note("starts again", this);
        return StartAsync();
    }

    /// <summary>Stops the node, as a process that is suspended: nothing of it runs, and what is sent to it waits. Its clock goes on.</summary>
    public void Pause()
    {
        IsPaused = true;
        _simulation.Trace.Note("is stopped", this);
    }

    /// <summary>Lets a node go on that was stopped.</summary>
    public void Resume()
    {
        if (!IsPaused)
            return;
        IsPaused = false;
        _simulation.Trace.Note("goes on", this);
        foreach (SimulationStep step in _waiting)
            _simulation.Scheduler.Add(step);
        _waiting.Clear();
    }

    /// <summary>Sets the node's clock.</summary>
    /// <param name="skew">How far it is ahead of the simulation's; less than zero for behind. It is of the time of day alone.</param>
    /// <param name="drift">By how much it runs fast from now on, such as 0.01 for a hundredth; less than zero for slow. More than -1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="drift"/> is -1 or less.</exception>
    public void SetClock(TimeSpan skew, double drift = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(drift, -1);
        _localBase = LocalTime;
        _simulatedBase = _simulation.Scheduler.Now;
        _rate = 1 + drift;
        ClockSkew = skew;
    }

    internal long ToSimulated(long localTicks) => (long)Math.Ceiling(localTicks / _rate);

    internal void AddWaiting(SimulationStep step) => _waiting.Add(step);

    internal void Crash(Random random)
    {
        if (_simulation.CurrentLoop is not null)
            throw new InvalidOperationException("A loop is at work, and a node crashes only between steps: have the scenario do it.");
        if (!IsUp)
            return;
        _simulation.Trace.Note("crashes", this);
        IsPaused = false;
        _waiting.Clear();
        _simulation.Network.BreakAllOf(_life, random);
        SynchronizationContext? before = SynchronizationContext.Current;
        _life.End(new TransportException($"The node '{Name}' has crashed."));
        SynchronizationContext.SetSynchronizationContext(before);
    }

    /// <summary>Restarts a node that a fault has ended. What its start throws fails the run.</summary>
    internal async void Restart() => await RestartAsync();

    internal async Task StartAsync()
    {
        NodeLife life = _life;
        Task started = Task.Factory.StartNew(() => _start!(this), CancellationToken.None, TaskCreationOptions.None, life.TaskScheduler).Unwrap();
        // What runs in a life that is over never ends.
        if (await Task.WhenAny(started, life.Over).ConfigureAwait(Platform.ContinuesOnContext) == started)
            await started.ConfigureAwait(Platform.ContinuesOnContext);
    }
}
