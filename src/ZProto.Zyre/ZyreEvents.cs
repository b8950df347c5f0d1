using System.Threading.Channels;

namespace ZProto.Zyre;

/// <summary>Events on their way from a node's loop to who reads them.</summary>
/// <param name="capacity">How many may wait; 0 for any number.</param>
internal sealed class ZyreEvents(int capacity)
{
    private readonly Channel<ZyreEvent> _channel = Channel.CreateUnbounded<ZyreEvent>(new UnboundedChannelOptions { SingleWriter = true });

    /// <summary>Adds an event. One too many ends the stream, so that no one takes a part of the events for all.</summary>
    public void Add(ZyreEvent item)
    {
        if (capacity > 0 && _channel.Reader.Count >= capacity)
            _channel.Writer.TryComplete(new ZProtoException($"{capacity} events were not read, and further ones are lost."));
        else
            _channel.Writer.TryWrite(item);
    }

    /// <summary>No more will come.</summary>
    public void End() => _channel.Writer.TryComplete();

    /// <summary>Reads them, the oldest first, until no more will come.</summary>
    public IAsyncEnumerable<ZyreEvent> ReadAllAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);
}
