using ZProto.Testing.Simulated;

namespace ZProto.Testing;

/// <summary>
/// Runs engines, their clocks, the network between them, and the test's own asynchronous code on one thread, step by step, in an order that
/// a seed decides, with faults: <c>await Simulation.RunAsync(1_000, async sim => { ... });</c>
/// </summary>
/// <remarks>
/// Engines are given the loop of a node, and their endpoints are <c>inproc://name</c>. Within a connection messages keep their order
/// and are not lost; what was sent before a connection broke may be. Code in a simulation awaits engines, and times by a node's clock or
/// <see cref="DelayAsync"/>: what waits for other threads or the system's clock (<c>Task.Run</c>, <c>ConfigureAwait(false)</c>,
/// <c>Task.Delay</c> without a <c>TimeProvider</c>, files, sockets) fails the run.
/// </remarks>
public sealed partial class Simulation
{
    private readonly List<SimulatedNode> _nodes = [];
    private readonly List<Invariant> _invariants = [];
    private readonly List<Expectation> _expectations = [];
    private readonly SimulationOptions _options;
    private readonly SimulationThread _thread;
    private readonly FaultInjector _injector;
    private readonly NodeLife _scenario;
    private readonly NodeLife _stranger;
    private SimulationFaults _faults;

    internal Simulation(int seed, SimulationOptions options, IReadOnlySet<int> withoutFaults)
    {
        Seed = seed;
        _options = options;
        _faults = options.Faults;
        Random = SimulationRandom.Create(seed, ChancePurpose.Scenario);
        Scheduler = new Scheduler(seed);
        Network = new Network(this);
        Trace = new EventTrace(this);
        Log = new SimulationLog(this);
        _thread = new SimulationThread(this, SimulationRandom.Create(seed, ChancePurpose.Id));
        _injector = new FaultInjector(this, withoutFaults);
        _scenario = new SimulatedNode(this, "scenario", -1).Life;
        _stranger = new SimulatedNode(this, "stranger", -2).Life;
        CurrentLife = _scenario;
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>Chance for the scenario's own decisions; the seed decides it.</summary>
    public Random Random { get; }

    /// <summary>The time since the simulation began.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(Scheduler.Now);

    /// <summary>The simulation's clock, for the scenario. It begins on January 1st, 2000.</summary>
    public TimeProvider TimeProvider => _scenario.Clock;

    /// <summary>The nodes, in the order in which they were added.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>A hash of all steps and messages so far: two runs of a seed have the same.</summary>
    public ulong EventHash => Trace.Hash;

    /// <summary>What goes wrong from now on.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SimulationFaults Faults
    {
        get => _faults;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _faults = value;
            _injector.Plan();
        }
    }

    internal Scheduler Scheduler { get; }

    internal Network Network { get; }

    internal EventTrace Trace { get; }

    internal SimulationLog Log { get; }

    internal SimulatedLoop? CurrentLoop { get; set; }

    internal NodeLife CurrentLife { get; private set; }

    internal NodeLife Stranger => _stranger;

    /// <summary>Adds a node without a start: its engines are made by the scenario.</summary>
    /// <param name="name">Its name: letters, digits and underscores, none that another has.</param>
    /// <exception cref="ArgumentException">The name is not one, or taken.</exception>
    public SimulatedNode AddNode(string name) => Add(name, null);

    /// <summary>Adds a node, and starts it.</summary>
    /// <param name="name">Its name: letters, digits and underscores, none that another has.</param>
    /// <param name="start">Makes what runs on it; called again after each crash. It runs as the node's own code, and ends with it.</param>
    /// <returns>The node, once it has started.</returns>
    /// <exception cref="ArgumentException">The name is not one, or taken.</exception>
    public Task<SimulatedNode> StartNodeAsync(string name, Func<SimulatedNode, Task> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return StartAsync(Add(name, start));
    }

    /// <summary>Waits for a time of the simulation's clock.</summary>
    /// <param name="time">How long.</param>
    public Task DelayAsync(TimeSpan time) => Task.Delay(time, TimeProvider);

    /// <summary>Checks after each step, and at the end, that something holds; else the seed fails.</summary>
    /// <param name="invariant">What holds, for people.</param>
    /// <param name="holds">Whether it does. It may read what belongs to loops.</param>
    /// <exception cref="ArgumentNullException"><paramref name="holds"/> is null.</exception>
    public void Always(string invariant, Func<bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        _invariants.Add(new Invariant(invariant, holds));
    }

