namespace ZProto.Engines.Execution;

/// <summary>The messages of a machine that wait for a state that names them, oldest first.</summary>
/// <param name="maxCount">Messages there may be; 0 for any number.</param>
/// <param name="maxSize">Bytes of memory they may take together, though one message may take more; 0 for any number.</param>
internal sealed class DeferredMessages<TMessage>(int maxCount, long maxSize)
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    // What a list takes for each of them, with the room that it grows by.
    private const int EntrySize = 64;

    private readonly List<DeferredMessage<TMessage>> _messages = [];

    public int Count => _messages.Count;

    /// <summary>Bytes of memory that all of them take.</summary>
    public long Size { get; private set; }

    /// <summary>Keeps a copy of a message, if there is room for it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="eventId">Its event.</param>
    /// <param name="argument">What its actions read as <c>Argument</c>.</param>
    /// <param name="size">Bytes of memory that the copy takes.</param>
    public bool TryAdd(TMessage message, int eventId, object? argument, out long size)
    {
        size = 0;
        if (maxCount > 0 && _messages.Count >= maxCount)
            return false;
        // The runtime knows best what a copy takes: what came in a few bytes may be a thousand objects.
        long before = GC.GetAllocatedBytesForCurrentThread();
        TMessage copy = message.Clone();
        size = GC.GetAllocatedBytesForCurrentThread() - before + EntrySize;
        if (maxSize > 0 && _messages.Count > 0 && Size + size > maxSize)
            return false;
        _messages.Add(new DeferredMessage<TMessage>(copy, eventId, argument, size));
        Size += size;
        return true;
    }

    /// <summary>Takes out the oldest whose event there is a transition for now.</summary>
    public bool TryTake(Predicate<int> hasTransition, out DeferredMessage<TMessage> taken)
    {
        int index = _messages.FindIndex(message => hasTransition(message.Event));
        taken = index < 0 ? default : _messages[index];
        if (index < 0)
            return false;
        _messages.RemoveAt(index);
        Size -= taken.Size;
        return true;
    }
}

/// <summary>A message that waits for a state that names it.</summary>
/// <param name="Message">A copy of it.</param>
/// <param name="Event">Its event.</param>
/// <param name="Argument">What its actions read as <c>Argument</c>.</param>
/// <param name="Size">Bytes of memory that it takes.</param>
internal readonly record struct DeferredMessage<TMessage>(TMessage Message, int Event, object? Argument, long Size);
