using ZProto;

namespace Clone;

/// <summary>Creates a client of one server, or of the two of a pair.</summary>
public sealed partial class CloneClient
{
    private readonly string _subtree;
    private readonly IReadOnlyList<ServerAddress> _servers;
    private readonly UnconfirmedUpdates _unconfirmed = new();
    private readonly TaskCompletionSource _synchronized = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="subtree">What it wants of the map: empty for all, or a subtree such as <c>/config/</c>.</param>
    /// <param name="servers">The servers, in the order in which they are tried.</param>
    /// <exception cref="ArgumentException">The text is not a subtree, or there is no server.</exception>
    public CloneClient(string subtree, params IReadOnlyList<ServerAddress> servers)
    {
        if (!Chp.IsSubtree(subtree))
            throw new ArgumentException($"'{subtree}' is not a subtree.", nameof(subtree));
        if (servers.Count == 0)
            throw new ArgumentException("There is no server.", nameof(servers));
        _subtree = subtree;
        _servers = servers;
    }

    /// <summary>The values by their keys. On the loop only.</summary>
    public IReadOnlyDictionary<string, byte[]> Values => Map.Values;

    /// <summary>The sequence number of the last update. On the loop only.</summary>
    public ulong Sequence => Map.Sequence;

    /// <summary>Completes when the client has had its first snapshot; canceled if it ends before.</summary>
    public Task Synchronized => _synchronized.Task;

    /// <summary>How many snapshots it has had. On the loop only.</summary>
    public int SnapshotCount { get; private set; }

    /// <summary>How many values it has changed and not yet heard of from a server; of each key the last change counts. On the loop only.</summary>
    public int UnconfirmedCount => _unconfirmed.Count;

    /// <summary>Is called with each key that an update sets, and its value, or null if it deletes it. On the loop.</summary>
    public Action<string, byte[]?>? Changed { get; init; }

    /// <summary>Is called when a snapshot has replaced the values, and with the server that it came from. On the loop.</summary>
    public Action<ServerAddress>? Replaced { get; init; }

    /// <summary>Is called with each update that was applied. On the loop.</summary>
    internal Action<ChpUpdate>? Applied { get; init; }

    /// <summary>Is called each second in which the server that the client follows is alive. On the loop.</summary>
    internal Action? ServerLives { get; init; }

    internal Snapshot Map { get; private set; } = new(0, new Dictionary<string, byte[]>(StringComparer.Ordinal));

    /// <summary>The value of a key; null if there is none.</summary>
    public Task<byte[]?> GetAsync(string key) => InvokeAsync(() => Values.GetValueOrDefault(key));

    /// <summary>Deletes a value, for all.</summary>
    public Task DeleteAsync(string key) => SetAsync(key, ReadOnlyMemory<byte>.Empty, 0);

    partial void OnTerminate() => _synchronized.TrySetCanceled();

    private partial void Open()
    {
        // In this order: who has the second subscription has the first.
        Updates.Subscribe(System.Text.Encoding.UTF8.GetBytes(_subtree));
        if (_subtree.Length > 0)
            Updates.Subscribe(Chp.Hugz);
        foreach (ServerAddress server in _servers)
            Publisher.Connect(server.Collector);
        Follower.Raise(FollowerMachine.Event.Open);
    }

    private partial void Set(string key, ReadOnlyMemory<byte> value, uint ttl)
    {
        if (!Chp.IsKey(key))
            throw new ArgumentException($"'{key}' is a command of the protocol.", nameof(key));
        ChpSet update = ChpSet.CreateKvset(key, 0, Guid.NewGuid().ToByteArray(), Chp.GetProperties(ttl), value.Span);
        // What is outside its subtree it does not hear of again.
        if (Chp.IsIn(_subtree, key))
            _unconfirmed.Add(update);
        Publisher.Send(update);
    }

    private void Replace(Snapshot snapshot)
    {
        Map = snapshot;
        SnapshotCount++;
        _synchronized.TrySetResult();
    }

    /// <summary>Applies an update, or discards it if it is older than the map.</summary>
    /// <returns>Whether none is missing before it; a client of a subtree cannot tell.</returns>
    private bool TryApply(ChpUpdate update)
    {
        if (update.Sequence <= Sequence || !Chp.IsIn(_subtree, update.Key))
            return true;
        if (_subtree.Length == 0 && update.Sequence != Sequence + 1)
            return false;
        byte[]? value = update.Value.IsEmpty ? null : update.Value.ToArray();
        if (value is null)
            Map.Values.Remove(update.Key);
        else
            Map.Values[update.Key] = value;
        Map = Map with { Sequence = update.Sequence };
        _unconfirmed.Confirm(update);
        Applied?.Invoke(update);
        Changed?.Invoke(update.Key, value);
        return true;
    }

    public sealed partial class Peer
    {
        private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

        partial void OnInitialize() => SetNextEvent(Event.Ask);

        private partial void NameTheSubtree() => Message.Subtree = Mesh._subtree;

        private partial void NoteTheValue()
        {
            _values[Message.Key] = Message.Value.ToArray();
            Mesh.Follower.WaitForMore();
        }

        private partial void HandOverTheSnapshot()
            => Mesh.Follower.Raise(FollowerMachine.Event.Snapshot, new Snapshot(Message.Sequence, _values));
    }
}
