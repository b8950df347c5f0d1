using System.Threading.Channels;
using ZProto.Engines.Execution;

namespace ZProto.Engines.Client;

/// <summary>Messages on their way from a client's loop to those who receive them.</summary>
internal sealed class ReceiveQueue<TMessage>(int limit, Action room)
{
    private readonly Channel<TMessage> _channel = Channel.CreateUnbounded<TMessage>(new UnboundedChannelOptions { SingleWriter = true });
    private int _count;

    /// <summary>Whether as many wait as may.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= limit;

    public void Add(TMessage message)
    {
        Interlocked.Increment(ref _count);
        // False after the end, when no one will ask for it.
        _channel.Writer.TryWrite(message);
    }

    /// <summary>No more will come, for a reason or for none.</summary>
    public void End(Exception? exception) => _channel.Writer.TryComplete(exception);

    /// <summary>Takes the oldest, as soon as there is one.</summary>
    /// <exception cref="ChannelClosedException">No more will come.</exception>
    public async ValueTask<TMessage> TakeAsync(CancellationToken cancellationToken)
    {
        TMessage message = await _channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        // The one that makes room again has the loop read on.
        if (Interlocked.Decrement(ref _count) == limit - 1)
            room();
        return message;
    }

    /// <summary>Waits until there is one.</summary>
    /// <returns>False when no more will come.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the oldest if there is one.</summary>
    public bool TryTake(out TMessage message)
    {
        if (!_channel.Reader.TryRead(out message!))
            return false;
        if (Interlocked.Decrement(ref _count) == limit - 1)
            room();
        return true;
    }
}
