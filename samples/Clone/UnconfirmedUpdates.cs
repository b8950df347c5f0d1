using ZProto;

namespace Clone;

/// <summary>
/// What a client has changed, until it hears of it from the server: a publisher does not know who hears it, such as in the moment in which a
/// server comes. Of each key it is the last change.
/// </summary>
internal sealed class UnconfirmedUpdates
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    public void Add(ChpSet update) => _entries[update.Key] = new Entry(update);

    public void Confirm(ChpUpdate update)
    {
        if (_entries.TryGetValue(update.Key, out Entry? entry) && entry.Update.Uuid.SequenceEqual(update.Uuid))
            _entries.Remove(update.Key);
    }

    /// <summary>Publishes again what no server has confirmed.</summary>
    /// <param name="publisher">The publisher.</param>
    /// <param name="all">Whether also what there was no second for.</param>
    public void Publish(PubSocket<ChpSet> publisher, bool all)
    {
        foreach (Entry entry in _entries.Values)
        {
            if (all || entry.IsOverdue)
                publisher.Send(entry.Update);
            entry.IsOverdue = true;
        }
    }

    private sealed class Entry(ChpSet update)
    {
        public ChpSet Update => update;

        public bool IsOverdue { get; set; }
    }
}
