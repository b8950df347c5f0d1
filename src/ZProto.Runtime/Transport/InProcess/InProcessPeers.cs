namespace ZProto.Transport;

/// <summary>The peers of a ROUTER by routing id: a table that is asked with the octets alone, so that asking makes no object.</summary>
internal sealed class InProcessPeers
{
    private InProcessEnd?[] _buckets = new InProcessEnd?[4];
    private int _count;

    /// <summary>The peer of an id, or null.</summary>
    public InProcessEnd? Find(ReadOnlySpan<byte> id)
    {
        InProcessEnd? end = Bucket(id);
        while (end is not null && !end.Id.Octets.SequenceEqual(id))
            end = end.NextPeer;
        return end;
    }

    /// <summary>Adds a peer whose id nobody has.</summary>
    public void Add(InProcessEnd end)
    {
        if (_count++ == _buckets.Length)
            Grow();
        Push(end);
    }

    /// <summary>Removes a peer, if it is there.</summary>
    public void Remove(InProcessEnd end)
    {
        ref InProcessEnd? link = ref Bucket(end.Id.Octets);
        if (link == end)
        {
            link = end.NextPeer;
        }
        else
        {
            InProcessEnd? before = link;
            while (before is not null && before.NextPeer != end)
                before = before.NextPeer;
            if (before is null)
                return;
            before.NextPeer = end.NextPeer;
        }
        end.NextPeer = null;
        _count--;
    }

    private void Grow()
    {
        InProcessEnd?[] old = _buckets;
        _buckets = new InProcessEnd?[old.Length * 2];
        foreach (InProcessEnd? first in old)
        {
            for (InProcessEnd? end = first, next; end is not null; end = next)
            {
                next = end.NextPeer;
                Push(end);
            }
        }
    }

    private void Push(InProcessEnd end)
    {
        ref InProcessEnd? bucket = ref Bucket(end.Id.Octets);
        end.NextPeer = bucket;
        bucket = end;
    }

    private ref InProcessEnd? Bucket(ReadOnlySpan<byte> id) => ref _buckets[RoutingId.Hash(id) & (_buckets.Length - 1)];
}
