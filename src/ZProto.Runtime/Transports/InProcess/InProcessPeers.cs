namespace ZProto.Transports.InProcess;

/// <summary>The peers of a ROUTER by routing id: a table that is asked with the bytes alone, so that asking makes no object.</summary>
internal sealed class InProcessPeers
{
    private InProcessPipe?[] _buckets = new InProcessPipe?[4];
    private int _count;

    /// <summary>The peer of an id, or null.</summary>
    public InProcessPipe? Find(ReadOnlySpan<byte> id)
    {
        InProcessPipe? end = Bucket(id);
        while (end is not null && !end.Id.Span.SequenceEqual(id))
            end = end.NextPeer;
        return end;
    }

    /// <summary>Adds a peer whose id no one has.</summary>
    public void Add(InProcessPipe end)
    {
        if (_count++ == _buckets.Length)
            Grow();
        Push(end);
    }

    /// <summary>Removes a peer, if it is there.</summary>
    public void Remove(InProcessPipe end)
    {
        ref InProcessPipe? link = ref Bucket(end.Id.Span);
        if (link == end)
        {
            link = end.NextPeer;
        }
        else
        {
            InProcessPipe? before = link;
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
        InProcessPipe?[] old = _buckets;
        _buckets = new InProcessPipe?[old.Length * 2];
        foreach (InProcessPipe? first in old)
        {
            for (InProcessPipe? end = first, next; end is not null; end = next)
            {
                next = end.NextPeer;
                Push(end);
            }
        }
    }

    private void Push(InProcessPipe end)
    {
        ref InProcessPipe? bucket = ref Bucket(end.Id.Span);
        end.NextPeer = bucket;
        bucket = end;
    }

    private ref InProcessPipe? Bucket(ReadOnlySpan<byte> id) => ref _buckets[RoutingId.Hash(id) & (_buckets.Length - 1)];
}
