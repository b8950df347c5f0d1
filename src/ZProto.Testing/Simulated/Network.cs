using ZProto.Transports;
using ZProto.Transports.InProcess;

namespace ZProto.Testing.Simulated;

/// <summary>
/// Carries what nodes send each other. Within a connection nothing is lost and nothing overtakes; where a connection breaks, what was on
/// its way may be lost from some message on, in each direction.
/// </summary>
internal sealed class Network : IInProcessCarrier
{
    private readonly Simulation _simulation;
    private readonly Dictionary<InProcessLoop, (NodeLife Life, SimulatedLoop? Loop)> _owners = [];
    private readonly Dictionary<InProcessPipe, Link> _links = [];
    private readonly List<InProcessPipe> _connections = [];
    private readonly List<(SimulatedNode From, SimulatedNode To)> _partitions = [];

    public Network(Simulation simulation)
    {
        _simulation = simulation;
        Endpoints = new InProcessEndpoints(this);
    }

    public InProcessEndpoints Endpoints { get; }

    /// <summary>The connections that both sides know of, each as the end that was bound.</summary>
    public IEnumerable<InProcessPipe> Connections => _connections.Where(end => !end.IsCut);

    public void Add(InProcessLoop loop, NodeLife life) => _owners.Add(loop, (life, _simulation.CurrentLoop));

    /// <summary>Whose an end of a connection is; null while it waits for somebody.</summary>
    public SimulatedNode? NodeOf(InProcessPipe end) => LifeOf(end)?.Node;

    public void CarryMessage(InProcessPipe end, IMultipartMessage message)
        => Carry(end, InProcessSignals.None, CarriedMessage.Create(this, end, message), Latency(end));

    public void CarrySignal(InProcessPipe end, InProcessSignals signals)
        // To connect takes a handshake.
        => Carry(end, signals, null, (signals & InProcessSignals.Attached) != 0 ? 3 * Latency(end) : Latency(end));

    public void OnAwake(InProcessLoop loop) => _owners[loop].Loop?.Awake();

    /// <summary>Breaks a connection.</summary>
    /// <param name="end">An end of it.</param>
    /// <param name="random">Draws what is lost.</param>
    /// <param name="untilBoundEndHears">How long the end that was bound goes on to believe in it.</param>
    public void Break(InProcessPipe end, Random random, TimeSpan untilBoundEndHears = default)
    {
        InProcessPipe bound = end.Endpoint is null ? end : end.Other;
        if (bound.IsCut)
            return;
        foreach (InProcessPipe each in (InProcessPipe[])[bound, bound.Other])
        {
            each.IsCut = true;
            foreach (CarriedMessage lost in LinkTo(each).LoseSome(random))
                _simulation.Trace.OnLost(lost);
        }
        Carry(bound.Other, InProcessSignals.Closed, null, Latency(bound.Other));
        Carry(bound, InProcessSignals.Closed, null, Latency(bound) + untilBoundEndHears.Ticks);
    }

    /// <summary>Breaks the connections of a node whose life ends.</summary>
    public void BreakAllOf(NodeLife life, Random random)
    {
        foreach (InProcessPipe end in Connections.Where(end => LifeOf(end) == life || LifeOf(end.Other) == life).ToArray())
            Break(end, random);
    }

    /// <summary>Breaks the connections between two nodes.</summary>
    public void BreakBetween(SimulatedNode one, SimulatedNode other, Random random)
    {
        foreach (InProcessPipe end in Connections.Where(end => (NodeOf(end), NodeOf(end.Other)) is var nodes && (nodes == (one, other) || nodes == (other, one))).ToArray())
            Break(end, random);
    }

    /// <summary>Holds back what a node sends to another.</summary>
    public void Part(SimulatedNode from, SimulatedNode to) => _partitions.Add((from, to));

    /// <summary>Lets through again what was held back as often as this is undone.</summary>
    public void Join(SimulatedNode from, SimulatedNode to)
    {
        _partitions.Remove((from, to));
        ReleaseHeldBack();
    }

    /// <summary>Lets everything through.</summary>
    public void JoinAll()
    {
        _partitions.Clear();
        ReleaseHeldBack();
    }

    private NodeLife? LifeOf(InProcessPipe end) => end.Socket is { } socket ? _owners[socket.Loop].Life : null;

    private long Latency(InProcessPipe end)
    {
        SimulatedNode? from = NodeOf(end.Other), to = NodeOf(end);
        if (from == to)
            return 0;
        long way = ((from?.Number ?? 0L) << 32) ^ (to?.Number ?? 0L);
        return Math.Max(0, _simulation.Faults.Latency(SimulationRandom.Create(_simulation.Seed, ChancePurpose.Latency, way, _simulation.Scheduler.Now)).Ticks);
    }

    private Link LinkTo(InProcessPipe end)
    {
        if (!_links.TryGetValue(end, out Link? link))
            _links.Add(end, link = new Link(end));
        return link;
    }

    private void Carry(InProcessPipe end, InProcessSignals signals, CarriedMessage? message, long latency)
    {
        Link link = LinkTo(end);
        AddArrival(link, link.Add(signals, message, _simulation.Scheduler.Now + latency));
    }

    private void AddArrival(Link link, long due)
        => _simulation.Scheduler.Add(new SimulationStep(StepKind.Arrival, null, () => Arrive(link)), due);

    private void Arrive(Link link)
    {
        InProcessPipe end = link.End;
        if (NodeOf(end) is { } to && NodeOf(end.Other) is { } from && _partitions.Contains((from, to)))
        {
            link.HeldBack++;
            return;
        }
        if (!link.TryTake(_simulation.Scheduler.Now, out InProcessSignals signals, out CarriedMessage? message))
            return;
        if (message is not null)
        {
            _simulation.Trace.OnArrived(message, NodeOf(end));
            end.Arrive();
            return;
        }
        if (end.Endpoint is null && (signals & InProcessSignals.Attached) != 0)
        {
            // Whoever was bound there has ended in the meantime.
            if (end.Socket!.Loop.IsClosed)
            {
                Carry(end.Other, InProcessSignals.Closed, null, Latency(end.Other));
                return;
            }
            _connections.Add(end);
        }
        if ((signals & InProcessSignals.Closed) != 0)
        {
            _connections.Remove(end.Endpoint is null ? end : end.Other);
            _links.Remove(end);
        }
        end.Deliver(signals);
    }

    private void ReleaseHeldBack()
    {
        foreach (Link link in _links.Values)
        {
            for (; link.HeldBack > 0; link.HeldBack--)
                AddArrival(link, _simulation.Scheduler.Now);
        }
    }
}
