namespace ZProto.Engines.Server;

/// <summary>The clients of a server by the bytes of their routing ids, looked up without making anything.</summary>
internal sealed class ClientTable<TMessage, TClient>
    where TMessage : class
    where TClient : ServerClient<TMessage>
{
    private const int FreeEnd = -1;

    private int[] _buckets = new int[16];
    private Entry[] _entries = new Entry[16];
    private int _used;

    // The one that was looked up last: peers send several messages in a row.
    private TClient? _last;
    private int _free = FreeEnd;

    public int Count { get; private set; }

    public TClient? Find(ReadOnlySpan<byte> routingId)
        => _last is { } last && last.RoutingIdInPlace.Span.SequenceEqual(routingId) ? last : _last = FindByHash(routingId);

    private TClient? FindByHash(ReadOnlySpan<byte> routingId)
    {
        int hash = RoutingId.Hash(routingId);
        for (int i = _buckets[hash & (_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            ref Entry entry = ref _entries[i];
            if (entry.Hash == hash && entry.RoutingId.Span.SequenceEqual(routingId))
                return entry.Client;
        }
        return null;
    }

    /// <summary>Adds a client whose routing id no other has.</summary>
    public void Add(TClient client)
    {
        int place = Take();
        int hash = RoutingId.Hash(client.RoutingId.Span);
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[place] = new Entry { Hash = hash, RoutingId = client.RoutingId, Client = client, Next = bucket - 1 };
        bucket = place + 1;
        Count++;
    }

    /// <summary>Takes a client out, if it is the one under its routing id.</summary>
    public bool Remove(TClient client)
    {
        _last = null;
        int hash = RoutingId.Hash(client.RoutingId.Span);
        ref int link = ref _buckets[hash & (_buckets.Length - 1)];
        int previous = -1;
        for (int i = link - 1; i >= 0; previous = i, i = _entries[i].Next)
        {
            if (!ReferenceEquals(_entries[i].Client, client))
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
    public List<TClient> ToList()
    {
        var clients = new List<TClient>(Count);
        CopyTo(clients);
        return clients;
    }

    /// <summary>Adds those there are now to a list, in no order.</summary>
    public void CopyTo(List<TClient> clients)
    {
        for (int i = 0; i < _used; i++)
        {
            if (_entries[i].Client is { } client)
                clients.Add(client);
        }
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
        public TClient? Client;
    }
}
