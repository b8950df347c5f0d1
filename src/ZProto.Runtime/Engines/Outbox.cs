namespace ZProto.Engines;

/// <summary>Messages on their way to a DEALER that does not take them yet. Up to a limit they are as good as sent for their callers; those of others wait.</summary>
internal sealed class Outbox<TMessage>(int limit)
{
    private readonly Queue<Item> _items = new();

    // The items whose callers wait stand at the end of the queue.
    private readonly Queue<Item> _callers = new();

    public bool IsEmpty => _items.Count == 0;

    /// <summary>Takes a message in, unless it is full.</summary>
    public bool TryAdd(TMessage message)
    {
        if (_items.Count >= limit)
            return false;
        _items.Enqueue(new Item(message, null));
        return true;
    }

    /// <summary>Takes a message in. Its caller waits until there are fewer before it than the limit.</summary>
    public void Add(TMessage message, TaskCompletionSource caller)
    {
        if (_items.Count < limit)
        {
            caller.TrySetResult();
            _items.Enqueue(new Item(message, null));
            return;
        }
        var item = new Item(message, caller);
        _items.Enqueue(item);
        _callers.Enqueue(item);
    }

    /// <summary>The next message to send.</summary>
    public bool TryPeek(out TMessage message)
    {
        while (_items.TryPeek(out Item? item))
        {
            message = item.Message;
            if (!item.IsCancelled)
                return true;
            Remove();
        }
        message = default!;
        return false;
    }

    /// <summary>The next message is sent, or its caller gave up.</summary>
    public void Remove()
    {
        _items.Dequeue();
        // The callers' messages are those beyond the limit: one fewer before each of them.
        while (_callers.Count > 0 && _items.Count - _callers.Count < limit)
            _callers.Dequeue().Caller!.TrySetResult();
    }

    /// <summary>Gives up all messages; those who wait get an exception.</summary>
    public void Fail(Exception exception)
    {
        foreach (Item item in _callers)
            item.Caller?.TrySetException(exception);
        _callers.Clear();
        _items.Clear();
    }

    private sealed class Item(TMessage message, TaskCompletionSource? caller)
    {
        public TMessage Message => message;

        public TaskCompletionSource? Caller { get; } = caller;

        /// <summary>Whether its caller gave up before it was taken in.</summary>
        public bool IsCancelled => Caller is { Task.IsCanceled: true };
    }
}
