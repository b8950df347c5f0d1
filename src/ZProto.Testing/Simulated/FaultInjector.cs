using ZProto.Transports;
using ZProto.Transports.InProcess;

namespace ZProto.Testing.Simulated;

/// <summary>Causes faults at the rates that a simulation has.</summary>
/// <param name="simulation">The simulation.</param>
/// <param name="without">The numbers of those that are left out, to find which it takes.</param>
internal sealed class FaultInjector(Simulation simulation, IReadOnlySet<int> without)
{
    private readonly Random _times = SimulationRandom.Create(simulation.Seed, ChancePurpose.FaultTime);
    private readonly List<SimulatedFault> _occurred = [];
    private int _number;

    /// <summary>When the next is due; null for never.</summary>
    public long? NextDue { get; private set; }

    /// <summary>Those that have been caused.</summary>
    public IReadOnlyList<SimulatedFault> Occurred => _occurred;

    /// <summary>Those that are left out.</summary>
    public IReadOnlySet<int> Without => without;

    /// <summary>Draws the time of the next, from now on.</summary>
    public void Plan()
    {
        double rate = simulation.Faults.Total;
        NextDue = rate > 0
            ? simulation.Scheduler.Now + Math.Max(1, (long)(-Math.Log(1 - _times.NextDouble()) / rate * TimeSpan.TicksPerMinute))
            : null;
    }

    /// <summary>Causes the one that is due.</summary>
    public void Cause()
    {
        int number = ++_number;
        Random random = SimulationRandom.Create(simulation.Seed, ChancePurpose.Fault, number);
        if (!without.Contains(number) && Cause(random) is { } text)
            _occurred.Add(new SimulatedFault(number, simulation.Now, text));
        Plan();
    }

    private string? Cause(Random random)
    {
        SimulationFaults faults = simulation.Faults;
        double draw = random.NextDouble() * faults.Total;
        return (draw -= faults.Breaks) < 0 ? Break(random, isHalfOpen: false)
            : (draw -= faults.HalfOpenBreaks) < 0 ? Break(random, isHalfOpen: true)
            : (draw -= faults.Partitions) < 0 ? Part(random, isOneWay: false)
            : (draw -= faults.OneWayPartitions) < 0 ? Part(random, isOneWay: true)
            : (draw -= faults.Pauses) < 0 ? Pause(random)
            : (draw -= faults.Crashes) < 0 ? Crash(random)
            : SendGarbage(random);
    }

    private string? Break(Random random, bool isHalfOpen)
    {
        if (DrawConnection(random) is not { } end)
            return null;
        SimulatedNode from = simulation.Network.NodeOf(end.Other)!, to = simulation.Network.NodeOf(end)!;
        TimeSpan hears = isHalfOpen ? Draw(random, simulation.Faults.MaxHalfOpen) : default;
        string text = isHalfOpen ? $"a connection breaks, and {to.Name} hears of it {EventTrace.Format(hears)} later" : "a connection breaks";
        simulation.Trace.Note(text, from, to);
        simulation.Network.Break(end, random, hears);
        return $"{from.Name} - {to.Name}: {text}";
    }

    private string? Part(Random random, bool isOneWay)
    {
        if (DrawConnection(random) is not { } end)
            return null;
        SimulatedNode from = simulation.Network.NodeOf(end)!, to = simulation.Network.NodeOf(end.Other)!;
        if (random.Next(2) == 0)
            (from, to) = (to, from);
        TimeSpan time = Draw(random, simulation.Faults.MaxPartition);
        string text = isOneWay ? $"nothing comes from {from.Name} to {to.Name} for {EventTrace.Format(time)}" : $"nothing comes through for {EventTrace.Format(time)}";
        simulation.Trace.Note(text, from, to);
        simulation.Network.Part(from, to);
        if (!isOneWay)
            simulation.Network.Part(to, from);
        After(time, () =>
        {
            simulation.Network.Join(from, to);
            if (!isOneWay)
                simulation.Network.Join(to, from);
        });
        return $"{from.Name} - {to.Name}: {text}";
    }

    private string? Pause(Random random)
    {
        if (Draw(random, simulation.Nodes.Where(node => node is { IsUp: true, IsPaused: false })) is not { } node)
            return null;
        TimeSpan time = Draw(random, simulation.Faults.MaxPause);
        node.Pause();
        After(time, node.Resume);
        return $"{node.Name} is stopped for {EventTrace.Format(time)}";
    }

    private string? Crash(Random random)
    {
        if (Draw(random, simulation.Nodes.Where(node => node is { IsUp: true, CanRestart: true })) is not { } node)
            return null;
        TimeSpan time = Draw(random, simulation.Faults.MaxDowntime);
        node.Crash(random);
        After(time, () =>
        {
            if (!node.IsUp)
                node.Restart();
        });
        return $"{node.Name} crashes, and comes back {EventTrace.Format(time)} later";
    }

    // From a connection of its own, as somebody's who is no peer.
    private string? SendGarbage(Random random)
    {
        if (DrawConnection(random) is not { Other.Endpoint: { } endpoint } end)
            return null;
        SimulatedNode to = simulation.Network.NodeOf(end)!;
        simulation.Trace.Note("a stranger sends garbage", to);
        ITransportLoop loop = simulation.Stranger.Transport.CreateLoop();
        ITransportSocket socket = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
        socket.Connect(endpoint);
        for (int count = random.Next(1, 4); count > 0; count--)
            socket.Send(default, Garbage(random));
        After(TimeSpan.FromSeconds(1), loop.Dispose);
        return $"a stranger sends garbage to {to.Name}";
    }

    private static MultipartMessage Garbage(Random random)
    {
        var message = new MultipartMessage();
        for (int frames = random.Next(1, 4); frames > 0; frames--)
        {
            byte[] frame = new byte[random.Next(0, 60)];
            random.NextBytes(frame);
            message.Add(frame);
        }
        return message;
    }

    // Between two nodes that are drawn first, in the order in which they were added: so the choice is the same where other faults are left out.
    private InProcessPipe? DrawConnection(Random random)
    {
        Network network = simulation.Network;
        double pair = random.NextDouble(), connection = random.NextDouble();
        var pairs = network.Connections
            .GroupBy(end => (From: network.NodeOf(end.Other)!.Number, To: network.NodeOf(end)!.Number))
            .Where(ends => ends.Key.From != ends.Key.To && ends.Key.From >= 0)
            .OrderBy(ends => ends.Key)
            .ToArray();
        if (pairs.Length == 0)
            return null;
        InProcessPipe[] ends = [.. pairs[(int)(pair * pairs.Length)]];
        return ends[(int)(connection * ends.Length)];
    }

    private void After(TimeSpan time, Action action)
        => simulation.Scheduler.Add(new SimulationStep(StepKind.Fault, null, action), simulation.Scheduler.Now + time.Ticks);

    private static TimeSpan Draw(Random random, TimeSpan longest) => TimeSpan.FromTicks(1 + (long)(random.NextDouble() * longest.Ticks));

    private static T? Draw<T>(Random random, IEnumerable<T> choices)
        where T : class
    {
        T[] all = [.. choices];
        return all.Length == 0 ? null : all[random.Next(all.Length)];
    }
}
