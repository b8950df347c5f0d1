using ZProto;
using ZProto.Transports;

namespace Clone;

/// <summary>Creates a server.</summary>
public sealed partial class CloneServer
{
    private readonly ServerAddress _address;
    private readonly Role _role;
    private readonly ServerAddress? _peer;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Dictionary<string, TimeSpan> _deadlines = new(StringComparer.Ordinal);
    private readonly PendingUpdates _pending = new();
    private Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private ulong _sequence;
    private CloneClient? _replica;

    /// <param name="loop">The loop that the server runs on, and the client that it is of its peer.</param>
    /// <param name="time">The loop's clock.</param>
    /// <param name="role">Which of the pair it is.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="peer">Where the other of the pair is; null for a server alone.</param>
    internal CloneServer(EventLoop loop, TimeProvider time, Role role, ServerAddress address, ServerAddress? peer)
    {
        Options.Loop = loop;
        // A part of a snapshot that has no room is sent later.
        Options.SendQueueFullMode = SendQueueFullMode.Drop;
        ClientTimeout = TimeSpan.FromSeconds(30);
        _time = time;
        _started = time.GetTimestamp();
        _role = role;
        _address = address;
        _peer = peer;
    }

    /// <summary>Is called with each state that ends the wait for the peer, or follows: active or passive. On the loop.</summary>
    internal Action<StarMachine.StateId>? StateChanged { get; init; }

    /// <summary>Is called when the passive server has a snapshot of the active one. On the loop.</summary>
    internal Action? ReplicaSynchronized { get; init; }

    /// <summary>The values by their keys, of a passive server those that it has of the active one.</summary>
    internal IReadOnlyDictionary<string, byte[]> Values => _replica?.Values ?? _values;

    /// <summary>The sequence number of the last update.</summary>
    internal ulong Sequence => _replica?.Sequence ?? _sequence;

    /// <summary>What waits for the active server to apply it.</summary>
    internal int PendingCount => _pending.Count;

    /// <summary>Completes when the client that the server was of its peer has ended, if there was one.</summary>
    internal Task ReplicaEnded { get; private set; } = Task.CompletedTask;

    private TimeSpan Now => _time.GetElapsedTime(_started);

    partial void OnInitialize()
    {
        Publisher.Bind(_address.Updates);
        Collector.Subscribe([]);
        Collector.Bind(_address.Collector);
        if (_peer is null)
            return;
        StatePublisher.Bind(_address.States);
        PeerStates.Subscribe([]);
        PeerStates.Connect(_peer.States);
    }

    // The passive server is a client of the active one.
    private void Follow()
    {
        _replica = new CloneClient("", _peer!)
        {
            Options = { Loop = Options.Loop },
            Replaced = _ => ReplicaSynchronized?.Invoke(),
            Applied = OnApplied,
            ServerLives = () => _pending.Forget(Now - s_pendingTime),
        };
        _ = _replica.OpenAsync();
    }

    private void OnApplied(ChpUpdate update)
    {
        _pending.Applied(update, Now);
        NoteDeadline(update.Key, update.Properties, update.Value.IsEmpty);
    }

    private void TakeOver()
    {
        if (_replica is not null)
        {
            (_sequence, _values) = _replica.Map;
            EndReplica();
        }
        Keeper.Raise(KeeperMachine.Event.TakeOver);
        Pulse.Raise(PulseMachine.Event.TakeOver);
    }

    private void EndReplica()
    {
        if (_replica is null)
            return;
        ReplicaEnded = _replica.Completion;
        _ = _replica.DisposeAsync().AsTask();
        _replica = null;
    }

    partial void OnTerminate() => EndReplica();

    public sealed partial class Client
    {
        private static readonly TimeSpan s_room = TimeSpan.FromMilliseconds(10);

        private List<KeyValuePair<string, byte[]>> _snapshot = [];
        private ulong _sequence;
        private string _subtree = "";
        private int _sent;

        private partial void Vote()
        {
            Server.Star.Vote();
            if (!Server.Star.IsActive)
                SetException(Event.NotActive);
        }

        private partial void TakeASnapshot()
        {
            _subtree = Message.Subtree;
            _sequence = Server._sequence;
            _snapshot = [.. Server._values.Where(pair => Chp.IsIn(_subtree, pair.Key))];
            _sent = 0;
        }

        // A large map is more than the queue to the client takes at a time.
        private partial void SendAPart()
        {
            for (; _sent <= _snapshot.Count; _sent++)
            {
                if (_sent < _snapshot.Count)
                    Message.SetKvsync(_snapshot[_sent].Key, 0, _snapshot[_sent].Value);
                else
                    Message.SetKthxbai(_sequence, _subtree);
                if (Server.SendTo(RoutingId, Message) != SendResult.Sent)
                {
                    SetTimer(s_room, Event.GoOn);
                    return;
                }
            }
            _snapshot = [];
            SetNextEvent(Event.Sent);
        }
    }
}
