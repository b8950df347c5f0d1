namespace Clone;

/// <summary>
/// What the passive server of a pair has from clients and not yet from the active one, or the other way round, oldest first. Both are known
/// by their UUID.
/// </summary>
internal sealed class PendingUpdates
{
    private readonly LinkedList<Entry> _entries = new();
    private readonly Dictionary<Guid, LinkedListNode<Entry>> _byUuid = [];

    /// <summary>How many there are, of both.</summary>
    public int Count => _entries.Count;

    /// <summary>A client has published an update. Without a UUID it is the active server's alone.</summary>
    public void Hold(ChpSet update, TimeSpan now)
    {
        if (update.Uuid.IsEmpty)
            return;
        var uuid = new Guid(update.Uuid);
        if (!_byUuid.TryGetValue(uuid, out LinkedListNode<Entry>? there))
            Add(new Entry(uuid, now, update.Clone()));
        else if (there.Value.Update is null)
            Remove(there);
    }

    /// <summary>The active server has applied an update.</summary>
    public void Applied(ChpUpdate update, TimeSpan now)
    {
        if (update.Uuid.IsEmpty)
            return;
        var uuid = new Guid(update.Uuid);
        if (!_byUuid.TryGetValue(uuid, out LinkedListNode<Entry>? there))
        {
            Add(new Entry(uuid, now, null));
        }
        else if (there.Value.Update is not null)
        {
            // What came before it for the same key must not be applied after it.
            for (LinkedListNode<Entry>? older = there.Previous; older is not null;)
            {
                LinkedListNode<Entry> entry = older;
                older = older.Previous;
                if (entry.Value.Update?.Key == update.Key)
                    Remove(entry);
            }
            Remove(there);
        }
    }

    /// <summary>Drops what is older: a server that is alive has had it, or never will.</summary>
    public void Forget(TimeSpan before)
    {
        while (_entries.First is { } first && first.Value.Time < before)
            Remove(first);
    }

    /// <summary>Takes what clients have published and the active server has not applied.</summary>
    public IReadOnlyList<ChpSet> TakeAll()
    {
        ChpSet[] held = [.. _entries.Where(entry => entry.Update is not null).Select(entry => entry.Update!)];
        _entries.Clear();
        _byUuid.Clear();
        return held;
    }

    private void Add(Entry entry) => _byUuid.Add(entry.Uuid, _entries.AddLast(entry));

    private void Remove(LinkedListNode<Entry> entry)
    {
        _byUuid.Remove(entry.Value.Uuid);
        _entries.Remove(entry);
    }

    /// <param name="Uuid">The UUID.</param>
    /// <param name="Time">When the first of both came.</param>
    /// <param name="Update">The client's update; null where only the active server's has come.</param>
    private sealed record Entry(Guid Uuid, TimeSpan Time, ChpSet? Update);
}