    /// <summary>Waits until something holds; if it does not in time, the seed fails.</summary>
    /// <param name="condition">What is to hold, for people.</param>
    /// <param name="holds">Whether it does; asked after each step. It may read what belongs to loops.</param>
    /// <param name="within">How much simulated time it may take.</param>
    /// <exception cref="ArgumentNullException"><paramref name="holds"/> is null.</exception>
    public Task Eventually(string condition, Func<bool> holds, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var expectation = new Expectation(condition, holds, Scheduler.Now + within.Ticks);
        _expectations.Add(expectation);
        // So that there is a step, and with it a look, at the deadline.
        Scheduler.Add(new SimulationStep(StepKind.Timer, null, static () => { }), expectation.Deadline + 1);
        return expectation.Held.Task;
    }

    /// <summary>Breaks the connections between two nodes: of what is on its way, all may be lost from some message on. They are made again.</summary>
    /// <param name="one">A node.</param>
    /// <param name="other">The other.</param>
    /// <exception cref="ArgumentNullException">A node is null.</exception>
    public void Break(SimulatedNode one, SimulatedNode other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        Trace.Note("connections break", one, other);
        Network.BreakBetween(one, other, Random);
    }

    /// <summary>Holds back what nodes send to each other, until <see cref="Heal"/>.</summary>
    /// <param name="from">A node.</param>
    /// <param name="to">The other.</param>
    /// <param name="isOneWay">Whether only what <paramref name="from"/> sends is held back.</param>
    /// <exception cref="ArgumentNullException">A node is null.</exception>
    public void Partition(SimulatedNode from, SimulatedNode to, bool isOneWay = false)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        Trace.Note(isOneWay ? $"nothing comes from {from.Name} to {to.Name}" : "nothing comes through", from, to);
        Network.Part(from, to);
        if (!isOneWay)
            Network.Part(to, from);
    }

    /// <summary>Ends all partitions: what was held back comes now.</summary>
    public void Heal()
    {
        Trace.Note("everything comes through again", [.. _nodes]);
        Network.JoinAll();
    }

    /// <summary>Ends the faults that happen by themselves, and what is left of them: partitions, pauses, nodes that are down. Clocks stay as they are.</summary>
    public void StopFaults()
    {
        Faults = Faults.Ended;
        Heal();
        foreach (SimulatedNode node in _nodes)
        {
            node.Resume();
            if (node is { IsUp: false, CanRestart: true })
                node.Restart();
        }
    }

    /// <summary>Adds a note to the chart of a failure.</summary>
    /// <param name="text">The note.</param>
    /// <param name="node">The node that it is about.</param>
    /// <exception cref="ArgumentNullException">The note or the node is null.</exception>
    public void Note(string text, SimulatedNode node)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(node);
        Trace.Note(text, node);
    }

    /// <summary>Has the messages of a protocol shown by name and fields in the chart of a failure.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    public void Describe<TMessage>()
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => Trace.Descriptions.Add(static frames =>
        {
            var multipart = new MultipartMessage();
            foreach (byte[] frame in frames)
                multipart.Add(frame);
            var message = new TMessage();
            var reader = new FrameReader(multipart);
            return TMessage.TryDecode(ref reader, message, MessageRole.None, out _) ? message.ToString() : null;
        });

    private static async Task<SimulatedNode> StartAsync(SimulatedNode node)
    {
        await node.StartAsync();
        return node;
    }

    private SimulatedNode Add(string name, Func<SimulatedNode, Task>? start)
    {
        if (string.IsNullOrEmpty(name) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            throw new ArgumentException($"'{name}' is no name of a node: letters, digits and underscores.", nameof(name));
        if (_nodes.Exists(node => node.Name == name))
            throw new ArgumentException($"There is a node '{name}' already.", nameof(name));
        var node = new SimulatedNode(this, name, _nodes.Count, start);
        _nodes.Add(node);
        Random clocks = SimulationRandom.Create(Seed, ChancePurpose.Clock, node.Number);
        if (_faults.MaxClockSkew > TimeSpan.Zero || _faults.MaxClockDrift > 0)
            node.SetClock((clocks.NextDouble() * 2 - 1) * _faults.MaxClockSkew, (clocks.NextDouble() * 2 - 1) * _faults.MaxClockDrift);
        return node;
    }

    private sealed record Invariant(string Text, Func<bool> Holds);

    private sealed record Expectation(string Text, Func<bool> Holds, long Deadline)
    {
        public TaskCompletionSource Held { get; } = new();
    }
}
