using ZProto.Timing;
using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>The machines of an engine that has one for each peer: found by routing id, and in the order of their last activity, by which they expire.</summary>
/// <param name="loop">The engine's loop.</param>
/// <param name="isTime">What is done when the one that has been silent longest may expire. What has come from it may not have been read: that is to be done first.</param>
internal sealed class PeerMachines<TMessage, TPeer>(EventLoop loop, Action isTime)
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : PeerMachine<TMessage>
{
    private readonly RoutingIdTable<TPeer> _table = new();
    private readonly LeastRecentlyActiveList<TMessage> _activity = new();
    private readonly CallbackTimer _expiry = new(isTime);
    private List<TPeer>? _present = [];
    private long _lastId;

    /// <summary>Milliseconds that a peer may be silent; zero or less for no limit.</summary>
    public required Func<long> Silence { get; init; }

    /// <summary>What becomes of one that has been silent for longer.</summary>
    public required Action<TPeer> Expired { get; init; }

    public int Count => _table.Count;

    public TPeer? Find(ReadOnlySpan<byte> routingId) => _table.Find(routingId);

    /// <summary>Those there are now, in no order.</summary>
    public List<TPeer> ToList() => _table.ToList();

    /// <summary>Adds one whose routing id no other has, and gives it its number.</summary>
    public void Add(TPeer peer)
    {
        peer.UniqueId = ++_lastId;
        _table.Add(in peer.RoutingIdInPlace, peer);
        _activity.Touch(peer, loop.RefreshClock());
        Arm();
    }

    public void Remove(TPeer peer)
    {
        _table.Remove(in peer.RoutingIdInPlace, peer);
        _activity.Remove(peer);
    }

    /// <summary>A peer was active.</summary>
    public void Touch(TPeer peer, long now) => _activity.Touch(peer, now);

    /// <summary>Executes an event on all those there are now.</summary>
    public void Broadcast(EventExecutor<TPeer, TMessage> executor, int eventId, object? argument, TPeer? except, EventOrigin origin)
    {
        // One list for all broadcasts, but for those within a broadcast.
        List<TPeer> present = _present ?? [];
        _present = null;
        _table.CopyTo(present);
        foreach (TPeer peer in present)
        {
            if (!ReferenceEquals(peer, except))
                executor.Execute(peer, eventId, argument, origin);
        }
        present.Clear();
        _present = present;
    }

    /// <summary>Sets the time at which the one that has been silent longest expires.</summary>
    public void Arm()
    {
        long silence = Silence();
        if (silence > 0 && _activity.First is { } peer)
            loop.Timers.Arm(_expiry, SilentSince(peer) + silence);
        else
            loop.Timers.Cancel(_expiry);
    }

    /// <summary>Has those expire that have been silent for so many times as long as they may be.</summary>
    /// <param name="now">Up to when all that has come was read.</param>
    /// <param name="silences">How many times.</param>
    public void Expire(long now, int silences = 1)
    {
        long silence = Silence() * silences;
        if (silence <= 0)
            return;
        while (_activity.First is { } peer && SilentSince(peer) + silence <= now)
        {
            // Again after each further silence.
            _activity.Touch(peer, now);
            Expired((TPeer)peer);
        }
        Arm();
    }

    public void Close() => loop.Timers.Cancel(_expiry);

    // What was sent while the loop did not run may not have come through the transport yet.
    private long SilentSince(PeerMachine<TMessage> peer) => Math.Max(peer.LastActive, loop.LastStall);
}
