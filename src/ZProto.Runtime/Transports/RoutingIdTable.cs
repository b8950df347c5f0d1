namespace ZProto.Transports;

/// <summary>Peers by the bytes of their routing ids, looked up without making anything.</summary>
/// <typeparam name="T">What is known of a peer.</typeparam>
internal sealed class RoutingIdTable<T>
    where T : class
{
    private const int FreeEnd = -1;
    private const int SmallestCapacity = 4;

    private int[] _buckets = new int[SmallestCapacity];
    private Entry[] _entries = new Entry[SmallestCapacity];
    private int _used;
    private int _free = FreeEnd;

    // The place that was found last: peers send several messages in a row.
    private int _last;

    public int Count { get; private set; }

    /// <summary>The peer of a routing id, or null.</summary>
    public T? Find(ReadOnlySpan<byte> routingId)
    {
        ref Entry last = ref _entries[_last];
        return last.Value is { } value && last.RoutingId.Span.SequenceEqual(routingId) ? value : FindByHash(routingId);
    }

    /// <summary>Adds a peer whose routing id no other has.</summary>
    public void Add(in RoutingId routingId, T value)
    {
        int place = Take();
        int hash = RoutingId.Hash(routingId.Span);
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[place] = new Entry { Hash = hash, RoutingId = routingId, Value = value, Next = bucket - 1 };
        bucket = place + 1;
        Count++;
    }

    /// <summary>Takes a peer out, if it is the one of its routing id.</summary>
    public bool Remove(in RoutingId routingId, T value)
    {
        ref int link = ref _buckets[RoutingId.Hash(routingId.Span) & (_buckets.Length - 1)];
        int previous = -1;
        for (int i = link - 1; i >= 0; previous = i, i = _entries[i].Next)
        {
            if (!ReferenceEquals(_entries[i].Value, value))
                continue;
            if (previous < 0)
                link = _entries[i].Next + 1;
            else
                _entries[previous].Next = _entries[i].Next;
            _entries[i] = new Entry { Next = _free };
            _free = i;
            Count--;
            return true;
        }
        return false;
    }

    /// <summary>Those there are now, in no order.</summary>
    public List<T> ToList()
    {
        var values = new List<T>(Count);
        CopyTo(values);
        return values;
    }

    /// <summary>Adds those there are now to a list, in no order.</summary>
    public void CopyTo(List<T> values)
    {
        for (int i = 0; i < _used; i++)
        {
            if (_entries[i].Value is { } value)
                values.Add(value);
        }
    }

    private T? FindByHash(ReadOnlySpan<byte> routingId)
    {
        int hash = RoutingId.Hash(routingId);
        for (int i = _buckets[hash & (_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            ref Entry entry = ref _entries[i];
            if (entry.Hash == hash && entry.RoutingId.Span.SequenceEqual(routingId))
            {
                _last = i;
                return entry.Value;
            }
        }
        return null;
    }

    private int Take()
    {
        if (_free != FreeEnd)
        {
            int place = _free;
            _free = _entries[place].Next;
            return place;
        }
        if (_used == _entries.Length)
            Grow();
        return _used++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _used * 2);
        _buckets = new int[_entries.Length];
        for (int i = 0; i < _used; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & (_buckets.Length - 1)];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    private struct Entry
    {
        public int Hash;
        public int Next;
        public RoutingId RoutingId;
        public T? Value;
    }
}
