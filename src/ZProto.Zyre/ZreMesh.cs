using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;

namespace ZProto.Zyre;

/// <summary>The mesh of a node: what it is to all peers. What it is to one is in <see cref="Peer"/>.</summary>
internal sealed partial class ZreMesh
{
    // A byte 1, and the uuid.
    private const int RoutingIdLength = 17;
    private const ushort FirstSequence = 1;

    private readonly SortedSet<string> _groups = new(StringComparer.Ordinal);

    // How often a group was joined or left, modulo 256.
    private byte _status;

    private string? _ownEndpoint;

    /// <summary>What the node was given.</summary>
    public required ZyreOptions Settings { get; init; }

    /// <summary>What the node tells its user.</summary>
    public required IZyreListener Events { get; init; }

    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its lines go.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Which of those that peers cause are logged.</summary>
    public required LogRateLimiter Lines { get; init; }

    /// <summary>Where peers find the node; empty before it is bound. Known before the first greeting can be read.</summary>
    public string OwnEndpoint => _ownEndpoint ?? (Endpoints is [string bound, ..] ? _ownEndpoint = HostAddress.Advertise(bound, Settings.Address) : "");

    /// <summary>The groups that the node is in.</summary>
    [LoopOnly]
    public IReadOnlyCollection<string> Groups => _groups;

    /// <summary>Joins a group. Being in it already does nothing.</summary>
    [LoopOnly]
    public void Join(string group) => Change(_groups.Add(group), Event.TellJoin, group);

    /// <summary>Leaves a group. Not being in it does nothing.</summary>
    [LoopOnly]
    public void Leave(string group) => Change(_groups.Remove(group), Event.TellLeave, group);

    /// <summary>Sends a message to a peer that has introduced itself.</summary>
    /// <returns>Whether there is such a peer.</returns>
    [LoopOnly]
    public bool Whisper(Guid to, ZyreMessage message)
    {
        if (!TryGetPeer(PeerKey.From(to), out Peer? peer) || peer.State != State.Ready)
            return false;
        SendEvent(peer, Event.TellWhisper, new Content("", message));
        return true;
    }

    /// <summary>Sends a message to all peers in a group.</summary>
    /// <returns>How many there are.</returns>
    [LoopOnly]
    public int Shout(string group, ZyreMessage message)
    {
        var content = new Content(group, message);
        int count = 0;
        foreach (Peer peer in GetPeers().Where(peer => peer.State == State.Ready && peer.Groups.Contains(group)))
        {
            SendEvent(peer, Event.TellShout, content);
            count++;
        }
        return count;
    }

    /// <summary>Tells all peers that the node leaves.</summary>
    [LoopOnly]
    public void SayGoodbye() => BroadcastEvent(Event.TellGoodbye);

    /// <summary>The peers that have introduced themselves.</summary>
    [LoopOnly]
    public IReadOnlyList<ZyrePeer> DescribePeers() => [.. GetPeers().Where(peer => peer.State == State.Ready).Select(peer => peer.Describe())];

    /// <inheritdoc/>
    protected override bool Admit(ZreMsg message) => message.Id == ZreMsg.MessageId.Hello && message.Sequence == FirstSequence;

    /// <inheritdoc/>
    protected override PeerKey GetKey(RoutingId routingId) => routingId.Length == RoutingIdLength ? base.GetKey(routingId) : default;

    private void Change(bool isChange, Event tell, string group)
    {
        if (!isChange)
            return;
        _status++;
        BroadcastEvent(tell, group);
    }

    /// <summary>What is sent to a peer.</summary>
    /// <param name="Group">The group that it is shouted to; empty for a whisper.</param>
    /// <param name="Message">The message.</param>
    private sealed record Content(string Group, ZyreMessage Message);
}
