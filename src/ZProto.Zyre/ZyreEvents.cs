using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ZProto.Engines.Execution;

namespace ZProto.Zyre;

/// <summary>Events on their way from a node's loop to who reads them.</summary>
/// <param name="capacity">How many may wait; 0 for any number.</param>
/// <param name="maxBytes">How many bytes of messages may wait; 0 for any number.</param>
/// <remarks>One peer may take a quarter of either, so that none can fill the queue for the others.</remarks>
internal sealed class ZyreEvents(int capacity, long maxBytes) : IZyreListener
{
    private const int PeersShare = 4;

    private readonly Channel<ZyreEvent> _channel = Channel.CreateUnbounded<ZyreEvent>();

    // What waits of each peer; also the lock. The loop adds, and who reads takes.
    private readonly Dictionary<Guid, Load> _ofPeers = [];
    private Load _ofAll;
    private int _readers;

    /// <summary>Completes when no more will come, and all were taken.</summary>
    public Task Completion => _channel.Reader.Completion;

    /// <inheritdoc/>
    /// <returns>
    /// Whether there is room for it, or no one reads: then the stream ends, so that no one takes a part of the events for all.
    /// </returns>
    public bool TryAdd(ZyreEvent item)
    {
        var load = new Load(1, item.Bytes);
        lock (_ofPeers)
        {
            if (Fits(_ofAll, load, 1) && Fits(_ofPeers.GetValueOrDefault(item.Peer), load, PeersShare))
            {
                Write(item, load);
                return true;
            }
            if (_readers > 0)
                return false;
        }
        _channel.Writer.TryComplete(new ZProtoException($"{_ofAll.Count} events of {_ofAll.Bytes} bytes were not read, and further ones are lost."));
        return true;
    }

    /// <inheritdoc/>
    public void Add(ZyreEvent item)
    {
        lock (_ofPeers)
            Write(item, new Load(1, item.Bytes));
    }

    /// <summary>No more will come.</summary>
    public void End() => _channel.Writer.TryComplete();

    /// <summary>Reads them, the oldest first, until no more will come.</summary>
    public async IAsyncEnumerable<ZyreEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChangeReaders(1);
        try
        {
            while (await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext))
            {
                while (TryTake(out ZyreEvent? item))
                    yield return item;
            }
        }
        finally
        {
            ChangeReaders(-1);
        }
    }

    /// <summary>Takes the oldest event that waits, if one does.</summary>
    public bool TryTake([NotNullWhen(true)] out ZyreEvent? item)
    {
        lock (_ofPeers)
        {
            if (!_channel.Reader.TryRead(out item))
                return false;
            Change(item, new Load(-1, -item.Bytes));
            return true;
        }
    }

    // What is larger than the limit passes if nothing else waits.
    private bool Fits(Load waiting, Load added, int share)
        => (capacity == 0 || waiting.Count < Math.Max(1, capacity / share)) && (maxBytes == 0 || waiting.Bytes == 0 || waiting.Bytes + added.Bytes <= maxBytes / share);

    private void Write(ZyreEvent item, Load load)
    {
        if (_channel.Writer.TryWrite(item))
            Change(item, load);
    }

    private void Change(ZyreEvent item, Load change)
    {
        _ofAll += change;
        Load ofPeer = _ofPeers.GetValueOrDefault(item.Peer) + change;
        if (ofPeer.Count == 0)
            _ofPeers.Remove(item.Peer);
        else
            _ofPeers[item.Peer] = ofPeer;
    }

    private void ChangeReaders(int change)
    {
        lock (_ofPeers)
            _readers += change;
    }

    private readonly record struct Load(int Count, long Bytes)
    {
        public static Load operator +(Load a, Load b) => new(a.Count + b.Count, a.Bytes + b.Bytes);
    }
}
