namespace ZProto.Engines.Execution;

/// <summary>The messages that an engine keeps for its machines, which of them keeps most, and which are to be offered theirs again.</summary>
/// <param name="limits">How many there may be.</param>
internal sealed class DeferredMessageStore<TMachine, TMessage>(DeferredMessageLimits limits)
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly Dictionary<TMachine, Entry> _machines = new(ReferenceEqualityComparer.Instance);
    private readonly SortedSet<Entry> _bySize = new(Entry.BySize);
    private readonly Queue<TMachine> _ready = new();
    private long _lastNumber;

    /// <summary>Bytes of memory that all of them take.</summary>
    public long Size { get; private set; }

    /// <summary>Whether they take more than they may.</summary>
    public bool IsFull => limits.MaxSize > 0 && Size > limits.MaxSize && _bySize.Count > 0;

    /// <summary>The machine whose messages take most memory, or null.</summary>
    public TMachine? Largest => _bySize.Max?.Machine;

    /// <summary>Whether a machine has changed its state, and may be offered its messages again.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>The messages of a machine, or null.</summary>
    public DeferredMessages<TMessage>? Of(TMachine machine) => _machines.TryGetValue(machine, out Entry? entry) ? entry.Messages : null;

    /// <summary>Keeps a copy of a message, if its machine has room for it.</summary>
    public bool TryAdd(TMachine machine, TMessage message, int eventId, object? argument, out long size)
    {
        bool isNew = !_machines.TryGetValue(machine, out Entry? entry);
        entry ??= new Entry(machine, ++_lastNumber, new DeferredMessages<TMessage>(limits.MaxCountPerMachine, limits.MaxSizePerMachine));
        _bySize.Remove(entry);
        bool isAdded = entry.Messages.TryAdd(message, eventId, argument, out size);
        if (isAdded && isNew)
            _machines.Add(machine, entry);
        if (entry.Messages.Count > 0)
            _bySize.Add(entry);
        if (isAdded)
            Size += size;
        return isAdded;
    }

    /// <summary>A machine has changed its state: its messages are to be offered again.</summary>
    public void OnStateChanged(TMachine machine)
    {
        if (_machines.Count == 0 || !_machines.TryGetValue(machine, out Entry? entry) || entry.IsReady)
            return;
        entry.IsReady = true;
        _ready.Enqueue(machine);
    }

    /// <summary>Takes out the next machine that is to be offered its messages.</summary>
    public bool TryTakeReady([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TMachine? machine)
    {
        if (!_ready.TryDequeue(out machine))
            return false;
        if (_machines.TryGetValue(machine, out Entry? entry))
            entry.IsReady = false;
        return true;
    }

    /// <summary>Takes out the oldest message of a machine that there is a transition for now.</summary>
    public bool TryTake(TMachine machine, Predicate<int> hasTransition, out DeferredMessage<TMessage> taken)
    {
        taken = default;
        if (!_machines.TryGetValue(machine, out Entry? entry))
            return false;
        _bySize.Remove(entry);
        bool isTaken = entry.Messages.TryTake(hasTransition, out taken);
        if (entry.Messages.Count > 0)
            _bySize.Add(entry);
        else
            _machines.Remove(machine);
        Size -= taken.Size;
        return isTaken;
    }

    /// <summary>Gives up the messages of a machine.</summary>
    /// <returns>What it kept, or null.</returns>
    public DeferredMessages<TMessage>? Remove(TMachine machine)
    {
        if (!_machines.Remove(machine, out Entry? entry))
            return null;
        _bySize.Remove(entry);
        Size -= entry.Messages.Size;
        return entry.Messages;
    }

    private sealed class Entry(TMachine machine, long number, DeferredMessages<TMessage> messages)
    {
        public static readonly IComparer<Entry> BySize = Comparer<Entry>.Create(static (one, other) =>
            (one.Messages.Size, one.Number).CompareTo((other.Messages.Size, other.Number)));

        public TMachine Machine => machine;

        public long Number => number;

        public DeferredMessages<TMessage> Messages => messages;

        public bool IsReady { get; set; }
    }
}
