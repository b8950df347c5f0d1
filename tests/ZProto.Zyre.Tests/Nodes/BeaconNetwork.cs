namespace ZProto.Zyre.Tests.Nodes;

/// <summary>The beacons of nodes that a test has on one loop: each is heard by all each second, and a node that ends says so.</summary>
internal sealed class BeaconNetwork
{
    private readonly List<Member> _members = [];

    /// <summary>What a node is given as its discovery.</summary>
    public IPeerDiscovery Join(Guid id, string endpoint) => new Member(this, id, endpoint);

    /// <summary>Each node's beacon is heard by all others.</summary>
    public void Broadcast()
    {
        Member[] members = [.. _members];
        foreach (Member from in members)
        {
            foreach (Member to in members)
                to.Sink?.PeerAppeared(PeerKey.From(from.Id), from.Endpoint);
        }
    }

    /// <summary>A node is not heard any more, not even that it leaves.</summary>
    public void CutOff(Guid id) => _members.RemoveAll(member => member.Id == id);

    /// <summary>A beacon of what may be no node.</summary>
    public void Report(Guid id, string endpoint)
    {
        foreach (Member to in _members)
            to.Sink?.PeerAppeared(PeerKey.From(id), endpoint);
    }

    private sealed class Member(BeaconNetwork network, Guid id, string endpoint) : IPeerDiscovery
    {
        public Guid Id => id;

        public string Endpoint => endpoint;

        public IPeerSink? Sink { get; private set; }

        public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
        {
            Sink = sink;
            network._members.Add(this);
            network.Broadcast();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!network._members.Remove(this))
                return ValueTask.CompletedTask;
            foreach (Member to in network._members.ToArray())
                to.Sink?.PeerVanished(PeerKey.From(id));
            return ValueTask.CompletedTask;
        }
    }
}
